#include "lib/auth/jwks_cache.h"

#include <sys/mman.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "lib/base/error.h"
#include "tests/lib/auth/signer.h"
#include "tests/lib/unit.h"

static EVP_PKEY *key_2048;

static struct et_slice set_of(struct et_arena *arena, struct et_slice jwk)
{
    struct et_buf out;

    et_buf_init(&out, arena, 65536);
    et_buf_puts(&out, "{\"keys\":[");
    et_buf_put(&out, jwk);
    et_buf_puts(&out, "]}");
    return et_buf_text(&out);
}

static int parse_one(const char *kid, const char *more, struct et_jwks *set)
{
    struct et_arena *arena = et_arena_new(256 * 1024);
    int r = et_jwks_parse(set_of(arena, et_test_jwk(arena, key_2048, kid, more)), arena, set);
    et_arena_free(arena);
    return r;
}

static void test_usable(void)
{
    static const char *const more[] = {"", ",\"use\":\"sig\"",
                                       ",\"use\":\"sig\",\"alg\":\"RS256\",\"x5c\":[\"x\"]"};

    for (size_t i = 0; i < ET_COUNT(more); i++) {
        struct et_jwks set = {.count = 0};
        CU_ASSERT_EQUAL(parse_one("a", more[i], &set), 0);
        CU_ASSERT_EQUAL(set.count, 1);
        CU_ASSERT_PTR_NOT_NULL(et_jwks_find(&set, ET_LIT("a")));
        CU_ASSERT_PTR_NULL(et_jwks_find(&set, ET_LIT("b")));
        et_jwks_clear(&set);
    }
}

static void test_useless(void)
{
    static const char *const more[] = {
        ",\"use\":\"enc\"", ",\"alg\":\"RS512\"", ",\"alg\":\"HS256\"", ",\"kty\":\"EC\"",
        ",\"e\":\"AQ\"",    ",\"e\":\"AA\"",      ",\"n\":\"AQAB\"",    ",\"n\":5",
        ",\"kid\":5",       ",\"kid\":\"\""};
    EVP_PKEY *weak = EVP_RSA_gen(1024);
    struct et_arena *arena = et_arena_new(256 * 1024);
    struct et_jwks set = {.count = 0};

    for (size_t i = 0; i < ET_COUNT(more); i++)
        CU_ASSERT_EQUAL(parse_one("a", more[i], &set), ET_ENOENT);
    CU_ASSERT_EQUAL(et_jwks_parse(set_of(arena, et_test_jwk(arena, weak, "a", "")), arena, &set),
                    ET_ENOENT);
    EVP_PKEY_free(weak);
    et_arena_free(arena);
}

static void test_no_set(void)
{
    static const char *const texts[] = {"", "[]", "{}", "{\"keys\":{}}", "{\"keys\":[]", "null"};
    struct et_arena *arena = et_arena_new(65536);
    struct et_jwks set;

    for (size_t i = 0; i < ET_COUNT(texts); i++)
        CU_ASSERT_EQUAL(et_jwks_parse(et_slice_from(texts[i]), arena, &set), ET_EINVAL);
    CU_ASSERT_EQUAL(et_jwks_parse(ET_LIT("{\"keys\":[null,1,[],{}]}"), arena, &set), ET_ENOENT);
    et_arena_free(arena);
}

/* A provider whose answer and whose count of requests the tests see. */
struct provider {
    const char *kid;
    int64_t max_age;
    bool down;
    int fetches;
};

static int load(void *context, struct et_arena *arena, struct et_slice *ret_body,
                int64_t *ret_max_age)
{
    struct provider *provider = context;

    provider->fetches++;
    if (provider->down)
        return ET_EIO;
    *ret_body = set_of(arena, et_test_jwk(arena, key_2048, provider->kid, ""));
    *ret_max_age = provider->max_age;
    return 0;
}

static int find(struct et_jwks_cache *cache, struct provider *provider, const char *kid,
                int64_t now)
{
    struct et_arena *arena = et_arena_new(256 * 1024);
    EVP_PKEY *key = NULL;
    int r = et_jwks_cache_find(cache, et_slice_from(kid), now, 4000, load, provider, arena, &key);

    CU_ASSERT_EQUAL(r == 0, key != NULL);
    et_arena_free(arena);
    return r;
}

static struct et_jwks_cache new_cache(void)
{
    static struct et_jwks_shared *shared;

    if (shared == NULL)
        shared =
            mmap(NULL, sizeof(*shared), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    CU_ASSERT_EQUAL_FATAL(et_jwks_shared_init(shared), 0);
    return (struct et_jwks_cache){.shared = shared};
}

static void test_kept(void)
{
    struct et_jwks_cache cache = new_cache();
    struct provider provider = {.kid = "a", .max_age = 600};

    for (int64_t now = 1000; now < 1600; now++)
        CU_ASSERT_EQUAL(find(&cache, &provider, "a", now), 0);
    CU_ASSERT_EQUAL(provider.fetches, 1);
    CU_ASSERT_EQUAL(find(&cache, &provider, "a", 1600), 0);
    CU_ASSERT_EQUAL(provider.fetches, 2);
    et_jwks_clear(&cache.set);
}

static void test_rotation(void)
{
    struct et_jwks_cache cache = new_cache();
    struct provider provider = {.kid = "a", .max_age = 86400};

    CU_ASSERT_EQUAL(find(&cache, &provider, "a", 1000), 0);
    provider.kid = "b";
    CU_ASSERT_EQUAL(find(&cache, &provider, "b", 1059), ET_ENOENT);
    CU_ASSERT_EQUAL(find(&cache, &provider, "b", 1060), 0);
    CU_ASSERT_EQUAL(find(&cache, &provider, "a", 1061), ET_ENOENT);
    CU_ASSERT_EQUAL(provider.fetches, 2);
    et_jwks_clear(&cache.set);
}

static void test_flood(void)
{
    struct et_jwks_cache cache = new_cache();
    struct provider provider = {.kid = "a", .max_age = 3600};
    char kid[32];

    CU_ASSERT_EQUAL(find(&cache, &provider, "a", 1000), 0);
    for (int i = 0; i < 1000; i++) {
        snprintf(kid, sizeof(kid), "random-%d", i);
        CU_ASSERT_EQUAL(find(&cache, &provider, kid, 1000 + i * 120 / 1000), ET_ENOENT);
    }
    CU_ASSERT(provider.fetches <= 2);
    CU_ASSERT_EQUAL(find(&cache, &provider, "a", 1120), 0);
    et_jwks_clear(&cache.set);
}

static void test_outage(void)
{
    struct et_jwks_cache cache = new_cache();
    struct provider provider = {.kid = "a", .max_age = 60, .down = true};

    CU_ASSERT_EQUAL(find(&cache, &provider, "a", 1000), ET_EIO);
    provider.down = false;
    CU_ASSERT_EQUAL(find(&cache, &provider, "a", 1005), 0);
    provider.down = true;
    for (int64_t now = 1100; now < 1005 + 86400; now += 3600)
        CU_ASSERT_EQUAL(find(&cache, &provider, "a", now), 0);
    CU_ASSERT_EQUAL(find(&cache, &provider, "a", 1005 + 86400), ET_EIO);
    CU_ASSERT_EQUAL(provider.fetches, 2 + 25); /* one an hour, and the last */
    et_jwks_clear(&cache.set);
}

static void test_pool(void)
{
    struct et_jwks_cache one = new_cache();
    struct et_jwks_cache two = {.shared = one.shared};
    struct provider provider = {.kid = "a", .max_age = 3600};

    CU_ASSERT_EQUAL(find(&one, &provider, "a", 1000), 0);
    CU_ASSERT_EQUAL(find(&two, &provider, "a", 1000), 0);
    CU_ASSERT_EQUAL(find(&one, &provider, "x", 1030), ET_ENOENT);
    CU_ASSERT_EQUAL(find(&two, &provider, "x", 1030), ET_ENOENT);
    CU_ASSERT_EQUAL(provider.fetches, 1);
    provider.kid = "b";
    CU_ASSERT_EQUAL(find(&two, &provider, "b", 1060), 0);
    CU_ASSERT_EQUAL(find(&one, &provider, "b", 1061), 0);
    CU_ASSERT_EQUAL(provider.fetches, 2);
    et_jwks_clear(&one.set);
    et_jwks_clear(&two.set);
}

/* A provider that takes its time. */
static int load_slowly(void *context, struct et_arena *arena, struct et_slice *ret_body,
                       int64_t *ret_max_age)
{
    static const struct timespec pause = {.tv_nsec = 300000000};

    (void)nanosleep(&pause, NULL);
    return load(context, arena, ret_body, ret_max_age);
}

static void test_waiting(void)
{
    struct et_jwks_cache cache = new_cache();
    struct provider provider = {.kid = "a", .max_age = 3600};
    struct et_arena *arena = et_arena_new(256 * 1024);
    EVP_PKEY *key = NULL;
    int status = 1;
    pid_t child = fork();

    if (child == 0)
        _exit(et_jwks_cache_find(&cache, ET_LIT("a"), 1000, 0, load_slowly, &provider, arena,
                                 &key) != 0);
    for (int i = 0; i < 500 && *(volatile int64_t *)&cache.shared->asking_until == 0; i++)
        (void)usleep(1000);
    CU_ASSERT_EQUAL(find(&cache, &provider, "a", 1000), 0);
    CU_ASSERT_EQUAL(provider.fetches, 0); /* here: the child has asked */
    CU_ASSERT_EQUAL(waitpid(child, &status, 0), child);
    CU_ASSERT_EQUAL(status, 0);
    et_jwks_clear(&cache.set);
    et_arena_free(arena);
}

static void test_owner_dies(void)
{
    struct et_jwks_cache cache = new_cache();
    struct provider provider = {.kid = "a", .max_age = 3600};
    pid_t child;

    CU_ASSERT_EQUAL(find(&cache, &provider, "a", 1000), 0);
    child = fork();
    if (child == 0) {
        (void)pthread_mutex_lock(&cache.shared->lock);
        cache.shared->body[0] = 'X';
        _exit(0);
    }
    CU_ASSERT_EQUAL(waitpid(child, NULL, 0), child);
    CU_ASSERT_EQUAL(find(&cache, &provider, "a", 1001), 0);
    CU_ASSERT_EQUAL(provider.fetches, 2);
    et_jwks_clear(&cache.set);
}

int main(void)
{
    static const struct et_test tests[] = {
        {"an RSA key for signatures is taken", test_usable},
        {"weak keys, other kinds and other uses are left out", test_useless},
        {"what is no key set is refused", test_no_set},
        {"a set is kept as long as its max-age says", test_kept},
        {"a rotated key is found by one more fetch, after a minute", test_rotation},
        {"1,000 random key ids in two minutes cost one more fetch", test_flood},
        {"old keys serve for a day while the provider is down", test_outage},
        {"workers share what one has fetched, and the minute between fetches", test_pool},
        {"who lacks a key while another worker asks waits for its answer", test_waiting},
        {"a worker that dies while it writes leaves nothing broken", test_owner_dies},
    };

    key_2048 = EVP_RSA_gen(2048);
    int status = et_test_run("jwks", tests, ET_COUNT(tests));
    EVP_PKEY_free(key_2048);
    return status;
}
