#include "lib/auth/login_token.h"

#include "lib/auth/key_ring.h"
#include "lib/auth/random.h"
#include "lib/auth/session_token.h"
#include "lib/base/arena.h"
#include "lib/base/error.h"
#include "tests/lib/unit.h"

#define NOW 1800000000
#define A43 "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8"
#define B43 "BAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8"
#define C43 "CAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8"
#define ISSUER "http://localhost:8080"

static struct et_key_ring one_key(void)
{
    struct et_key_ring ring = {.count = 0};
    CU_ASSERT_EQUAL(et_key_ring_parse(ET_LIT("k1:" A43), &ring), 0);
    return ring;
}

static const struct et_login login = {
    .state = {A43, 43}, .nonce = {B43, 43}, .verifier = {C43, 43}, .return_path = {"/x?y=1", 6}};

static void test_round_trip(void)
{
    struct et_arena *arena = et_arena_new(65536);
    struct et_key_ring ring = one_key();
    struct et_login back;
    struct et_slice token = ET_ABSENT;

    CU_ASSERT_EQUAL(et_login_token_make(&ring, &login, ISSUER, NOW, arena, &token), 0);
    CU_ASSERT_EQUAL(et_login_token_verify(&ring, token, ISSUER, NOW + 599, arena, &back), 0);
    ET_ASSERT_TEXT(back.state, A43);
    ET_ASSERT_TEXT(back.nonce, B43);
    ET_ASSERT_TEXT(back.verifier, C43);
    ET_ASSERT_TEXT(back.return_path, "/x?y=1");
    CU_ASSERT_FALSE(et_slice_present(back.replaces));
    CU_ASSERT_EQUAL(et_login_token_verify(&ring, token, ISSUER, NOW + 600, arena, &back), ET_EAUTH);
    CU_ASSERT_EQUAL(et_login_token_verify(&ring, ET_ABSENT, ISSUER, NOW, arena, &back), ET_EAUTH);
    et_arena_free(arena);
}

static void test_replaced_session(void)
{
    struct et_arena *arena = et_arena_new(65536);
    struct et_key_ring ring = one_key();
    struct et_login with = login;
    struct et_login back;
    struct et_slice token = ET_ABSENT;

    with.replaces = ET_LIT(C43);
    CU_ASSERT_EQUAL(et_login_token_make(&ring, &with, ISSUER, NOW, arena, &token), 0);
    CU_ASSERT_EQUAL(et_login_token_verify(&ring, token, ISSUER, NOW, arena, &back), 0);
    ET_ASSERT_TEXT(back.replaces, C43);
    with.replaces = ET_LIT("short");
    CU_ASSERT_EQUAL(et_login_token_make(&ring, &with, ISSUER, NOW, arena, &token), ET_EINVAL);
    et_arena_free(arena);
}

static void test_session_is_no_login(void)
{
    struct et_arena *arena = et_arena_new(65536);
    struct et_key_ring ring = one_key();
    const struct et_session_claims claims = {
        .user = 1, .ledger = 1, .issued = NOW, .expires = NOW + 60, .session = ET_LIT(A43)};
    struct et_session_claims read;
    struct et_login back;
    struct et_slice token = ET_ABSENT;

    CU_ASSERT_EQUAL(et_session_token_make(&ring, &claims, ET_TYP_SESSION, ET_AUD_SESSION, ISSUER,
                                          arena, &token),
                    0);
    CU_ASSERT_EQUAL(et_login_token_verify(&ring, token, ISSUER, NOW, arena, &back), ET_EAUTH);
    CU_ASSERT_EQUAL(et_login_token_make(&ring, &login, ISSUER, NOW, arena, &token), 0);
    CU_ASSERT_EQUAL(et_session_token_verify(&ring, token, ET_TYP_SESSION, ET_AUD_SESSION, ISSUER,
                                            NOW, arena, &read),
                    ET_EAUTH);
    et_arena_free(arena);
}

static void test_return_path(void)
{
    static const char *const good[] = {"/", "/reports", "/a/b?c=d#e", "/%2F%2Fevil.example"};
    static const char *const bad[] = {"",
                                      "reports",
                                      "//evil.example",
                                      "/\\evil",
                                      "\\\\evil",
                                      "https://evil.example",
                                      "/a\r\nb",
                                      "/a b",
                                      "/\tevil",
                                      "/caf\xc3\xa9",
                                      "javascript:1"};
    char long_path[600];

    for (size_t i = 0; i < ET_COUNT(good); i++)
        CU_ASSERT_TRUE(et_login_return_ok(et_slice_from(good[i])));
    for (size_t i = 0; i < ET_COUNT(bad); i++)
        CU_ASSERT_FALSE(et_login_return_ok(et_slice_from(bad[i])));
    CU_ASSERT_FALSE(et_login_return_ok(ET_ABSENT));
    memset(long_path, '/', sizeof(long_path));
    long_path[1] = 'a';
    CU_ASSERT_TRUE(et_login_return_ok((struct et_slice){long_path, ET_RETURN_PATH_MAX}));
    CU_ASSERT_FALSE(et_login_return_ok((struct et_slice){long_path, ET_RETURN_PATH_MAX + 1}));
}

static void test_refuses_to_make(void)
{
    struct et_arena *arena = et_arena_new(65536);
    struct et_key_ring ring = one_key();
    struct et_login bad = login;
    struct et_slice token;

    bad.return_path = ET_LIT("//evil.example");
    CU_ASSERT_EQUAL(et_login_token_make(&ring, &bad, ISSUER, NOW, arena, &token), ET_EINVAL);
    bad = login;
    bad.state = ET_LIT("guess");
    CU_ASSERT_EQUAL(et_login_token_make(&ring, &bad, ISSUER, NOW, arena, &token), ET_EINVAL);
    et_arena_free(arena);
}

static void test_random(void)
{
    char first[ET_RANDOM_TOKEN_LEN + 1];
    char second[ET_RANDOM_TOKEN_LEN + 1];

    CU_ASSERT_EQUAL(et_random_token(first), 0);
    CU_ASSERT_EQUAL(et_random_token(second), 0);
    CU_ASSERT_EQUAL(strlen(first), ET_RANDOM_TOKEN_LEN);
    CU_ASSERT_STRING_NOT_EQUAL(first, second);
}

static void test_challenge(void)
{
    char challenge[44];

    /* RFC 7636 appendix B */
    CU_ASSERT_EQUAL(
        et_login_challenge(ET_LIT("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"), challenge), 0);
    CU_ASSERT_STRING_EQUAL(challenge, "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM");
}

int main(void)
{
    static const struct et_test tests[] = {
        {"what was sent along comes back, for ten minutes", test_round_trip},
        {"the session that it replaces travels with it", test_replaced_session},
        {"a session token is no login token, nor the reverse", test_session_is_no_login},
        {"only paths on this site are returned to", test_return_path},
        {"parts out of form are not signed", test_refuses_to_make},
        {"no two random values are alike", test_random},
        {"the challenge is the one of RFC 7636", test_challenge},
    };
    return et_test_run("login_token", tests, ET_COUNT(tests));
}
