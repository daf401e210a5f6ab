#include "lib/auth/session_token.h"

#include "lib/auth/key_ring.h"
#include "lib/base/arena.h"
#include "lib/base/error.h"
#include "tests/lib/unit.h"

#define NOW 1800000000
#define ISSUER "http://localhost:8080"
#define SID "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8"
#define K1 "k1:AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8"
#define K2 "k2:AQECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8"

static struct et_key_ring ring_of(const char *text)
{
    struct et_key_ring ring = {.count = 0};
    CU_ASSERT_EQUAL(et_key_ring_parse(et_slice_from(text), &ring), 0);
    return ring;
}

static struct et_session_claims good_claims(void)
{
    return (struct et_session_claims){
        .user = 1, .ledger = 2, .issued = NOW - 60, .expires = NOW + 3600, .session = ET_LIT(SID)};
}

static int verify(const struct et_key_ring *ring, struct et_slice token, struct et_arena *arena,
                  struct et_session_claims *ret_claims)
{
    return et_session_token_verify(ring, token, ET_TYP_SESSION, ET_AUD_SESSION, ISSUER, NOW, arena,
                                   ret_claims);
}

static struct et_slice make(const struct et_key_ring *ring, struct et_arena *arena)
{
    const struct et_session_claims claims = good_claims();
    struct et_slice token = ET_ABSENT;

    CU_ASSERT_EQUAL(
        et_session_token_make(ring, &claims, ET_TYP_SESSION, ET_AUD_SESSION, ISSUER, arena, &token),
        0);
    return token;
}

static void test_round_trip(void)
{
    struct et_arena *arena = et_arena_new(65536);
    struct et_key_ring ring = ring_of(K1);
    struct et_session_claims claims = {.user = 0};

    CU_ASSERT_EQUAL(verify(&ring, make(&ring, arena), arena, &claims), 0);
    CU_ASSERT_EQUAL(claims.user, 1);
    CU_ASSERT_EQUAL(claims.ledger, 2);
    CU_ASSERT_EQUAL(claims.expires, NOW + 3600);
    ET_ASSERT_TEXT(claims.session, SID);
    et_arena_free(arena);
}

static void test_scopes(void)
{
    struct et_arena *arena = et_arena_new(65536);
    struct et_key_ring ring = ring_of(K1);
    struct et_session_claims claims = good_claims();
    struct et_slice token;

    CU_ASSERT_EQUAL(verify(&ring, make(&ring, arena), arena, &claims), 0);
    CU_ASSERT_EQUAL(claims.scope, ET_SCOPE_PERSON);
    for (int i = ET_SCOPE_READ; i <= ET_SCOPE_WRITE; i++) {
        claims = good_claims();
        claims.scope = (enum et_token_scope)i;
        CU_ASSERT_EQUAL(et_session_token_make(&ring, &claims, ET_TYP_SESSION, ET_AUD_SESSION,
                                              ISSUER, arena, &token),
                        0);
        CU_ASSERT_EQUAL(verify(&ring, token, arena, &claims), 0);
        CU_ASSERT_EQUAL((int)claims.scope, i);
    }
    et_arena_free(arena);
}

static void test_rotation(void)
{
    struct et_arena *arena = et_arena_new(65536);
    struct et_key_ring before = ring_of(K1);
    struct et_key_ring during = ring_of(K2 "," K1);
    struct et_key_ring after = ring_of(K2);
    struct et_session_claims claims;
    struct et_slice old = make(&before, arena);
    struct et_slice new = make(&during, arena);

    CU_ASSERT_EQUAL(verify(&during, old, arena, &claims), 0);
    CU_ASSERT_EQUAL(verify(&after, new, arena, &claims), 0);
    CU_ASSERT_EQUAL(verify(&after, old, arena, &claims), ET_EAUTH);
    CU_ASSERT_EQUAL(verify(&before, new, arena, &claims), ET_EAUTH);
    et_arena_free(arena);
}

static void test_kinds(void)
{
    struct et_arena *arena = et_arena_new(65536);
    struct et_key_ring ring = ring_of(K1);
    struct et_session_claims claims;
    struct et_slice token = make(&ring, arena);

    CU_ASSERT_EQUAL(et_session_token_verify(&ring, token, ET_TYP_ACCESS, ET_AUD_ACCESS, ISSUER, NOW,
                                            arena, &claims),
                    ET_EAUTH);
    CU_ASSERT_EQUAL(et_session_token_verify(&ring, token, ET_TYP_SESSION, ET_AUD_ACCESS, ISSUER,
                                            NOW, arena, &claims),
                    ET_EAUTH);
    CU_ASSERT_EQUAL(et_session_token_verify(&ring, token, ET_TYP_SESSION, ET_AUD_SESSION,
                                            "http://localhost", NOW, arena, &claims),
                    ET_EAUTH);
    et_arena_free(arena);
}

static void test_every_byte(void)
{
    struct et_arena *arena = et_arena_new(1024 * 1024);
    struct et_key_ring ring = ring_of(K1);
    struct et_session_claims claims;
    struct et_slice token = make(&ring, arena);
    char *copy = et_arena_copy(arena, token);

    for (size_t i = 0; i < token.len; i++) {
        copy[i] ^= 1;
        CU_ASSERT_EQUAL(verify(&ring, (struct et_slice){copy, token.len}, arena, &claims),
                        ET_EAUTH);
        copy[i] ^= 1;
        CU_ASSERT_EQUAL(verify(&ring, (struct et_slice){copy, i}, arena, &claims), ET_EAUTH);
    }
    et_arena_free(arena);
}

static void test_refuses_to_make(void)
{
    struct et_arena *arena = et_arena_new(65536);
    struct et_key_ring ring = ring_of(K1);
    struct et_key_ring empty = {.count = 0};
    struct et_session_claims claims = good_claims();
    struct et_slice token;

    CU_ASSERT_EQUAL(et_session_token_make(&empty, &claims, "t", "a", "i", arena, &token),
                    ET_EINVAL);
    claims.user = 0;
    CU_ASSERT_EQUAL(et_session_token_make(&ring, &claims, "t", "a", "i", arena, &token), ET_EINVAL);
    claims = good_claims();
    claims.session = ET_LIT("short");
    CU_ASSERT_EQUAL(et_session_token_make(&ring, &claims, "t", "a", "i", arena, &token), ET_EINVAL);
    et_arena_free(arena);
}

static void test_memory(void)
{
    struct et_arena *arena = et_arena_new(65536);
    struct et_arena *small = et_arena_new(64);
    struct et_key_ring ring = ring_of(K1);
    struct et_session_claims claims;

    CU_ASSERT_EQUAL(verify(&ring, make(&ring, arena), small, &claims), ET_ENOMEM);
    et_arena_free(small);
    et_arena_free(arena);
}

/* bad_tokens.txt: "name TAB token" lines, the first one good. */
static void test_bad_tokens(void)
{
    const char *source = getenv("EXPENSE_SOURCE");
    struct et_arena *arena = et_arena_new(65536);
    struct et_key_ring ring = ring_of(K1);
    char path[512];
    char line[16384];
    int refused = 0;
    int taken = 0;

    snprintf(path, sizeof(path), "%s/tests/lib/auth/bad_tokens.txt", source != NULL ? source : ".");
    FILE *file = fopen(path, "r");
    CU_ASSERT_PTR_NOT_NULL(file);
    while (file != NULL && fgets(line, sizeof(line), file) != NULL) {
        struct et_session_claims claims;
        line[strcspn(line, "\n")] = '\0';
        char *tab = strchr(line, '\t');
        CU_ASSERT_PTR_NOT_NULL(tab);
        if (tab == NULL)
            continue;
        et_arena_reset(arena);
        int r = verify(&ring, et_slice_from(tab + 1), arena, &claims);
        if (r == 0 && strncmp(line, "good\t", 5) != 0)
            printf("# taken: %.*s\n", (int)(tab - line), line);
        taken += r == 0;
        refused += r == ET_EAUTH;
    }
    CU_ASSERT_EQUAL(taken, 1);
    CU_ASSERT(refused >= 61);
    if (file != NULL)
        fclose(file);
    et_arena_free(arena);
}

int main(void)
{
    static const struct et_test tests[] = {
        {"a token says who it was made for", test_round_trip},
        {"a scope travels with its token", test_scopes},
        {"an old key verifies until it leaves the ring", test_rotation},
        {"kind, audience and issuer never stand in for each other", test_kinds},
        {"a token with one byte changed or cut off is refused", test_every_byte},
        {"no token is made without a key or of claims out of form", test_refuses_to_make},
        {"running out of memory is not a refusal", test_memory},
        {"every token of bad_tokens.txt is refused, the good one is taken", test_bad_tokens},
    };
    return et_test_run("session_token", tests, ET_COUNT(tests));
}
