/* utf8.h - strict UTF-8 (RFC 3629) and the one rule for text that people type.
 *
 * Strict means: no overlong forms, no surrogates (U+D800..DFFF), nothing above U+10FFFF, no cut-off
 * sequences. PostgreSQL refuses the same bytes (22021), so text is checked before it goes there.
 */
#ifndef ET_BASE_UTF8_H
#define ET_BASE_UTF8_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lib/base/slice.h"

/* Reads the code point at the start of `len` bytes. Returns how many bytes it takes (1..4) and sets
 * *ret_point, or returns 0 for bad UTF-8 and for len 0. */
size_t et_utf8_next(const char *bytes, size_t len, uint32_t *ret_point);

/* Writes a code point into `out`, which has room for 4 bytes. Returns 1..4, or 0 for a surrogate or
 * a value above U+10FFFF. */
size_t et_utf8_put(char *out, uint32_t point);

/* True when every byte belongs to a well-formed sequence. Empty and absent text is valid. */
bool et_utf8_valid(struct et_slice text);

/* Counts code points: 0 and *ret_count, or ET_EINVAL for bad UTF-8. */
int et_utf8_count(struct et_slice text, size_t *ret_count);

/* True for C0, DEL and C1 (Unicode category Cc). */
bool et_utf8_is_control(uint32_t point);

/* True for what leaves no ink: Unicode White_Space and the zero-width characters. */
bool et_utf8_is_blank(uint32_t point);

/* What is wrong with a text that a person typed on one line. */
enum et_text_fault {
    ET_TEXT_OK = 0,
    ET_TEXT_BAD_UTF8,
    ET_TEXT_CONTROL,  /* holds a control character, such as a line break or U+0000 */
    ET_TEXT_BLANK,    /* absent, empty, or nothing but blanks */
    ET_TEXT_TOO_LONG, /* more than the allowed code points */
};

/* Checks one line of text against a limit in code points. Faults are told in the order of the enum:
 * text that is both too long and holds a control character is ET_TEXT_CONTROL. */
enum et_text_fault et_text_check(struct et_slice text, size_t max_points);

#endif
