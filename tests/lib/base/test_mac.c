#include "lib/base/mac.h"

#include "lib/base/error.h"
#include "lib/base/hex.h"
#include "tests/lib/unit.h"

static const char key[] = "kkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkk";

static bool is(const unsigned char mac[ET_MAC_SIZE], const char *expected)
{
    char hex[2 * ET_MAC_SIZE];
    et_hex_encode(mac, ET_MAC_SIZE, hex);
    return memcmp(hex, expected, sizeof hex) == 0;
}

/* The expected codes were made with Python's hmac. */
static void another_implementation_makes_the_same(void)
{
    const struct et_slice parts[] = {ET_LIT("one"), ET_LIT("two")};
    unsigned char mac[ET_MAC_SIZE];
    CU_ASSERT(et_mac(et_slice_from(key), "a purpose", parts, 2, mac) == ET_OK);
    CU_ASSERT(is(mac, "eafcac397a27474fb1aaa450d78e1f69d39eaf4b7268512293825955fefc3e7c"));
    CU_ASSERT(et_mac(ET_LIT("Jefe"), "a purpose", NULL, 0, mac) == ET_OK);
    CU_ASSERT(is(mac, "a6d24ce48a2ef6a3a107a9b8881bbf5f3d9f224d179b8f2a6d3f59d78b1bba0e"));
    CU_ASSERT(et_mac(et_slice_from(key), "a purpose", parts, 2, mac) == ET_OK);
    CU_ASSERT(is(mac, "eafcac397a27474fb1aaa450d78e1f69d39eaf4b7268512293825955fefc3e7c"));
}

static void purpose_and_key_matter(void)
{
    const struct et_slice part = ET_LIT("one");
    unsigned char first[ET_MAC_SIZE];
    unsigned char mac[ET_MAC_SIZE];
    CU_ASSERT(et_mac(et_slice_from(key), "a purpose", &part, 1, first) == ET_OK);
    CU_ASSERT(et_mac(et_slice_from(key), "another", &part, 1, mac) == ET_OK);
    CU_ASSERT(memcmp(first, mac, sizeof mac) != 0);
    CU_ASSERT(et_mac(ET_LIT("kkkkkkkkkkkkkkkkkkkkkkkkkkkkkkkl"), "a purpose", &part, 1, mac) ==
              ET_OK);
    CU_ASSERT(memcmp(first, mac, sizeof mac) != 0);
}

static void a_key_of_no_or_too_many_bytes_is_refused(void)
{
    static const char zeroes[ET_MAC_KEY_MAX + 1];
    unsigned char mac[ET_MAC_SIZE] = {7};
    CU_ASSERT(et_mac(ET_LIT(""), "a purpose", NULL, 0, mac) == ET_EIO);
    CU_ASSERT(et_mac((struct et_slice){zeroes, sizeof zeroes}, "a purpose", NULL, 0, mac) ==
              ET_EIO);
    CU_ASSERT(mac[0] == 7);
    CU_ASSERT(et_mac((struct et_slice){zeroes, ET_MAC_KEY_MAX}, "a purpose", NULL, 0, mac) ==
              ET_OK);
}

static const struct et_test tests[] = {
    {"another implementation makes the same", another_implementation_makes_the_same},
    {"purpose and key matter", purpose_and_key_matter},
    {"a key of no or too many bytes is refused", a_key_of_no_or_too_many_bytes_is_refused},
};

int main(void)
{
    return et_test_run("mac", tests, ET_COUNT(tests));
}
