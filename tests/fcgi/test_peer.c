/* One end of a socket pair plays the web server; all bytes fit in the socket's buffer. */
#include "fcgi/peer.h"

#include <fcntl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "lib/base/arena.h"
#include "lib/http/response.h"
#include "tests/fcgi/fastcgi.h"
#include "tests/lib/unit.h"

#define ARENA ((size_t)1024 * 1024)

static struct wire wire;
static struct et_peer peer;
static struct et_request request;
static int server;

static void open_pair(void)
{
    int pair[2];

    CU_ASSERT_EQUAL_FATAL(socketpair(AF_UNIX, SOCK_STREAM, 0, pair), 0);
    server = pair[0];
    CU_ASSERT_EQUAL_FATAL(et_peer_open(&peer, pair[1], ARENA), 0);
    wire.length = 0;
}

static void close_pair(void)
{
    et_peer_close(&peer);
    (void)close(server);
}

static void send_wire(void)
{
    CU_ASSERT_EQUAL(write(server, wire.bytes, wire.length), (ssize_t)wire.length);
    wire.length = 0;
}

static int head_and_body(size_t limit)
{
    int status = et_peer_read_head(&peer, &request);

    return status == 200 ? et_peer_read_body(&peer, &request, limit) : status;
}

static bool answer(int status, const char *text)
{
    struct et_response response;
    size_t bytes;

    et_response_init(&response, peer.arena);
    response.status = status;
    et_buf_puts(&response.body, text);
    return et_peer_answer(&peer, &request, &response, true, &bytes);
}

/* What has come back so far, records and all. */
static bool came(const char *text)
{
    static char bytes[65536];
    ssize_t got = recv(server, bytes, sizeof(bytes), MSG_DONTWAIT | MSG_PEEK);

    return got > 0 && memmem(bytes, (size_t)got, text, strlen(text)) != NULL;
}

static void forget(void)
{
    char bytes[65536];

    while (recv(server, bytes, sizeof(bytes), MSG_DONTWAIT) > 0)
        continue;
}

static void test_kept(void)
{
    open_pair();
    for (int i = 0; i < 3; i++) {
        wire_request(&wire, "GET", "/api/ping?a=b", "", NULL);
        send_wire();
        CU_ASSERT_EQUAL(head_and_body(0), 200);
        ET_ASSERT_TEXT(request.path, "/api/ping");
        ET_ASSERT_TEXT(request.query, "a=b");
        CU_ASSERT_EQUAL(request.method, ET_GET);
        CU_ASSERT_TRUE(answer(200, "{}"));
        CU_ASSERT_TRUE(came("Status: 200 OK\r\n"));
        CU_ASSERT_TRUE(came("X-Content-Type-Options: nosniff\r\n"));
        CU_ASSERT_TRUE(came("Content-Length: 2\r\n"));
        CU_ASSERT_EQUAL(et_peer_peek(&peer), 0);
        forget();
    }
    close_pair();
}

/* Requests around the size of libfcgi's read buffer: the last, empty record must never be left. */
static void test_drained(void)
{
    static char body[9001];

    memset(body, 'x', sizeof(body) - 1);
    open_pair();
    for (size_t size = 7700; size < 8400; size += 7) {
        char length[16];

        body[size] = '\0';
        (void)snprintf(length, sizeof(length), "%zu", size);
        wire_request(&wire, "POST", "/api/x", length, body);
        send_wire();
        CU_ASSERT_EQUAL(head_and_body(10000), 200);
        CU_ASSERT_EQUAL(request.body.len, size);
        CU_ASSERT_TRUE(answer(200, "{}"));
        CU_ASSERT_EQUAL(et_peer_peek(&peer), 0);
        body[size] = 'x';
        forget();
    }
    close_pair();
}

static int body_status(const char *length, const char *body, size_t limit)
{
    int status;

    wire_request(&wire, "POST", "/api/x", length, body);
    send_wire();
    status = head_and_body(limit);
    CU_ASSERT_TRUE(answer(status, "{}"));
    forget();
    return status;
}

static void test_lying_length(void)
{
    open_pair();
    CU_ASSERT_EQUAL(body_status("5", "hello", 100), 200);
    CU_ASSERT_EQUAL(body_status("6", "hello", 100), 400);
    CU_ASSERT_EQUAL(body_status("4", "hello", 100), 400);
    CU_ASSERT_EQUAL(body_status("0", "hello", 100), 400);
    CU_ASSERT_EQUAL(body_status(NULL, "hello", 100), 400);
    CU_ASSERT_EQUAL(body_status("-5", "hello", 100), 400);
    CU_ASSERT_EQUAL(body_status("99999999999999999999", "hello", 100), 400);
    CU_ASSERT_EQUAL(body_status("5", "hello", 4), 413);
    CU_ASSERT_EQUAL(body_status("5", "hello", 0), 200); /* nobody reads it */
    CU_ASSERT_EQUAL(request.body.len, 0);
    CU_ASSERT_EQUAL(body_status("5", "hello", 5), 200);
    close_pair();
}

static void test_role_and_target(void)
{
    open_pair();
    wire_begin(&wire, ROLE_AUTHORIZER, 1);
    wire_param(&wire, "REQUEST_URI", "/api/ping");
    wire_record(&wire, RECORD_PARAMS, NULL, 0);
    wire_record(&wire, RECORD_STDIN, NULL, 0);
    send_wire();
    CU_ASSERT_EQUAL(et_peer_read_head(&peer, &request), 400);
    close_pair();
    open_pair();
    wire_request(&wire, "GET", "http://elsewhere/", NULL, NULL);
    send_wire();
    CU_ASSERT_EQUAL(et_peer_read_head(&peer, &request), 400);
    close_pair();
}

static void test_too_many_params(void)
{
    static char big[60000];

    open_pair();
    wire_begin(&wire, ROLE_RESPONDER, 1);
    for (int i = 0; i < 200; i++)
        wire_param(&wire, "HTTP_X", "y");
    wire_record(&wire, RECORD_PARAMS, NULL, 0);
    wire_record(&wire, RECORD_STDIN, NULL, 0);
    send_wire();
    CU_ASSERT_EQUAL(et_peer_read_head(&peer, &request), 400);
    CU_ASSERT_EQUAL(et_peer_read_body(&peer, &request, 0), 200);
    CU_ASSERT_TRUE(answer(400, "{}"));
    memset(big, 'x', sizeof(big) - 1);
    wire_begin(&wire, ROLE_RESPONDER, 1);
    wire_param(&wire, "HTTP_X", big);
    wire_record(&wire, RECORD_PARAMS, NULL, 0);
    wire_record(&wire, RECORD_STDIN, NULL, 0);
    send_wire();
    CU_ASSERT_EQUAL(et_peer_read_head(&peer, &request), 400);
    close_pair();
}

/* Another process sends the same request one byte at a time. */
static void test_split(void)
{
    pid_t child;

    open_pair();
    wire_request(&wire, "POST", "/api/x", "5", "hello");
    child = fork();
    if (child == 0) {
        for (size_t i = 0; i < wire.length; i++)
            (void)!write(server, wire.bytes + i, 1);
        _exit(0);
    }
    CU_ASSERT_EQUAL(head_and_body(100), 200);
    ET_ASSERT_TEXT(request.body, "hello");
    CU_ASSERT_TRUE(answer(200, "{}"));
    (void)waitpid(child, NULL, 0);
    close_pair();
}

static void test_ends(void)
{
    open_pair();
    (void)shutdown(server, SHUT_WR);
    CU_ASSERT(et_peer_read_head(&peer, &request) < 0);
    close_pair();
    open_pair();
    wire_request(&wire, "POST", "/api/x", "5", "hello");
    CU_ASSERT_EQUAL(write(server, wire.bytes, wire.length - 12), (ssize_t)wire.length - 12);
    (void)shutdown(server, SHUT_WR);
    CU_ASSERT(head_and_body(100) < 0);
    close_pair();
    open_pair();
    wire_begin(&wire, ROLE_RESPONDER, 1);
    wire_record(&wire, RECORD_ABORT, NULL, 0);
    send_wire();
    (void)shutdown(server, SHUT_WR);
    CU_ASSERT(head_and_body(100) != 200);
    close_pair();
}

static void test_not_kept(void)
{
    open_pair();
    wire_request(&wire, "GET", "/api/ping", NULL, NULL);
    wire.bytes[10] = 0; /* the keep flag of the begin record */
    send_wire();
    CU_ASSERT_EQUAL(head_and_body(0), 200);
    CU_ASSERT_FALSE(answer(200, "{}"));
    close_pair();
}

/* An answer in parts: nothing says how long it will be, and only its end says that it is whole. */
static void test_parts(void)
{
    static const char end_record[] = "\x01\x03\x00\x01\x00\x08";
    struct et_response response;
    size_t bytes = 0;

    for (int whole = 0; whole <= 1; whole++) {
        char answer_bytes[4096];
        ssize_t got;

        open_pair();
        wire_request(&wire, "GET", "/api/ping", NULL, NULL);
        send_wire();
        CU_ASSERT_EQUAL(head_and_body(0), 200);
        et_response_init(&response, peer.arena);
        response.open_ended = true;
        CU_ASSERT_TRUE(et_peer_begin(&peer, &request, &response, &bytes));
        CU_ASSERT_TRUE(came("Status: 200 OK\r\n"));
        CU_ASSERT_FALSE(came("Content-Length"));
        CU_ASSERT_TRUE(et_peer_put(&peer, ET_LIT("one"), false));
        CU_ASSERT_TRUE(et_peer_put(&peer, ET_LIT("two"), whole == 1));
        CU_ASSERT_EQUAL(et_peer_finish(&peer, whole == 1), whole == 1);
        CU_ASSERT_TRUE(came("one"));
        CU_ASSERT_TRUE(came("two"));
        got = recv(server, answer_bytes, sizeof(answer_bytes), 0);
        CU_ASSERT_EQUAL(got > 0 && memmem(answer_bytes, (size_t)got, end_record, 6) != NULL,
                        whole == 1);
        close_pair();
    }
}

static void test_head(void)
{
    open_pair();
    wire_request(&wire, "HEAD", "/api/ping", NULL, NULL);
    send_wire();
    CU_ASSERT_EQUAL(head_and_body(0), 200);
    CU_ASSERT_TRUE(answer(200, "{\"message\":\"pong\"}"));
    CU_ASSERT_TRUE(came("Content-Length: 18\r\n"));
    CU_ASSERT_FALSE(came("pong"));
    close_pair();
}

int main(void)
{
    static const struct et_test tests[] = {
        {"a kept connection carries request after request", test_kept},
        {"standard input is read to its end at every size", test_drained},
        {"a body that differs from its length is 400, too large is 413", test_lying_length},
        {"a wrong role or target is 400", test_role_and_target},
        {"too many or too large parameters are 400", test_too_many_params},
        {"records may come byte by byte", test_split},
        {"a peer that ends or aborts half-way is let go", test_ends},
        {"a connection that is not kept is closed after its answer", test_not_kept},
        {"an answer in parts ends with its end, or is seen to be broken", test_parts},
        {"HEAD is answered without a body", test_head},
    };

    return et_peer_setup() != 0 ? 1 : et_test_run("peer", tests, ET_COUNT(tests));
}
