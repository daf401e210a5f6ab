/* authenticate.h - from headers to a caller, without the database.
 *
 * What this says is only what the token says; whether the session still lives is decided by the
 * session statement in front of the unit.
 */
#ifndef ET_FCGI_AUTHENTICATE_H
#define ET_FCGI_AUTHENTICATE_H

#include <stdint.h>

#include "fcgi/api/api.h"

struct et_key_ring;
struct et_token_cache;

/* et_session_token_verify(), or a test's stand-in. */
typedef int (*et_verify_fn)(const struct et_key_ring *ring, struct et_slice token, const char *typ,
                            const char *aud, const char *iss, int64_t now, struct et_arena *arena,
                            struct et_session_claims *ret_claims);

struct et_authenticator {
    const struct et_key_ring *ring;
    const char *issuer; /* public origin, also what Origin must be */
    et_verify_fn verify;
    struct et_token_cache *cache; /* NULL: each token is verified each time */
};

enum et_identity {
    ET_IDENTITY_NONE,       /* no token, or one that is not valid */
    ET_IDENTITY_KNOWN,      /* caller is filled */
    ET_IDENTITY_CROSS_SITE, /* a valid cookie, but another site may have made the browser send it */
};

/* Looks at Authorization, else at the cookie __Host-session. `now` is in seconds since 1970. Fills
 * user, ledger, session and by_cookie of `ret_caller` only when known. */
enum et_identity et_authenticate(const struct et_authenticator *authenticator,
                                 const struct et_request *request, int64_t now,
                                 struct et_caller *ret_caller);

#endif
