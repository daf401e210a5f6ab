#include "lib/auth/csrf.h"

#include "tests/lib/unit.h"

#define OURS ET_LIT("http://localhost:8080")

static enum et_csrf check(const char *site, const char *origin)
{
    return et_csrf_check(ET_POST, false, et_slice_from(site), et_slice_from(origin), OURS);
}

static void test_safe(void)
{
    CU_ASSERT_EQUAL(
        et_csrf_check(ET_GET, false, ET_LIT("cross-site"), ET_LIT("https://evil.example"), OURS),
        ET_CSRF_ALLOWED);
    CU_ASSERT_EQUAL(et_csrf_check(ET_HEAD, false, ET_ABSENT, ET_ABSENT, OURS), ET_CSRF_ALLOWED);
}

static void test_authorization(void)
{
    CU_ASSERT_EQUAL(et_csrf_check(ET_DELETE, true, ET_LIT("cross-site"), ET_ABSENT, OURS),
                    ET_CSRF_ALLOWED);
}

static void test_fetch_metadata(void)
{
    CU_ASSERT_EQUAL(check("same-origin", NULL), ET_CSRF_ALLOWED);
    CU_ASSERT_EQUAL(check("same-origin", "https://evil.example"), ET_CSRF_ALLOWED);
    CU_ASSERT_EQUAL(check("same-site", "http://localhost:8080"), ET_CSRF_OTHER_SITE);
    CU_ASSERT_EQUAL(check("cross-site", "http://localhost:8080"), ET_CSRF_OTHER_SITE);
    CU_ASSERT_EQUAL(check("none", NULL), ET_CSRF_OTHER_SITE);
    CU_ASSERT_EQUAL(check("", "http://localhost:8080"), ET_CSRF_OTHER_SITE);
    CU_ASSERT_EQUAL(check("Same-Origin", NULL), ET_CSRF_OTHER_SITE);
}

static void test_origin(void)
{
    CU_ASSERT_EQUAL(check(NULL, "http://localhost:8080"), ET_CSRF_ALLOWED);
    CU_ASSERT_EQUAL(check(NULL, "http://localhost"), ET_CSRF_OTHER_ORIGIN);
    CU_ASSERT_EQUAL(check(NULL, "https://localhost:8080"), ET_CSRF_OTHER_ORIGIN);
    CU_ASSERT_EQUAL(check(NULL, "http://localhost:8080.evil.example"), ET_CSRF_OTHER_ORIGIN);
    CU_ASSERT_EQUAL(check(NULL, "null"), ET_CSRF_OTHER_ORIGIN);
    CU_ASSERT_EQUAL(check(NULL, ""), ET_CSRF_OTHER_ORIGIN);
    CU_ASSERT_EQUAL(et_csrf_check(ET_POST, false, ET_ABSENT, ET_LIT(""), ET_LIT("")),
                    ET_CSRF_OTHER_ORIGIN);
}

static void test_every_unsafe_method(void)
{
    static const enum et_method methods[] = {ET_POST, ET_PUT, ET_DELETE, ET_METHOD_OTHER};

    for (size_t i = 0; i < ET_COUNT(methods); i++)
        CU_ASSERT_EQUAL(et_csrf_check(methods[i], false, ET_ABSENT, ET_ABSENT, OURS),
                        ET_CSRF_NO_PROOF);
}

int main(void)
{
    static const struct et_test tests[] = {
        {"what changes nothing is always allowed", test_safe},
        {"a request with Authorization is allowed, its cookie being ignored", test_authorization},
        {"Sec-Fetch-Site decides when it is there, and only same-origin passes",
         test_fetch_metadata},
        {"without it Origin must be ours, byte for byte", test_origin},
        {"without any proof every unsafe method is refused", test_every_unsafe_method},
    };
    return et_test_run("csrf", tests, ET_COUNT(tests));
}
