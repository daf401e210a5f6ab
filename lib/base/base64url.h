/* base64url.h - RFC 4648 section 5 without padding, strict.
 *
 * Strict: no '=', no whitespace, no characters of the other alphabet, and the unused bits of the
 * last character are zero. So every byte string has exactly one spelling, and a token cannot be
 * changed without being noticed.
 */
#ifndef ET_BASE_BASE64URL_H
#define ET_BASE_BASE64URL_H

#include <stddef.h>

#include "lib/base/slice.h"

struct et_arena;

/* Characters that `bytes` bytes take. */
#define ET_BASE64URL_LEN(bytes) (((bytes)*4 + 2) / 3)

/* Encodes `len` bytes into `out`, which has room for ET_BASE64URL_LEN(len) characters; no NUL is
 * added. Returns the characters written. */
size_t et_base64url_encode(const unsigned char *bytes, size_t len, char *out);

/* Encodes into the arena, NUL-terminated. ET_ENOMEM at the arena's limit. */
int et_base64url_encode_copy(struct et_arena *arena, const unsigned char *bytes, size_t len,
                             struct et_slice *ret_text);

/* Decodes into `out` of `size` bytes. ET_EINVAL when the text is not canonical, ET_ETOOBIG when the
 * bytes don't fit; *ret_len is the number of bytes. `out` may hold partial data on failure. */
int et_base64url_decode(struct et_slice text, unsigned char *out, size_t size, size_t *ret_len);

#endif
