#include "lib/auth/id_token.h"

#include "lib/base/error.h"
#include "tests/lib/auth/signer.h"
#include "tests/lib/unit.h"

#define NOW 1800000000
#define HEADER "{\"alg\":\"RS256\",\"kid\":\"a\"}"
#define TIMES ",\"iat\":1799999990,\"exp\":1800003600"
#define GOOD                                                                                       \
    "{\"iss\":\"https://op.example\",\"aud\":\"us\",\"sub\":\"alice\",\"nonce\":\"n\"" TIMES

static EVP_PKEY *key;

static const struct et_id_token_rules rules = {
    .issuer = {"https://op.example", 18}, .client_id = {"us", 2}, .nonce = {"n", 1}, .now = NOW};

/* Signs and checks; returns "ok" or the reason. */
static const char *judge_with(const struct et_id_token_rules *by, const char *header,
                              const char *payload)
{
    struct et_arena *arena = et_arena_new(256 * 1024);
    struct et_id_token opened;
    struct et_id_claims claims;
    const char *reason = "ok";

    int r = et_id_token_open(et_test_sign(arena, key, header, payload), arena, &opened, &reason);
    if (r == 0)
        r = et_id_token_check(&opened, key, by, arena, &claims, &reason);
    CU_ASSERT(r == 0 || r == ET_EAUTH);
    CU_ASSERT_EQUAL(r == 0, strcmp(reason, "ok") == 0);
    et_arena_free(arena);
    return reason;
}

static const char *judge(const char *header, const char *payload)
{
    return judge_with(&rules, header, payload);
}

static void test_claims(void)
{
    struct et_arena *arena = et_arena_new(256 * 1024);
    struct et_id_token opened;
    struct et_id_claims claims;
    const char *reason = "";
    struct et_slice token = et_test_sign(
        arena, key, HEADER, GOOD ",\"email\":\"a@b.c\",\"email_verified\":true,\"name\":7}");

    CU_ASSERT_EQUAL(et_id_token_open(token, arena, &opened, &reason), 0);
    ET_ASSERT_TEXT(opened.key_id, "a");
    CU_ASSERT_EQUAL(et_id_token_check(&opened, key, &rules, arena, &claims, &reason), 0);
    ET_ASSERT_TEXT(claims.subject, "alice");
    ET_ASSERT_TEXT(claims.email, "a@b.c");
    CU_ASSERT_TRUE(claims.email_verified);
    CU_ASSERT_FALSE(et_slice_present(claims.name));
    CU_ASSERT_FALSE(et_slice_present(claims.picture));
    et_arena_free(arena);
}

static void test_header(void)
{
    CU_ASSERT_STRING_EQUAL(judge("{\"alg\":\"none\",\"kid\":\"a\"}", GOOD "}"), "algorithm");
    CU_ASSERT_STRING_EQUAL(judge("{\"alg\":\"HS256\",\"kid\":\"a\"}", GOOD "}"), "algorithm");
    CU_ASSERT_STRING_EQUAL(judge("{\"alg\":\"rs256\",\"kid\":\"a\"}", GOOD "}"), "algorithm");
    CU_ASSERT_STRING_EQUAL(judge("{\"kid\":\"a\"}", GOOD "}"), "algorithm");
    CU_ASSERT_STRING_EQUAL(judge("{\"alg\":\"RS256\",\"kid\":\"a\",\"crit\":[]}", GOOD "}"),
                           "critical_header");
    CU_ASSERT_STRING_EQUAL(judge("{\"alg\":\"RS256\"}", GOOD "}"), "key_id");
    CU_ASSERT_STRING_EQUAL(judge("{\"alg\":\"RS256\",\"kid\":1}", GOOD "}"), "key_id");
    CU_ASSERT_STRING_EQUAL(judge("[]", GOOD "}"), "header");
    CU_ASSERT_STRING_EQUAL(
        judge("{\"alg\":\"RS256\",\"kid\":\"a\",\"jku\":\"https://evil.example\"}", GOOD "}"),
        "ok");
}

static void test_payload(void)
{
    static const struct {
        const char *payload;
        const char *reason;
    } cases[] = {
        {GOOD "}", "ok"},
        {GOOD ",\"aud\":[\"us\"]}", "ok"},
        {GOOD ",\"azp\":\"us\"}", "ok"},
        {GOOD ",\"iss\":\"https://op.example/\"}", "issuer"},
        {GOOD ",\"iss\":\"accounts.google.com\"}", "issuer"},
        {GOOD ",\"iss\":null}", "issuer"},
        {GOOD ",\"aud\":\"them\"}", "audience"},
        {GOOD ",\"aud\":[\"us\",\"them\"]}", "audience"},
        {GOOD ",\"aud\":[]}", "audience"},
        {GOOD ",\"azp\":\"them\"}", "authorized_party"},
        {GOOD ",\"azp\":1}", "authorized_party"},
        {GOOD ",\"exp\":1799999940}", "expired"},
        {GOOD ",\"exp\":1799999941}", "ok"},
        {GOOD ",\"exp\":\"1800003600\"}", "expired"},
        {GOOD ",\"exp\":99999999999999999999}", "expired"},
        {GOOD ",\"exp\":1e12}", "expired"},
        {GOOD ",\"iat\":1800000061}", "issued_at"},
        {GOOD ",\"iat\":1799990000}", "issued_at"},
        {GOOD ",\"iat\":null}", "issued_at"},
        {GOOD ",\"nonce\":\"m\"}", "nonce"},
        {GOOD ",\"nonce\":\"\"}", "nonce"},
        {GOOD ",\"nonce\":null}", "nonce"},
        {GOOD ",\"sub\":\"\"}", "subject"},
        {GOOD ",\"sub\":5}", "subject"},
        {GOOD ",\"sub\":\"a\\u0000b\"}", "subject"},
        {GOOD, "payload"},
        {GOOD "}x", "payload"},
    };

    for (size_t i = 0; i < ET_COUNT(cases); i++) {
        const char *reason = judge(HEADER, cases[i].payload);
        if (strcmp(reason, cases[i].reason) != 0)
            printf("# %s: %s\n", cases[i].payload, reason);
        CU_ASSERT_STRING_EQUAL(reason, cases[i].reason);
    }
}

static void test_google(void)
{
    struct et_id_token_rules google = rules;

    google.issuer = ET_LIT("https://accounts.google.com");
    CU_ASSERT_STRING_EQUAL(judge_with(&google, HEADER, GOOD ",\"iss\":\"accounts.google.com\"}"),
                           "ok");
    CU_ASSERT_STRING_EQUAL(
        judge_with(&google, HEADER, GOOD ",\"iss\":\"https://accounts.google.com\"}"), "ok");
    CU_ASSERT_STRING_EQUAL(
        judge_with(&google, HEADER, GOOD ",\"iss\":\"http://accounts.google.com\"}"), "issuer");
}

static void test_no_nonce_wanted(void)
{
    struct et_id_token_rules bearer = rules;

    bearer.nonce = ET_ABSENT;
    CU_ASSERT_STRING_EQUAL(judge_with(&bearer, HEADER, GOOD ",\"nonce\":\"other\"}"), "ok");
}

static void test_signature(void)
{
    struct et_arena *arena = et_arena_new(4 * 1024 * 1024);
    struct et_slice token = et_test_sign(arena, key, HEADER, GOOD "}");
    char *copy = et_arena_copy(arena, token);
    struct et_id_token opened;
    struct et_id_claims claims;
    const char *reason;

    for (size_t i = 0; i < token.len; i += 7) {
        copy[i] = copy[i] == 'A' ? 'B' : 'A';
        int r = et_id_token_open((struct et_slice){copy, token.len}, arena, &opened, &reason);
        if (r == 0)
            r = et_id_token_check(&opened, key, &rules, arena, &claims, &reason);
        CU_ASSERT_EQUAL(memcmp(copy, token.ptr, token.len) == 0 ? ET_EAUTH : r, ET_EAUTH);
        copy[i] = token.ptr[i];
        CU_ASSERT_EQUAL(et_id_token_open((struct et_slice){copy, i}, arena, &opened, &reason) ==
                                0 &&
                            et_id_token_check(&opened, key, &rules, arena, &claims, &reason) == 0,
                        false);
    }
    et_arena_free(arena);
}

static void test_size(void)
{
    static char large[ET_ID_TOKEN_MAX + 1];
    struct et_arena *arena = et_arena_new(65536);
    struct et_id_token opened;
    const char *reason = "";

    memset(large, 'a', sizeof(large));
    CU_ASSERT_EQUAL(
        et_id_token_open((struct et_slice){large, sizeof(large)}, arena, &opened, &reason),
        ET_EAUTH);
    CU_ASSERT_STRING_EQUAL(reason, "size");
    CU_ASSERT_EQUAL(et_id_token_open(ET_LIT(""), arena, &opened, &reason), ET_EAUTH);
    CU_ASSERT_EQUAL(et_id_token_open(ET_ABSENT, arena, &opened, &reason), ET_EAUTH);
    et_arena_free(arena);
}

int main(void)
{
    static const struct et_test tests[] = {
        {"a good token gives its claims, those of a wrong type are absent", test_claims},
        {"only RS256 under a key id, without crit, is opened; jku is ignored", test_header},
        {"each claim is checked with its type, in order", test_payload},
        {"both spellings of Google are taken, for Google alone", test_google},
        {"a token that we did not ask for needs no nonce", test_no_nonce_wanted},
        {"a token with a byte changed or cut off is refused", test_signature},
        {"a token over 8 KiB or empty is refused", test_size},
    };

    key = EVP_RSA_gen(2048);
    int status = et_test_run("id_token", tests, ET_COUNT(tests));
    EVP_PKEY_free(key);
    return status;
}
