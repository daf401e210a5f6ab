#include "fcgi/token_cache.h"

#include "tests/lib/unit.h"

#define SESSION "0123456789012345678901234567890123456789abc"

static const struct et_session_claims kept = {.user = 7,
                                              .ledger = 8,
                                              .issued = 100,
                                              .expires = 200,
                                              .session = ET_LIT(SESSION),
                                              .scope = ET_SCOPE_READ};

static void test_found_again(void)
{
    struct et_token_cache *cache = et_token_cache_new();
    struct et_session_claims claims = {0};

    et_token_cache_keep(cache, ET_LIT("head.body.signature"), false, &kept);
    CU_ASSERT_TRUE(et_token_cache_find(cache, ET_LIT("head.body.signature"), false, 199, &claims));
    CU_ASSERT_EQUAL(claims.user, 7);
    CU_ASSERT_EQUAL(claims.ledger, 8);
    CU_ASSERT_EQUAL(claims.expires, 200);
    CU_ASSERT_EQUAL(claims.scope, ET_SCOPE_READ);
    CU_ASSERT_TRUE(et_slice_eq(claims.session, ET_LIT(SESSION)));
    et_token_cache_free(cache);
}

/* Another body under the same signature, the other kind, a part of it, or too late: not known. */
static void test_nothing_else(void)
{
    struct et_token_cache *cache = et_token_cache_new();
    struct et_session_claims claims = {0};

    et_token_cache_keep(cache, ET_LIT("head.body.signature"), false, &kept);
    CU_ASSERT_FALSE(et_token_cache_find(cache, ET_LIT("head.bodY.signature"), false, 150, &claims));
    CU_ASSERT_FALSE(et_token_cache_find(cache, ET_LIT("head.body.signature"), true, 150, &claims));
    CU_ASSERT_FALSE(et_token_cache_find(cache, ET_LIT("body.signature"), false, 150, &claims));
    CU_ASSERT_FALSE(et_token_cache_find(cache, ET_LIT("head.body.signature"), false, 200, &claims));
    CU_ASSERT_FALSE(et_token_cache_find(cache, ET_LIT(""), false, 150, &claims));
    CU_ASSERT_FALSE(et_token_cache_find(NULL, ET_LIT("head.body.signature"), false, 1, &claims));
    CU_ASSERT_EQUAL(claims.user, 0);
    et_token_cache_free(cache);
}

static void test_long_tokens(void)
{
    static char token[600];
    struct et_token_cache *cache = et_token_cache_new();
    struct et_session_claims claims = {0};

    memset(token, 'a', sizeof(token));
    et_token_cache_keep(cache, (struct et_slice){token, sizeof(token)}, true, &kept);
    CU_ASSERT_FALSE(
        et_token_cache_find(cache, (struct et_slice){token, sizeof(token)}, true, 1, &claims));
    et_token_cache_keep(cache, (struct et_slice){token, 512}, true, &kept);
    CU_ASSERT_TRUE(et_token_cache_find(cache, (struct et_slice){token, 512}, true, 1, &claims));
    et_token_cache_free(cache);
}

/* Tokens of one place, as the ends of their signatures are the same. */
static void test_oldest_goes(void)
{
    static const struct et_slice tokens[] = {ET_LIT("a.signature"), ET_LIT("b.signature"),
                                             ET_LIT("c.signature"), ET_LIT("d.signature"),
                                             ET_LIT("e.signature")};
    struct et_token_cache *cache = et_token_cache_new();
    struct et_session_claims claims = {0};

    for (size_t i = 0; i < 4; i++)
        et_token_cache_keep(cache, tokens[i], false, &kept);
    for (size_t i = 0; i < 4; i++)
        CU_ASSERT_TRUE(et_token_cache_find(cache, tokens[i], false, 1, &claims));
    CU_ASSERT_TRUE(et_token_cache_find(cache, tokens[0], false, 1, &claims));
    et_token_cache_keep(cache, tokens[4], false, &kept);
    for (size_t i = 0; i < 5; i++)
        CU_ASSERT_EQUAL(et_token_cache_find(cache, tokens[i], false, 1, &claims), i != 1);
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
