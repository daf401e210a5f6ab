/* The bytes of a FastCGI peer, through a socket pair, into the same code that serves NGINX. The input
 * is all that the peer sends before it stops sending. */
#include <stdbool.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "fcgi/peer.h"
#include "lib/base/arena.h"
#include "lib/http/response.h"

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size);

#define LENGTH_MAX ((size_t)1 << 20)

static size_t read_length(const unsigned char *params, size_t size, size_t *at)
{
    size_t length = params[(*at)++];

    if ((length & 0x80) == 0 || *at + 3 > size)
        return length & 0x7f;
    length &= 0x7f;
    for (int i = 0; i < 3; i++)
        length = length << 8 | params[(*at)++];
    return length;
}

/* libfcgi 2.4.2 allocates what a parameter's lengths ask for, adds them in an int, and asserts that
 * malloc() worked: a peer that is let into the socket can end a worker so. That is known (its mode
 * keeps others out, the supervisor replaces the worker), so such input is passed over. */
static bool asks_too_much(const unsigned char *data, size_t size)
{
    static unsigned char params[100000];
    size_t count = 0;

    for (size_t at = 0; at + 8 <= size;) {
        size_t length = (size_t)data[at + 4] << 8 | data[at + 5];
        size_t padding = data[at + 6];
        size_t there = size - at - 8 < length ? size - at - 8 : length;

        if (data[at + 1] == 4) {
            memcpy(params + count, data + at + 8, there);
            count += there;
        }
        at += 8 + length + padding;
    }
    for (size_t at = 0; at + 2 <= count;) {
        size_t name = read_length(params, count, &at);
        size_t value = at < count ? read_length(params, count, &at) : 0;

        if (name > LENGTH_MAX || value > LENGTH_MAX)
            return true;
        at += name + value;
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
    if (ready != 0 || size > 100000 || asks_too_much(data, size) || socketpair(AF_UNIX, SOCK_STREAM, 0, pair) != 0)
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
