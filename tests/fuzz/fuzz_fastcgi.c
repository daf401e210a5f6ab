/* The bytes of a FastCGI peer, through a socket pair, into the same code that serves NGINX. The
 * input is all that the peer sends before it stops sending. */
#include <stdbool.h>
#include <sys/socket.h>
#include <unistd.h>

#include "fcgi/peer.h"
#include "lib/base/arena.h"
#include "lib/http/response.h"

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size);
const char *__lsan_default_suppressions(void);

/* libfcgi forgets two small blocks for each request whose parameters are malformed. */
const char *__lsan_default_suppressions(void)
{
    return "leak:libfcgi";
}

/* libfcgi 2.4.2 allocates what a parameter's lengths ask for, adds them in an int, and asserts that
 * malloc() worked: a peer that is let into the socket can end a worker so. That is known (its mode
 * keeps others out, the supervisor replaces the worker), so input with anything that could be such
 * a length, four bytes of which the first has its high bit set, is passed over. */
static bool may_ask_too_much(const unsigned char *data, size_t size)
{
    for (size_t at = 0; at + 1 < size; at++) {
        if ((data[at] & 0x80) != 0 && ((data[at] & 0x7f) != 0 || data[at + 1] > 0x0f))
            return true;
    }
    return false;
}

static void serve(struct et_peer *peer)
{
    struct et_request request;
    struct et_response response;
    size_t bytes;
    int status;

    do {
        status = et_peer_read_head(peer, &request);
        if (status < 0)
            return;
        if (et_peer_read_body(peer, &request, 65536) < 0)
            return;
        et_response_init(&response, peer->arena);
        et_buf_put_json(&response.body, request.body);
    } while (et_peer_answer(peer, &request, &response, true, &bytes));
}

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size)
{
    static int ready = -1;
    struct et_peer peer;
    int pair[2];
    int buffer = 1 << 20;

    if (ready < 0)
        ready = et_peer_setup();
    if (ready != 0 || size > 100000 || may_ask_too_much(data, size) ||
        socketpair(AF_UNIX, SOCK_STREAM, 0, pair) != 0)
        return 0;
    (void)setsockopt(pair[0], SOL_SOCKET, SO_SNDBUF, &buffer, sizeof(buffer));
    (void)setsockopt(pair[1], SOL_SOCKET, SO_SNDBUF, &buffer, sizeof(buffer));
    if (et_peer_open(&peer, pair[1], (size_t)1024 * 1024) == 0) {
        if (write(pair[0], data, size) == (ssize_t)size && shutdown(pair[0], SHUT_WR) == 0)
            serve(&peer);
        et_peer_close(&peer);
    }
    (void)close(pair[0]);
    return 0;
}
