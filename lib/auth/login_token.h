/* login_token.h - what must survive the trip to the identity provider and back.
 *
 * It travels in the cookie __Host-login, signed, for ten minutes: so the pool keeps nothing between
 * the two requests, and a callback in another browser has no cookie and ends there. Its parts are
 * used once: the provider redeems a code a single time, and the callback clears the cookie.
 */
#ifndef ET_AUTH_LOGIN_TOKEN_H
#define ET_AUTH_LOGIN_TOKEN_H

#include <stdbool.h>
#include <stdint.h>

#include "lib/base/slice.h"

struct et_arena;
struct et_key_ring;

#define ET_LOGIN_SECONDS 600
#define ET_RETURN_PATH_MAX 512

/* state, nonce, verifier and replaces: 43 characters of base64url each. */
struct et_login {
    struct et_slice state;
    struct et_slice nonce;
    struct et_slice verifier;    /* PKCE code verifier (RFC 7636) */
    struct et_slice replaces;    /* SHA-256 of the session that the browser has, or absent */
    struct et_slice return_path; /* where to go afterwards; et_login_return_ok() holds */
};

/* Is this a path on our own site: begins with one '/', is not "//…" or "/\…" (which browsers take
 * for another host), has only printable ASCII, at most 512 bytes? */
bool et_login_return_ok(struct et_slice path);

/* Signs the token for ET_LOGIN_SECONDS from `now`. Returns 0, ET_EINVAL for parts out of form,
 * ET_ENOMEM or ET_EIO. */
int et_login_token_make(const struct et_key_ring *ring, const struct et_login *login,
                        const char *iss, int64_t now, struct et_arena *arena,
                        struct et_slice *ret_token);

/* Verifies it; the parts live in the arena. Returns 0, ET_EAUTH or ET_ENOMEM. */
int et_login_token_verify(const struct et_key_ring *ring, struct et_slice token, const char *iss,
                          int64_t now, struct et_arena *arena, struct et_login *ret_login);

/* The PKCE S256 challenge of a verifier: base64url(SHA-256(verifier)), with a NUL. Returns 0 or
 * ET_EIO. */
int et_login_challenge(struct et_slice verifier, char ret_challenge[44]);

#endif
