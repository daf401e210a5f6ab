/* jwks.h - the identity provider's public keys (JSON Web Key Set, RFC 7517).
 *
 * A set keeps only what may verify an ID token: RSA keys of at least 2048 bits for signatures, with
 * a key id. The cache adds time (freshness.h): it asks again when the set is out of date or lacks a
 * key id, never twice within a minute, and lives on old keys for a day while the provider is down.
 * A process has one cache and handles one request at a time, so there is one fetch at a time.
 */
#ifndef ET_AUTH_JWKS_H
#define ET_AUTH_JWKS_H

#include <openssl/evp.h>
#include <stdint.h>

#include "lib/auth/freshness.h"
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

/* How a cache gets the set: gives the body, in the arena, and its max-age (-1: none). Returns 0 or
 * a negative code. */
typedef int (*et_jwks_load_fn)(void *context, struct et_arena *arena, struct et_slice *ret_body,
                               int64_t *ret_max_age);

/* Zero-initialise it. */
struct et_jwks_cache {
    struct et_jwks set;
    struct et_freshness freshness;
    uint64_t fetches; /* attempts so far, for metrics */
    uint64_t failures;
};

/* Finds a key at time `now` (a steady clock in seconds), loading the set when that is due. The key
 * belongs to the cache and lives until its next call. Returns 0, ET_ENOENT when the provider has no
 * such key, or ET_EIO when there is no usable set at all. */
int et_jwks_cache_find(struct et_jwks_cache *cache, struct et_slice id, int64_t now,
                       et_jwks_load_fn load, void *context, struct et_arena *arena,
                       EVP_PKEY **ret_key);

#endif
