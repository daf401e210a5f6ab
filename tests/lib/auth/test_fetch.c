#include "lib/auth/fetch.h"

#include <arpa/inet.h>
#include <netinet/in.h>

#include "lib/auth/discovery.h"
#include "lib/auth/oidc.h"
#include "lib/base/arena.h"
#include "lib/base/error.h"
#include "tests/lib/unit.h"

static bool reaches(const char *text, enum et_reach reach)
{
    struct sockaddr_in in = {.sin_family = AF_INET};
    struct sockaddr_in6 in6 = {.sin6_family = AF_INET6};

    if (inet_pton(AF_INET, text, &in.sin_addr) == 1)
        return et_fetch_address_ok((const struct sockaddr *)&in, reach);
    CU_ASSERT_EQUAL(inet_pton(AF_INET6, text, &in6.sin6_addr), 1);
    return et_fetch_address_ok((const struct sockaddr *)&in6, reach);
}

static void test_addresses(void)
{
    static const char *const public_ones[] = {"8.8.8.8",     "142.250.1.1",       "172.32.0.1",
                                              "100.128.0.1", "2a00:1450:4001::1", "2607:f8b0::1"};
    static const char *const others[] = {
        "127.0.0.1",
        "127.8.8.8",
        "0.0.0.0",
        "10.0.0.1",
        "172.16.0.1",
        "172.31.255.1",
        "192.168.1.1",
        "100.64.0.1",
        "169.254.169.254",
        "192.0.2.1",
        "198.18.0.1",
        "198.51.100.1",
        "203.0.113.1",
        "224.0.0.1",
        "255.255.255.255",
        "240.0.0.1",
        "::1",
        "::",
        "fe80::1",
        "fd00:ec2::254",
        "ff02::1",
        "::ffff:10.0.0.1",
        "64:ff9b::a00:1",
        "2002:a00:1::1",
        "2001:db8::1",
        "2001::1",
    };

    for (size_t i = 0; i < ET_COUNT(public_ones); i++) {
        CU_ASSERT_TRUE(reaches(public_ones[i], ET_REACH_PUBLIC));
        CU_ASSERT_FALSE(reaches(public_ones[i], ET_REACH_LOOPBACK));
    }
    for (size_t i = 0; i < ET_COUNT(others); i++) {
        if (reaches(others[i], ET_REACH_PUBLIC))
            printf("# %s taken for public\n", others[i]);
        CU_ASSERT_FALSE(reaches(others[i], ET_REACH_PUBLIC));
    }
    CU_ASSERT_TRUE(reaches("127.0.0.1", ET_REACH_LOOPBACK));
    CU_ASSERT_TRUE(reaches("::1", ET_REACH_LOOPBACK));
    CU_ASSERT_FALSE(reaches("10.0.0.1", ET_REACH_LOOPBACK));
    CU_ASSERT_TRUE(reaches("10.0.0.1", ET_REACH_HTTPS));
}

static void test_urls(void)
{
    CU_ASSERT_TRUE(et_fetch_url_ok("https://accounts.google.com", ET_REACH_HTTPS));
    CU_ASSERT_FALSE(et_fetch_url_ok("http://accounts.google.com", ET_REACH_HTTPS));
    CU_ASSERT_FALSE(et_fetch_url_ok("https://u:p@accounts.google.com", ET_REACH_HTTPS));
    CU_ASSERT_FALSE(et_fetch_url_ok("file:///etc/passwd", ET_REACH_HTTPS));
    CU_ASSERT_FALSE(et_fetch_url_ok("not a url", ET_REACH_HTTPS));
    CU_ASSERT_FALSE(et_fetch_url_ok("", ET_REACH_HTTPS));
    CU_ASSERT_TRUE(et_fetch_url_ok("https://lh3.googleusercontent.com/a/b=s96-c", ET_REACH_PUBLIC));
    CU_ASSERT_FALSE(et_fetch_url_ok("https://lh3.googleusercontent.com:8443/", ET_REACH_PUBLIC));
    CU_ASSERT_FALSE(et_fetch_url_ok("http://lh3.googleusercontent.com/", ET_REACH_PUBLIC));
    CU_ASSERT_TRUE(et_fetch_url_ok("http://localhost:9000", ET_REACH_LOOPBACK));
    CU_ASSERT_TRUE(et_fetch_url_ok("http://127.0.0.1:9000/x", ET_REACH_LOOPBACK));
    CU_ASSERT_FALSE(et_fetch_url_ok("http://localhost.evil.example/", ET_REACH_LOOPBACK));
    CU_ASSERT_FALSE(et_fetch_url_ok("http://10.0.0.1/", ET_REACH_LOOPBACK));
    CU_ASSERT_TRUE(et_oidc_issuer_ok("https://accounts.google.com"));
    CU_ASSERT_FALSE(et_oidc_issuer_ok("http://accounts.google.com"));
    CU_ASSERT_FALSE(et_oidc_issuer_ok("https://a.example/?x"));
}

static void test_hosts(void)
{
    static const char hosts[] = "lh3.googleusercontent.com, Pictures.example";

    CU_ASSERT_TRUE(et_fetch_host_listed("https://lh3.googleusercontent.com/a", hosts));
    CU_ASSERT_TRUE(et_fetch_host_listed("https://LH3.googleusercontent.com/a", hosts));
    CU_ASSERT_TRUE(et_fetch_host_listed("https://pictures.example/a", hosts));
    CU_ASSERT_FALSE(et_fetch_host_listed("https://lh3.googleusercontent.com.evil.example/", hosts));
    CU_ASSERT_FALSE(et_fetch_host_listed("https://evil.example/lh3.googleusercontent.com", hosts));
    CU_ASSERT_FALSE(et_fetch_host_listed("https://com/", hosts));
    CU_ASSERT_FALSE(et_fetch_host_listed("https://x/", ""));
}

static void test_max_age(void)
{
    CU_ASSERT_EQUAL(et_fetch_max_age(ET_LIT("public, max-age=19800, must-revalidate")), 19800);
    CU_ASSERT_EQUAL(et_fetch_max_age(ET_LIT(" Max-Age=5\r\n")), 5);
    CU_ASSERT_EQUAL(et_fetch_max_age(ET_LIT("max-age=60,no-store")), 0);
    CU_ASSERT_EQUAL(et_fetch_max_age(ET_LIT("s-maxage=60")), -1);
    CU_ASSERT_EQUAL(et_fetch_max_age(ET_LIT("max-age=abc")), -1);
    CU_ASSERT_EQUAL(et_fetch_max_age(ET_LIT("max-age=-5")), -1);
    CU_ASSERT_EQUAL(et_fetch_max_age(ET_LIT("max-age=")), -1);
    CU_ASSERT_EQUAL(et_fetch_max_age(ET_LIT("")), -1);
    CU_ASSERT(et_fetch_max_age(ET_LIT("max-age=99999999999999999999999")) >= INT32_MAX);
}

static void test_encode(void)
{
    struct et_arena *arena = et_arena_new(4096);

    CU_ASSERT_STRING_EQUAL(et_fetch_encode(arena, ET_LIT("a b&c=d/\xc3\xa9~")),
                           "a%20b%26c%3Dd%2F%C3%A9~");
    CU_ASSERT_STRING_EQUAL(et_fetch_encode(arena, ET_LIT("")), "");
    et_arena_free(arena);
}

#define DOCUMENT(issuer, auth, more)                                                               \
    "{\"issuer\":\"" issuer "\",\"authorization_endpoint\":\"" auth                                \
    "\",\"token_endpoint\":\"https://op.example/token\","                                          \
    "\"jwks_uri\":\"https://op.example/jwks\"" more "}"

static int discover(const char *json, struct et_discovery *discovery)
{
    struct et_arena *arena = et_arena_new(65536);
    int r = et_discovery_parse(et_slice_from(json), "https://op.example", ET_REACH_HTTPS, arena,
                               discovery);
    et_arena_free(arena);
    return r;
}

static void test_discovery(void)
{
    struct et_discovery found;

    CU_ASSERT_EQUAL(discover(DOCUMENT("https://op.example", "https://op.example/auth", ""), &found),
                    0);
    CU_ASSERT_STRING_EQUAL(found.authorization_endpoint, "https://op.example/auth");
    CU_ASSERT_TRUE(found.basic_only);
    CU_ASSERT_FALSE(found.sends_issuer);
    CU_ASSERT_EQUAL(
        discover(DOCUMENT("https://op.example", "https://op.example/auth",
                          ",\"authorization_response_iss_parameter_supported\":true,"
                          "\"token_endpoint_auth_methods_supported\":[\"client_secret_post\"]"),
                 &found),
        0);
    CU_ASSERT_FALSE(found.basic_only);
    CU_ASSERT_TRUE(found.sends_issuer);
    CU_ASSERT_EQUAL(
        discover(DOCUMENT("https://op.example/", "https://op.example/auth", ""), &found),
        ET_EINVAL);
    CU_ASSERT_EQUAL(discover(DOCUMENT("https://op.example", "http://op.example/auth", ""), &found),
                    ET_EINVAL);
    CU_ASSERT_EQUAL(
        discover(DOCUMENT("https://op.example", "https://op.example/a\\r\\nb", ""), &found),
        ET_EINVAL);
    CU_ASSERT_EQUAL(discover("{}", &found), ET_EINVAL);
    CU_ASSERT_EQUAL(discover("[]", &found), ET_EINVAL);
    CU_ASSERT_EQUAL(discover("", &found), ET_EINVAL);
}

int main(void)
{
    static const struct et_test tests[] = {
        {"a fetch for others reaches public addresses only", test_addresses},
        {"scheme, port and user name of a URL are checked", test_urls},
        {"a listed host is a whole name", test_hosts},
        {"max-age is read as RFC 9111 writes it", test_max_age},
        {"form values are encoded", test_encode},
        {"a discovery document must be the issuer's own and name https endpoints", test_discovery},
    };
    return et_test_run("fetch", tests, ET_COUNT(tests));
}
