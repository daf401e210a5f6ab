/* oidc.h - OpenID Connect client: authorization code with PKCE (OpenID Connect Core, RFC 7636).
 *
 * Everything about a provider comes from its discovery document, so that Google and a provider on
 * this machine take the same way. The document and the keys are kept and renewed by freshness.h;
 * all calls may block until the time that et_oidc_begin() gave is over. One object, one thread.
 */
#ifndef ET_AUTH_OIDC_H
#define ET_AUTH_OIDC_H

#include <stdint.h>

#include "lib/auth/id_token.h"
#include "lib/base/slice.h"

struct et_arena;
struct et_jwks_shared;
struct et_oidc;

/* NUL-terminated; must outlive the client. */
struct et_oidc_settings {
    const char *issuer; /* https, or http on a loopback host; compared byte for byte */
    const char *client_id;
    const char *client_secret;
    const char *redirect_uri;
    struct et_jwks_shared *keys; /* what all workers of the pool keep together */
    long timeout_ms; /* for all that is asked of the provider after one et_oidc_begin() */
};

/* Two clocks, in seconds: `wall` since 1970 judges tokens, `steady` judges what is kept. */
struct et_oidc_now {
    int64_t wall;
    int64_t steady;
};

/* Is this an issuer that we may use: an https URL, or http on a loopback host, without query? */
bool et_oidc_issuer_ok(const char *issuer);

/* Makes a client; sends nothing yet. Returns 0, ET_EINVAL for the issuer, or ET_ENOMEM. */
int et_oidc_new(const struct et_oidc_settings *settings, struct et_oidc **ret_oidc);
void et_oidc_free(struct et_oidc *oidc);

/* Starts the time that the following calls may take together: call it once for each request of a
 * person, so that a provider that hangs costs them `timeout_ms` and not a multiple of it. */
void et_oidc_begin(struct et_oidc *oidc);

/* Makes the address to send a browser to. `challenge` is the S256 challenge. Returns 0, ET_EIO or
 * ET_ETIME when the provider does not tell its endpoints, ET_ENOMEM. */
int et_oidc_authorize_url(struct et_oidc *oidc, struct et_oidc_now now, struct et_slice state,
                          struct et_slice nonce, struct et_slice challenge, struct et_arena *arena,
                          struct et_slice *ret_url);

/* Checks the `iss` parameter of the provider's answer (RFC 9207): when it is present it must be the
 * issuer, and it must be present when the provider says that it sends it. Returns 0, ET_EAUTH,
 * ET_EIO or ET_ETIME when the provider does not tell, ET_ENOMEM. */
int et_oidc_check_issuer(struct et_oidc *oidc, struct et_oidc_now now, struct et_slice iss,
                         struct et_arena *arena);

/* Redeems a code. Returns 0 with the ID token in the arena, ET_EAUTH when the provider refuses the
 * code, ET_EIO, ET_ETIME or ET_ETOOBIG when it fails, ET_ENOMEM. */
int et_oidc_exchange(struct et_oidc *oidc, struct et_oidc_now now, struct et_slice code,
                     struct et_slice verifier, struct et_arena *arena,
                     struct et_slice *ret_id_token);

/* Checks an ID token (id_token.h) under the provider's keys. `nonce` may be absent. Returns 0,
 * ET_EAUTH, ET_EIO when there are no keys, or ET_ENOMEM; *ret_reason is set with ET_EAUTH. */
int et_oidc_check_token(struct et_oidc *oidc, struct et_oidc_now now, struct et_slice token,
                        struct et_slice nonce, struct et_arena *arena,
                        struct et_id_claims *ret_claims, const char **ret_reason);

#endif
