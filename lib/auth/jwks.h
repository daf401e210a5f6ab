/* jwks.h - the identity provider's public keys (JSON Web Key Set, RFC 7517).
 *
 * A set keeps only what may verify an ID token: RSA keys of at least 2048 bits for signatures, with
 * a key id. jwks_cache.h adds time.
 */
#ifndef ET_AUTH_JWKS_H
#define ET_AUTH_JWKS_H

#include <openssl/evp.h>
#include <stdint.h>

#include "lib/base/slice.h"

struct et_arena;

#define ET_JWKS_KEYS_MAX 32
#define ET_JWKS_BYTES_MAX ((size_t)256 * 1024)
#define ET_JWK_ID_MAX 128

struct et_jwk {
    char id[ET_JWK_ID_MAX + 1];
    EVP_PKEY *key;
};

struct et_jwks {
    struct et_jwk keys[ET_JWKS_KEYS_MAX];
    size_t count;
};

/* Parses a set; keys that are of no use to us are left out, more than the maximum ignored. The
 * scratch memory comes from the arena; the set is the caller's, for et_jwks_clear(). Returns 0,
 * ET_EINVAL when it is no key set, ET_ENOENT when no key is usable, or ET_ENOMEM. */
int et_jwks_parse(struct et_slice json, struct et_arena *arena, struct et_jwks *ret_set);

/* Frees the keys and empties the set. */
void et_jwks_clear(struct et_jwks *set);

/* The key of that id, owned by the set; NULL when there is none. */
EVP_PKEY *et_jwks_find(const struct et_jwks *set, struct et_slice id);

#endif
