/* signed_token.h - what all tokens that we sign ourselves have in common.
 *
 * Used by session_token.c and login_token.c only; it is the one place that knows libjwt.
 * libjwt 1.10 checks a signature and nothing else, takes the algorithm from the token, takes an
 * empty key for "do not check", and decodes base64 leniently: the functions here leave none of that
 * to the caller.
 */
#ifndef ET_AUTH_SIGNED_TOKEN_H
#define ET_AUTH_SIGNED_TOKEN_H

#include <jwt.h>
#include <stdint.h>

#include "lib/base/slice.h"

struct et_arena;
struct et_key_ring;

#define ET_TOKEN_MAX 4096 /* bytes; libjwt copies a token to the stack */

/* Kind and circumstances of a token; NUL-terminated. */
struct et_token_kind {
    const char *typ;
    const char *aud;
    const char *iss;
};

/* For __attribute__((cleanup)). */
void et_signed_token_free(jwt_t **jwt);

/* Starts a token under the first key of the ring, with typ, aud, iss, iat and exp set. The caller
 * adds its grants and frees it. Returns 0, ET_EINVAL for an empty ring, ET_ENOMEM or ET_EIO. */
int et_signed_token_begin(const struct et_key_ring *ring, const struct et_token_kind *kind,
                          int64_t issued, int64_t expires, jwt_t **ret_jwt);

/* Signs and encodes into the arena. Returns 0, ET_ETOOBIG beyond ET_TOKEN_MAX, ET_ENOMEM, ET_EIO.
 */
int et_signed_token_encode(jwt_t *jwt, struct et_arena *arena, struct et_slice *ret_token);

/* Verifies form, signature, kind and expiry and gives the grants, which the caller frees. `now` is
 * in seconds since 1970. Returns 0, ET_EAUTH or ET_ENOMEM. */
int et_signed_token_open(const struct et_key_ring *ring, struct et_slice token,
                         const struct et_token_kind *kind, int64_t now, struct et_arena *arena,
                         jwt_t **ret_jwt);

/* A text claim, valid as long as the token; absent when it is missing or no string. */
struct et_slice et_signed_token_text(jwt_t *jwt, const char *name);

/* A positive integer claim; 0 when it is missing, no integer or not positive. */
int64_t et_signed_token_positive(jwt_t *jwt, const char *name);

#endif
