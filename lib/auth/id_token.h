/* id_token.h - checks an OpenID Connect ID token (OpenID Connect Core section 3.1.3.7).
 *
 * Two steps, because the key depends on the token: open it (size, form, header), look its key up,
 * then check signature and claims. Nothing of the payload is looked at before the signature holds.
 * The algorithm is RS256 and nothing else; `jku`, `jwk`, `x5u` and `x5c` are never followed; `crit`
 * is refused.
 */
#ifndef ET_AUTH_ID_TOKEN_H
#define ET_AUTH_ID_TOKEN_H

#include <openssl/evp.h>
#include <stdbool.h>
#include <stdint.h>

#include "lib/base/slice.h"

struct et_arena;

#define ET_ID_TOKEN_MAX 8192
#define ET_ID_TOKEN_LEEWAY 60    /* seconds that clocks may differ */
#define ET_ID_TOKEN_AGE_MAX 3600 /* seconds since it was issued */
#define ET_SUBJECT_MAX 255

struct et_id_token {
    struct et_slice text;
    struct et_slice signed_part; /* header and payload with the dot between */
    struct et_slice payload;     /* still encoded */
    struct et_slice signature;   /* still encoded */
    struct et_slice key_id;      /* in the arena */
};

struct et_id_token_rules {
    struct et_slice issuer;    /* as configured */
    struct et_slice client_id; /* the audience */
    struct et_slice nonce;     /* absent: the token was not asked for by us, no nonce is required */
    int64_t now;               /* seconds since 1970 */
};

/* All text lives in the arena; absent when the provider did not send it. Only `subject` identifies
 * a person; the rest is what the provider says about them. */
struct et_id_claims {
    struct et_slice subject;
    struct et_slice email;
    bool email_verified;
    struct et_slice name;
    struct et_slice picture;
};

/* Splits a token and reads its header. Slices point into `token` and the arena. Returns 0, ET_EAUTH
 * or ET_ENOMEM; on ET_EAUTH *ret_reason is a machine word for the log. */
int et_id_token_open(struct et_slice token, struct et_arena *arena, struct et_id_token *ret_token,
                     const char **ret_reason);

/* Checks signature, issuer, audience, authorized party, times, nonce and subject, in this order.
 * Returns 0, ET_EAUTH with *ret_reason set, or ET_ENOMEM. */
int et_id_token_check(const struct et_id_token *token, EVP_PKEY *key,
                      const struct et_id_token_rules *rules, struct et_arena *arena,
                      struct et_id_claims *ret_claims, const char **ret_reason);

#endif
