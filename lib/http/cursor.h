/* cursor.h - page cursors: text that goes to the client and comes back unchanged or not at all.
 *
 * A cursor is base64url(HMAC-SHA256 cut to 16 bytes ‖ payload). It is signed, not encrypted: the
 * payload holds nothing that the list didn't show. Signing keeps clients from building cursors of
 * their own, so that its form can change between releases.
 */
#ifndef ET_HTTP_CURSOR_H
#define ET_HTTP_CURSOR_H

#include "lib/base/slice.h"

struct et_arena;

#define ET_CURSOR_PAYLOAD_MAX 1024

/* Signs a payload with a key of 1 to ET_MAC_KEY_MAX bytes (lib/base/mac.h); the cursor lies in the
 * arena. Like et_mac() not for several threads at once. ET_ETOOBIG, ET_ENOMEM, ET_EIO when the
 * cryptographic library fails. */
int et_cursor_seal(struct et_arena *arena, struct et_slice key, struct et_slice payload,
                   struct et_slice *ret_cursor);

/* Checks and opens a cursor; the payload lies in the arena, NUL-terminated. ET_EAUTH for anything
 * that this key did not sign; ET_ENOMEM, ET_EIO. */
int et_cursor_open(struct et_arena *arena, struct et_slice key, struct et_slice cursor,
                   struct et_slice *ret_payload);

#endif
