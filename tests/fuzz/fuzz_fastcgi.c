/* The bytes of a FastCGI peer, through a socket pair, into the same code that serves NGINX. The input
 * is all that the peer sends before it stops sending. */
#include <fcntl.h>
#include <sys/socket.h>
#include <unistd.h>

#include "fcgi/peer.h"
#include "lib/base/arena.h"
#include "lib/http/response.h"

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size);

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
    if (ready != 0 || size > 100000 || socketpair(AF_UNIX, SOCK_STREAM, 0, pair) != 0)
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
