/* session_token.h - the JWT (RFC 7519) that names a session row.
 *
 * The token proves that we gave it out; the row in the database is the authority and says whether
 * the session still lives. Three kinds never stand in for each other (RFC 8725 section 3.12): they
 * differ in the claims `typ` and `aud`.
 *
 *     typ         aud      where it travels
 *     sess+jwt    web      only in the cookie __Host-session
 *     at+jwt      api      only in Authorization: Bearer
 *     login+jwt   login    only in the cookie __Host-login (login_token.h)
 *
 * The kind is a claim because libjwt 1.10 always writes the header's `typ` as JWT and decodes
 * nothing else. That makes the whole header a constant of its key, compared byte for byte: what has
 * another algorithm, another order, `crit`, `jwk`, `jku` or a repeated member never reaches libjwt.
 */
#ifndef ET_AUTH_SESSION_TOKEN_H
#define ET_AUTH_SESSION_TOKEN_H

#include <stdint.h>

#include "lib/base/slice.h"

struct et_arena;
struct et_key_ring;

#define ET_SESSION_ID_LEN 43   /* 32 random bytes in base64url */
#define ET_SESSION_HASH_LEN 64 /* their SHA-256 in hex: what the database knows of them */

#define ET_TYP_SESSION "sess+jwt"
#define ET_AUD_SESSION "web"
#define ET_TYP_ACCESS "at+jwt"
#define ET_AUD_ACCESS "api"

/* What a token may do. A person who signed in may do all that they may do. */
enum et_token_scope {
    ET_SCOPE_PERSON, /* signed in: no claim `scope` */
    ET_SCOPE_READ,   /* an API token, "read" */
    ET_SCOPE_WRITE,  /* an API token, "write" */
};

struct et_session_claims {
    int64_t user;            /* claim `sub`, positive */
    int64_t ledger;          /* claim `led`, positive */
    int64_t issued;          /* claim `iat`, seconds since 1970 */
    int64_t expires;         /* claim `exp`, seconds since 1970; the row's absolute expiry */
    struct et_slice session; /* claim `sid`, 43 characters of base64url */
    enum et_token_scope scope;
};

/* Signs a token with the first key of the ring. `typ`, `aud` and `iss` are NUL-terminated. The
 * token lives in the arena. Returns 0, ET_EINVAL when a claim is out of form, ET_ENOMEM, or ET_EIO
 * when libjwt fails. */
int et_session_token_make(const struct et_key_ring *ring, const struct et_session_claims *claims,
                          const char *typ, const char *aud, const char *iss, struct et_arena *arena,
                          struct et_slice *ret_token);

/* Verifies signature, kind, audience, issuer and expiry (`now` in seconds since 1970, no leeway: it
 * is our own clock). All claims are required, each with its type. The session id lives in the
 * arena. Returns 0, ET_EAUTH for any token that we would not have given out or whose time is over,
 * or ET_ENOMEM. Says nothing about whether the session row still lives. */
int et_session_token_verify(const struct et_key_ring *ring, struct et_slice token, const char *typ,
                            const char *aud, const char *iss, int64_t now, struct et_arena *arena,
                            struct et_session_claims *ret_claims);

#endif
