/* peer.c - see peer.h. */
#include "fcgi/peer.h"

#include <errno.h>
#include <fastcgi.h>
#include <limits.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

#include "fcgi/head.h"
#include "fcgi/record.h"
#include "lib/base/arena.h"
#include "lib/base/error.h"
#include "lib/http/response.h"

#define DRAIN_MAX ((size_t)64 * 1024 * 1024)
#define HEAD_MAX ((size_t)16 * 1024)

/* Read by FCGX_Init: don't wait up to 2 s for the peer's close; standard input is drained anyway.
 */
int et_peer_setup(void)
{
    if (setenv("LIBFCGI_OS_CLOSE_POLL_TIMEOUT", "0", 1) != 0)
        return ET_ENOMEM;
    return FCGX_Init() == 0 ? 0 : ET_EIO;
}

int et_peer_open(struct et_peer *peer, int fd, size_t arena_limit)
{
    struct timeval limit = {.tv_sec = ET_PEER_TIMEOUT_SECONDS};

    *peer = (struct et_peer){.watch.fd = fd};
    if (setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof(limit)) != 0 ||
        setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &limit, sizeof(limit)) != 0 ||
        FCGX_InitRequest(&peer->fcgx, /* no listener */ -1, 0) != 0) {
        (void)close(fd);
        return ET_EIO;
    }
    peer->arena = et_arena_new(arena_limit);
    if (peer->arena == NULL) {
        (void)close(fd);
        return ET_ENOMEM;
    }
    peer->fcgx.ipcFd = fd;
    peer->fcgx.keepConnection = 1;
    return 0;
}

static void put_away(struct et_peer *peer, int close_connection)
{
    FCGX_Free(&peer->fcgx, close_connection);
    et_arena_free(peer->arena);
    peer->arena = NULL;
    peer->watch.fd = -1;
    peer->watch.events = 0;
}

void et_peer_close(struct et_peer *peer)
{
    put_away(peer, /* close */ 1);
}

int et_peer_release(struct et_peer *peer)
{
    int fd = peer->fcgx.ipcFd;

    put_away(peer, /* close */ 0);
    return fd;
}

static bool params_fit(char *const *params)
{
    size_t count = 0;
    size_t bytes = 0;

    for (; params[count] != NULL && count <= ET_PEER_PARAMS_MAX; count++)
        bytes += strlen(params[count]) + 1;
    return count <= ET_PEER_PARAMS_MAX && bytes <= ET_PEER_PARAM_BYTES_MAX;
}

/* REQUEST_URI as the client wrote it: "/path?query" (RFC 9112 section 3.2.1). */
static bool split_target(struct et_request *request)
{
    struct et_slice target = et_request_param(request, "REQUEST_URI");
    const char *mark;

    if (target.len == 0 || target.ptr[0] != '/')
        return false;
    mark = memchr(target.ptr, '?', target.len);
    request->path = target;
    request->query = ET_LIT("");
    if (mark != NULL) {
        request->path.len = (size_t)(mark - target.ptr);
        request->query = (struct et_slice){mark + 1, target.len - request->path.len - 1};
    }
    return true;
}

static bool is_request_id(struct et_slice id)
{
    if (id.len != 32)
        return false;
    for (size_t i = 0; i < id.len; i++) {
        if (memchr("0123456789abcdef", id.ptr[i], 16) == NULL)
            return false;
    }
    return true;
}

int et_peer_read_head(struct et_peer *peer, struct et_request *ret_request)
{
    struct et_request *request = ret_request;

    peer->early = false;
    if (FCGX_Accept_r(&peer->fcgx) != 0)
        return ET_EIO;
    *request = (struct et_request){.arena = peer->arena, .body = ET_LIT("")};
    if (!params_fit(peer->fcgx.envp))
        return 400;
    request->params = (const char *const *)peer->fcgx.envp;
    request->method = et_method_parse(et_request_param(request, "REQUEST_METHOD"));
    request->id = et_request_param(request, "REQUEST_ID");
    request->client = et_request_param(request, "REMOTE_ADDR");
    if (!is_request_id(request->id))
        request->id = ET_ABSENT;
    if (peer->fcgx.role != FCGI_RESPONDER || !split_target(request))
        return 400;
    return 200;
}

/* Reads on to the end of standard input. Returns how many bytes came, or a negative code. */
static int64_t drain(struct et_peer *peer)
{
    char scratch[8192];
    size_t total = 0;
    int got;

    do {
        got = FCGX_GetStr(scratch, sizeof(scratch), peer->fcgx.in);
        total += (size_t)got;
    } while (got == (int)sizeof(scratch) && total < DRAIN_MAX);
    if (FCGX_GetError(peer->fcgx.in) != 0 || total >= DRAIN_MAX)
        return ET_EIO;
    return (int64_t)total;
}

/* Content-Length, 0 when absent, SIZE_MAX when it is no number. */
static size_t content_length(const struct et_request *request)
{
    struct et_slice text = et_request_param(request, "CONTENT_LENGTH");
    size_t length = 0;

    if (text.len > 15)
        return SIZE_MAX;
    for (size_t i = 0; i < text.len; i++) {
        if (text.ptr[i] < '0' || text.ptr[i] > '9')
            return SIZE_MAX;
        length = length * 10 + (size_t)(text.ptr[i] - '0');
    }
    return length;
}

int et_peer_read_body(struct et_peer *peer, struct et_request *request, size_t limit)
{
    size_t length = content_length(request);
    char *body = NULL;
    int64_t rest;

    if (length != 0 && length <= limit)
        body = et_arena_alloc(request->arena, length + 1);
    if (body == NULL) {
        rest = drain(peer);
        if (rest < 0)
            return ET_EIO;
        if (length != SIZE_MAX && length > (limit > 0 ? limit : ET_IGNORED_BODY_MAX))
            return 413;
        if (length == SIZE_MAX || (uint64_t)rest != length)
            return 400;
        return length == 0 || limit == 0 ? 200 : 503;
    }
    if (length > INT_MAX || FCGX_GetStr(body, (int)length, peer->fcgx.in) != (int)length)
        return FCGX_GetError(peer->fcgx.in) != 0 ? ET_EIO : 400;
    rest = drain(peer);
    if (rest != 0)
        return rest < 0 ? ET_EIO : 400;
    request->body = (struct et_slice){body, length};
    return 200;
}

bool et_peer_answer(struct et_peer *peer, const struct et_request *request,
                    const struct et_response *response, bool keep, size_t *ret_bytes)
{
    struct et_slice pieces[] = {ET_LIT(ET_HEAD_OUT_OF_MEMORY), ET_LIT("")};
    struct et_buf head;
    int sent;

    et_buf_init(&head, request->arena, HEAD_MAX);
    et_head_put(&head, response, request->id);
    if (!et_buf_failed(&head)) {
        pieces[0] = et_buf_text(&head);
        if (response->content_type != NULL && request->method != ET_HEAD)
            pieces[1] = et_buf_text(&response->body);
    }
    *ret_bytes = pieces[0].len + pieces[1].len;
    sent = et_record_send(peer->fcgx.ipcFd, peer->fcgx.requestId, pieces, 2, /* end */ true);
    return et_peer_finish(peer, keep && sent == 0);
}

bool et_peer_begin(struct et_peer *peer, const struct et_request *request,
                   const struct et_response *response, size_t *ret_bytes)
{
    struct et_buf head;
    struct et_slice text;

    et_buf_init(&head, request->arena, HEAD_MAX);
    et_head_put(&head, response, request->id);
    if (et_buf_failed(&head))
        return false;
    text = et_buf_text(&head);
    *ret_bytes = text.len;
    return et_peer_put(peer, text, /* end */ false);
}

bool et_peer_put(struct et_peer *peer, struct et_slice piece, bool end)
{
    return et_record_send(peer->fcgx.ipcFd, peer->fcgx.requestId, &piece, 1, end) == 0;
}

bool et_peer_finish(struct et_peer *peer, bool keep)
{
    bool open = keep && peer->fcgx.keepConnection != 0 && FCGX_GetError(peer->fcgx.in) == 0;

    FCGX_Free(&peer->fcgx, !open);
    et_arena_reset(peer->arena);
    return open;
}

int et_peer_peek(const struct et_peer *peer)
{
    char byte;
    ssize_t got = recv(peer->watch.fd, &byte, 1, MSG_PEEK | MSG_DONTWAIT);

    if (got > 0)
        return 1;
    return got < 0 && (errno == EAGAIN || errno == EINTR) ? 0 : -1;
}
