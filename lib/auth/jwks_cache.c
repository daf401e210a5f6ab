#include "lib/auth/jwks_cache.h"

#include <errno.h>
#include <string.h>
#include <time.h>

#include "lib/base/clock.h"
#include "lib/base/error.h"

#define ASKING_SECONDS                                                                             \
    10 /* more than a fetch may take: a worker that has died is not waited for                     \
        */
#define POLL_MS 20

int et_jwks_shared_init(struct et_jwks_shared *shared)
{
    pthread_mutexattr_t attributes;
    int failed;

    memset(shared, 0, offsetof(struct et_jwks_shared, body));
    if (pthread_mutexattr_init(&attributes) != 0)
        return ET_EIO;
    failed = pthread_mutexattr_setpshared(&attributes, PTHREAD_PROCESS_SHARED) != 0 ||
             pthread_mutexattr_setrobust(&attributes, PTHREAD_MUTEX_ROBUST) != 0 ||
             pthread_mutex_init(&shared->lock, &attributes) != 0;
    (void)pthread_mutexattr_destroy(&attributes);
    return failed ? ET_EIO : 0;
}

static int lock(struct et_jwks_shared *shared)
{
    int result = pthread_mutex_lock(&shared->lock);

    if (result != EOWNERDEAD)
        return result == 0 ? 0 : ET_EIO;
    shared->freshness = (struct et_freshness){.held = false};
    shared->asking_until = 0;
    shared->len = 0;
    shared->version++;
    return pthread_mutex_consistent(&shared->lock) == 0 ? 0 : ET_EIO;
}

static void unlock(struct et_jwks_shared *shared)
{
    (void)pthread_mutex_unlock(&shared->lock);
}

/* Brings the worker's own set up to what the pool has. Locked. */
static void adopt(struct et_jwks_cache *cache, struct et_arena *arena)
{
    const struct et_jwks_shared *shared = cache->shared;
    struct et_jwks set;

    if (cache->version == shared->version)
        return;
    if (shared->len == 0) {
        et_jwks_clear(&cache->set);
    } else if (et_jwks_parse((struct et_slice){shared->body, shared->len}, arena, &set) == 0) {
        et_jwks_clear(&cache->set);
        cache->set = set;
    } else {
        return; /* no memory in this request: the next one tries again */
    }
    cache->version = shared->version;
}

/* Fetches without the lock, then tells the others. The body is parsed here first: what is no key
 * set never replaces one. */
static void fetch(struct et_jwks_cache *cache, int64_t now, et_jwks_load_fn load, void *context,
                  struct et_arena *arena)
{
    struct et_jwks_shared *shared = cache->shared;
    struct et_slice body = ET_ABSENT;
    struct et_jwks set = {.count = 0};
    int64_t max_age = -1;
    bool good = load(context, arena, &body, &max_age) == 0 && et_jwks_parse(body, arena, &set) == 0;

    et_jwks_clear(&set);
    if (lock(shared) != 0)
        return;
    shared->asking_until = 0;
    if (good) {
        memcpy(shared->body, body.ptr, body.len);
        shared->len = body.len;
        shared->version++;
        et_freshness_succeeded(&shared->freshness, now, max_age);
        adopt(cache, arena);
    } else {
        et_freshness_failed(&shared->freshness, now);
    }
    unlock(shared);
}

/* Until the worker that asks has brought its answer, or has had its time. */
static void wait_for_answer(struct et_jwks_cache *cache, int64_t wait_ms, struct et_arena *arena)
{
    static const struct timespec pause = {.tv_nsec = POLL_MS * 1000000};
    int64_t end = et_clock_monotonic_ms() + wait_ms;
    bool waiting = true;

    while (waiting && et_clock_monotonic_ms() < end) {
        (void)nanosleep(&pause, NULL);
        if (lock(cache->shared) != 0)
            return;
        waiting = cache->shared->asking_until != 0;
        adopt(cache, arena);
        unlock(cache->shared);
    }
}

int et_jwks_cache_find(struct et_jwks_cache *cache, struct et_slice id, int64_t now,
                       int64_t wait_ms, et_jwks_load_fn load, void *context, struct et_arena *arena,
                       EVP_PKEY **ret_key)
{
    struct et_jwks_shared *shared = cache->shared;
    bool lacking;
    bool asking;
    bool usable;
    bool due;

    if (lock(shared) != 0)
        return ET_EIO;
    adopt(cache, arena);
    lacking = et_jwks_find(&cache->set, id) == NULL;
    asking = now < shared->asking_until;
    due = !asking && et_freshness_due(&shared->freshness, now, lacking);
    if (due)
        shared->asking_until = now + ASKING_SECONDS;
    unlock(shared);
    if (due)
        fetch(cache, now, load, context, arena);
    else if (asking && lacking)
        wait_for_answer(cache, wait_ms, arena);
    if (lock(shared) != 0)
        return ET_EIO;
    usable = et_freshness_usable(&shared->freshness, now);
    unlock(shared);
    if (!usable)
        return ET_EIO;
    *ret_key = et_jwks_find(&cache->set, id);
    return *ret_key != NULL ? 0 : ET_ENOENT;
}
