#include "fcgi/token_cache.h"

#include "tests/lib/unit.h"

static const struct et_known_token kept = {
    .user = 7, .ledger = 8, .expires = 200, .scope = ET_SCOPE_READ, .session = "0123456789abcdef"};

static void test_found_again(void)
{
    struct et_token_cache *cache = et_token_cache_new();
    struct et_known_token known = {0};

    et_token_cache_keep(cache, ET_LIT("head.body.signature"), false, &kept);
    CU_ASSERT_TRUE(et_token_cache_find(cache, ET_LIT("head.body.signature"), false, 199, &known));
    CU_ASSERT_EQUAL(known.user, 7);
    CU_ASSERT_EQUAL(known.ledger, 8);
    CU_ASSERT_EQUAL(known.expires, 200);
    CU_ASSERT_EQUAL(known.scope, ET_SCOPE_READ);
    CU_ASSERT_EQUAL(memcmp(known.session, kept.session, sizeof(kept.session)), 0);
    et_token_cache_free(cache);
}

/* Another body under the same signature, the other kind, a part of it, or too late: not known. */
static void test_nothing_else(void)
{
    struct et_token_cache *cache = et_token_cache_new();
    struct et_known_token known = {0};

    et_token_cache_keep(cache, ET_LIT("head.body.signature"), false, &kept);
    CU_ASSERT_FALSE(et_token_cache_find(cache, ET_LIT("head.bodY.signature"), false, 150, &known));
    CU_ASSERT_FALSE(et_token_cache_find(cache, ET_LIT("head.body.signature"), true, 150, &known));
    CU_ASSERT_FALSE(et_token_cache_find(cache, ET_LIT("body.signature"), false, 150, &known));
    CU_ASSERT_FALSE(et_token_cache_find(cache, ET_LIT("head.body.signature"), false, 200, &known));
    CU_ASSERT_FALSE(et_token_cache_find(cache, ET_LIT(""), false, 150, &known));
    CU_ASSERT_FALSE(et_token_cache_find(NULL, ET_LIT("head.body.signature"), false, 1, &known));
    CU_ASSERT_EQUAL(known.user, 0);
    et_token_cache_free(cache);
}

static void test_long_tokens(void)
{
    static char token[600];
    struct et_token_cache *cache = et_token_cache_new();
    struct et_known_token known = {0};

    memset(token, 'a', sizeof(token));
    et_token_cache_keep(cache, (struct et_slice){token, sizeof(token)}, true, &kept);
    CU_ASSERT_FALSE(
        et_token_cache_find(cache, (struct et_slice){token, sizeof(token)}, true, 1, &known));
    et_token_cache_keep(cache, (struct et_slice){token, 512}, true, &kept);
    CU_ASSERT_TRUE(et_token_cache_find(cache, (struct et_slice){token, 512}, true, 1, &known));
    et_token_cache_free(cache);
}

/* Tokens of one place, as the ends of their signatures are the same. */
static void test_oldest_goes(void)
{
    static const struct et_slice tokens[] = {ET_LIT("a.signature"), ET_LIT("b.signature"),
                                             ET_LIT("c.signature"), ET_LIT("d.signature"),
                                             ET_LIT("e.signature")};
    struct et_token_cache *cache = et_token_cache_new();
    struct et_known_token known = {0};

    for (size_t i = 0; i < 4; i++)
        et_token_cache_keep(cache, tokens[i], false, &kept);
    for (size_t i = 0; i < 4; i++)
        CU_ASSERT_TRUE(et_token_cache_find(cache, tokens[i], false, 1, &known));
    CU_ASSERT_TRUE(et_token_cache_find(cache, tokens[0], false, 1, &known));
    et_token_cache_keep(cache, tokens[4], false, &kept);
    for (size_t i = 0; i < 5; i++)
        CU_ASSERT_EQUAL(et_token_cache_find(cache, tokens[i], false, 1, &known), i != 1);
    et_token_cache_free(cache);
}

int main(void)
{
    static const struct et_test tests[] = {
        {"a kept token is found", test_found_again},
        {"anything else is not", test_nothing_else},
        {"a long one is not kept", test_long_tokens},
        {"of one place, the one used longest ago goes", test_oldest_goes},
    };

    return et_test_run("token_cache", tests, ET_COUNT(tests));
}
