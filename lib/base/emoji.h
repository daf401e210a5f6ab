/* emoji.h - is a text one emoji?
 *
 * One emoji is what a person sees as one sign: a flag of two regional indicators, a keycap, or
 * pictographs with a presentation selector, a skin tone or tags, joined by zero-width joiners
 * (Unicode Technical Standard 51, definition ED-17a "emoji sequence" with ED-16 for joined ones).
 */
#ifndef ET_BASE_EMOJI_H
#define ET_BASE_EMOJI_H

#include <stdbool.h>

#include "lib/base/slice.h"

/* Code points of the longest that are in use, families of four with skin tones, take 11. */
#define ET_EMOJI_POINTS_MAX 16

/* True for exactly one emoji of at most ET_EMOJI_POINTS_MAX code points in valid UTF-8. */
bool et_emoji_is_one(struct et_slice text);

#endif
