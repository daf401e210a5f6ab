#include "lib/auth/fetch.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

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

/* A server in a process of its own that gives every connection the same bytes, then closes it; with
 * NULL it says nothing at all. */
struct server {
    pid_t pid;
    char url[64];
};

static void answer_for_ever(int listener, const char *bytes, size_t repeat)
{
    while (true) {
        char request[4096];
        int fd = accept(listener, NULL, NULL);
        if (bytes != NULL && read(fd, request, sizeof(request)) > 0) {
            for (size_t i = 0; i <= repeat; i++)
                if (write(fd, bytes, strlen(bytes)) < 0)
                    break;
            close(fd);
        }
    }
}

static struct server start_server(const char *bytes, size_t repeat)
{
    struct sockaddr_in in = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t len = sizeof(in);
    struct server server = {.pid = 0};
    int listener = socket(AF_INET, SOCK_STREAM, 0);

    CU_ASSERT_EQUAL(bind(listener, (const struct sockaddr *)&in, sizeof(in)), 0);
    CU_ASSERT_EQUAL(listen(listener, 8), 0);
    CU_ASSERT_EQUAL(getsockname(listener, (struct sockaddr *)&in, &len), 0);
    snprintf(server.url, sizeof(server.url), "http://127.0.0.1:%d/x", ntohs(in.sin_port));
    server.pid = fork();
    if (server.pid == 0) {
        signal(SIGPIPE, SIG_IGN);
        answer_for_ever(listener, bytes, repeat);
    }
    close(listener);
    return server;
}

static void stop_server(const struct server *server)
{
    kill(server->pid, SIGKILL);
    waitpid(server->pid, NULL, 0);
}

/* Fetches from a server that answers with `bytes`, the last of them `repeat` times more. */
static int fetch_from(const char *bytes, size_t repeat, enum et_reach reach, struct et_arena *arena,
                      struct et_fetched *ret_fetched)
{
    struct server server = start_server(bytes, repeat);
    struct et_fetcher *fetcher = et_fetcher_new();
    const struct et_fetch fetch = {
        .url = server.url, .reach = reach, .timeout_ms = 300, .max_bytes = 1000};

    int r = et_fetch(fetcher, &fetch, arena, ret_fetched);
    et_fetcher_free(fetcher);
    stop_server(&server);
    return r;
}

static void test_answer(void)
{
    struct et_arena *arena = et_arena_new(65536);
    struct et_fetched fetched;

    setenv("http_proxy", "http://127.0.0.1:1", 1);
    CU_ASSERT_EQUAL(fetch_from("HTTP/1.1 200 OK\r\nContent-Type: Image/PNG; q=1\r\n"
                               "cache-control: max-age=77\r\nContent-Length: 5\r\n\r\nhello",
                               0, ET_REACH_LOOPBACK, arena, &fetched),
                    0);
    unsetenv("http_proxy");
    CU_ASSERT_EQUAL(fetched.status, 200);
    CU_ASSERT_EQUAL(fetched.max_age, 77);
    ET_ASSERT_TEXT(fetched.content_type, "image/png");
    ET_ASSERT_TEXT(fetched.body, "hello");
    et_arena_free(arena);
}

static void test_redirect(void)
{
    struct et_arena *arena = et_arena_new(65536);
    struct et_fetched fetched;

    CU_ASSERT_EQUAL(fetch_from("HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/\r\n"
                               "Content-Length: 0\r\n\r\n",
                               0, ET_REACH_LOOPBACK, arena, &fetched),
                    0);
    CU_ASSERT_EQUAL(fetched.status, 302);
    et_arena_free(arena);
}

static void test_limits(void)
{
    struct et_arena *arena = et_arena_new(65536);
    struct et_fetched fetched;

    CU_ASSERT_EQUAL(
        fetch_from("HTTP/1.0 200 OK\r\n\r\n0123456789", 100000, ET_REACH_LOOPBACK, arena, &fetched),
        ET_ETOOBIG);
    CU_ASSERT_NOT_EQUAL(
        fetch_from("HTTP/1.0 200 OK\r\nx: y\r\n", 100000, ET_REACH_LOOPBACK, arena, &fetched), 0);
    CU_ASSERT_EQUAL(fetch_from(NULL, 0, ET_REACH_LOOPBACK, arena, &fetched), ET_ETIME);
    CU_ASSERT_EQUAL(fetch_from("nonsense", 0, ET_REACH_LOOPBACK, arena, &fetched), ET_EIO);
    CU_ASSERT_EQUAL(fetch_from("", 0, ET_REACH_HTTPS, arena, &fetched), ET_EINVAL);
    CU_ASSERT_EQUAL(fetch_from("", 0, ET_REACH_PUBLIC, arena, &fetched), ET_EINVAL);
    et_arena_free(arena);
}

static void test_address_at_connect(void)
{
    struct et_arena *arena = et_arena_new(65536);
    struct et_fetcher *fetcher = et_fetcher_new();
    struct et_fetched fetched;
    const struct et_fetch fetch = {.url = "https://localhost/",
                                   .reach = ET_REACH_PUBLIC,
                                   .timeout_ms = 300,
                                   .max_bytes = 1000};

    CU_ASSERT_EQUAL(et_fetch(fetcher, &fetch, arena, &fetched), ET_EINVAL);
    et_fetcher_free(fetcher);
    et_arena_free(arena);
}

int main(void)
{
    static const struct et_test tests[] = {
        {"a fetch for others reaches public addresses only", test_addresses},
        {"scheme, port and user name of a URL are checked", test_urls},
        {"a listed host is a whole name", test_hosts},
        {"max-age is read as RFC 9111 writes it", test_max_age},
        {"form values are encoded", test_encode},
        {"an answer comes with status, type and age, past any proxy", test_answer},
        {"a redirect is an answer, not a way to go", test_redirect},
        {"size and time are limited, nonsense is a failure", test_limits},
        {"a name that stands for this machine is refused when connecting", test_address_at_connect},
        {"a discovery document must be the issuer's own and name https endpoints", test_discovery},
    };
    return et_test_run("fetch", tests, ET_COUNT(tests));
}
