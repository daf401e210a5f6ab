#include "lib/auth/key_ring.h"

#include "lib/base/error.h"
#include "tests/lib/unit.h"

#define SECRET "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8"

static int parse(const char *text, struct et_key_ring *ring)
{
    return et_key_ring_parse(et_slice_from(text), ring);
}

static void test_order(void)
{
    struct et_key_ring ring;

    CU_ASSERT_EQUAL(parse("new:" SECRET ",old:" SECRET, &ring), 0);
    CU_ASSERT_EQUAL(ring.count, 2);
    CU_ASSERT_STRING_EQUAL(ring.keys[0].id, "new");
    CU_ASSERT_STRING_EQUAL(ring.keys[1].id, "old");
    CU_ASSERT_EQUAL(ring.keys[0].secret_len, 32);
    CU_ASSERT_EQUAL(ring.keys[0].secret[31], 31);
}

static void test_refused(void)
{
    static const struct {
        const char *text;
        int code;
    } cases[] = {
        {"", ET_ENOENT},
        {"k1", ET_EINVAL},
        {"k1:", ET_ERANGE},
        {":" SECRET, ET_EINVAL},
        {"k 1:" SECRET, ET_EINVAL},
        {"k\"1:" SECRET, ET_EINVAL},
        {"kkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkk:" SECRET, ET_EINVAL},
        {"k1:" SECRET ",", ET_EINVAL},
        {","
         "k1:" SECRET,
         ET_EINVAL},
        {"k1:" SECRET ",k1:" SECRET, ET_EINVAL},
        {"k1:" SECRET "=", ET_EINVAL},
        {"k1:change-me", ET_EINVAL},
        {"k1:AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHg", ET_ERANGE},
        {"k1:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA", ET_ERANGE},
        {"a:" SECRET ",b:" SECRET ",c:" SECRET ",d:" SECRET ",e:" SECRET ",f:" SECRET ",g:" SECRET
         ",h:" SECRET ",i:" SECRET,
         ET_ETOOBIG},
    };

    for (size_t i = 0; i < ET_COUNT(cases); i++) {
        struct et_key_ring ring = {.count = 77};
        int code = parse(cases[i].text, &ring);
        if (code != cases[i].code)
            printf("# %s: %d, not %d\n", cases[i].text, code, cases[i].code);
        CU_ASSERT_EQUAL(code, cases[i].code);
        CU_ASSERT_EQUAL(ring.count, 77);
        CU_ASSERT_PTR_NOT_NULL(strstr(et_key_ring_explain(code), "must"));
    }
}

static void test_find(void)
{
    struct et_key_ring ring;

    CU_ASSERT_EQUAL(parse("k1:" SECRET, &ring), 0);
    /* {"alg":"HS256","kid":"k1","typ":"JWT"} */
    CU_ASSERT_PTR_EQUAL(
        et_key_ring_find(&ring, ET_LIT("eyJhbGciOiJIUzI1NiIsImtpZCI6ImsxIiwidHlwIjoiSldUIn0")),
        &ring.keys[0]);
    CU_ASSERT_PTR_NULL(et_key_ring_find(&ring, ET_LIT("eyJhbGciOiJub25lIn0")));
    CU_ASSERT_PTR_NULL(et_key_ring_find(&ring, ET_LIT("")));
    CU_ASSERT_PTR_NULL(et_key_ring_find(&ring, ET_ABSENT));
}

static void test_clear(void)
{
    struct et_key_ring ring;

    CU_ASSERT_EQUAL(parse("k1:" SECRET, &ring), 0);
    et_key_ring_clear(&ring);
    CU_ASSERT_EQUAL(ring.count, 0);
    CU_ASSERT_EQUAL(ring.keys[0].secret[31], 0);
    et_key_ring_clear(NULL);
}

int main(void)
{
    static const struct et_test tests[] = {
        {"keys keep their order, the first one signs", test_order},
        {"a weak, repeated or malformed key refuses the whole ring", test_refused},
        {"a key is found by its exact header only", test_find},
        {"clearing leaves no secret behind", test_clear},
    };
    return et_test_run("key_ring", tests, ET_COUNT(tests));
}
