/* jwks_cache.h - the identity provider's keys, kept by all workers of a pool together.
 *
 * What was fetched last, and when the next fetch may be, stand in memory that the workers share;
 * each keeps the set that it has made of it. freshness.h says when to ask again: when the set is
 * out of date or lacks a key id, never twice within a minute, and old keys serve for a day while
 * the provider is down. One worker asks at a time; whoever lacks the key meanwhile waits for its
 * answer.
 *
 * The lock is held to copy, never to fetch, and survives a worker that dies with it: then what was
 * being written is thrown away.
 */
#ifndef ET_AUTH_JWKS_CACHE_H
#define ET_AUTH_JWKS_CACHE_H

#include <pthread.h>

#include "lib/auth/freshness.h"
#include "lib/auth/jwks.h"

struct et_jwks_shared {
    pthread_mutex_t lock;
    struct et_freshness freshness;
    int64_t asking_until; /* a worker has until then to bring an answer; 0 = none is asking */
    uint64_t version;     /* rises with each body */
    size_t len;
    char body[ET_JWKS_BYTES_MAX];
};

/* Makes it ready in memory that processes share. Nobody may be using it. Returns 0 or ET_EIO. */
int et_jwks_shared_init(struct et_jwks_shared *shared);

/* One worker's. Set `shared` and zero the rest; et_jwks_clear(&cache.set) frees it. */
struct et_jwks_cache {
    struct et_jwks_shared *shared;
    struct et_jwks set;
    uint64_t version; /* of the body that the set was made from */
};

/* How the set is fetched: gives the body, in the arena, and its max-age (-1: none). Returns 0 or a
 * negative code. */
typedef int (*et_jwks_load_fn)(void *context, struct et_arena *arena, struct et_slice *ret_body,
                               int64_t *ret_max_age);

/* Finds a key at time `now` (a steady clock in seconds), fetching the set when that is due, or
 * waiting at most `wait_ms` for the answer when another worker is fetching it. The key belongs to
 * the cache and lives until its next call. Returns 0, ET_ENOENT when the provider has no such key,
 * or ET_EIO when there is no usable set at all. */
int et_jwks_cache_find(struct et_jwks_cache *cache, struct et_slice id, int64_t now,
                       int64_t wait_ms, et_jwks_load_fn load, void *context, struct et_arena *arena,
                       EVP_PKEY **ret_key);

#endif
