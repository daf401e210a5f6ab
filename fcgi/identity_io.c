#include "fcgi/identity_io.h"

#include <stdbool.h>
#include <stdint.h>

#include "fcgi/head.h"
#include "lib/base/arena.h"
#include "lib/base/buf.h"
#include "lib/base/error.h"
#include "lib/http/request.h"
#include "lib/http/response.h"

#define HEAD_MAX ((size_t)32 * 1024)
#define DRAIN_MAX ((size_t)64 * 1024 * 1024) /* a peer that never ends is not listened to */

static struct et_slice param(char **envp, const char *name)
{
    return et_slice_from(FCGX_GetParam(name, envp));
}

static struct et_slice or_empty(struct et_slice text)
{
    return et_slice_present(text) ? text : ET_LIT("");
}

/* A parameter that is still needed after the request is finished: for the log. */
static struct et_slice keep(struct et_arena *arena, char **envp, const char *name)
{
    struct et_slice text = param(envp, name);
    const char *copy = et_arena_copy(arena, text);

    return copy != NULL ? (struct et_slice){copy, text.len} : ET_LIT("");
}

/* Reads and forgets up to the end of the input. */
static bool drain(FCGX_Stream *in, size_t *count)
{
    char scrap[8192];

    while (*count < DRAIN_MAX) {
        int got = FCGX_GetStr(scrap, sizeof(scrap), in);
        *count += got > 0 ? (size_t)got : 0;
        if (got < (int)sizeof(scrap))
            return FCGX_GetError(in) == 0;
    }
    return false;
}

static int read_body(FCGX_Request *fcgi, struct et_arena *arena, size_t max,
                     struct et_slice *ret_body)
{
    char *body = et_arena_alloc(arena, max + 1);
    size_t extra = 0;

    if (body == NULL)
        return ET_ENOMEM;
    int got = FCGX_GetStr(body, (int)max, fcgi->in);
    if (got < 0 || !drain(fcgi->in, &extra))
        return ET_EINVAL;
    if (extra > 0)
        return ET_ETOOBIG;
    *ret_body = (struct et_slice){body, (size_t)got};
    return 0;
}

/* CONTENT_LENGTH is what NGINX counted; a shorter body was cut off. */
static bool is_whole(struct et_slice length, struct et_slice body)
{
    size_t announced = 0;

    for (size_t i = 0; i < length.len; i++) {
        if (length.ptr[i] < '0' || length.ptr[i] > '9' || announced > DRAIN_MAX)
            return false;
        announced = announced * 10 + (size_t)(length.ptr[i] - '0');
    }
    return length.len == 0 || announced == body.len;
}

int et_identity_read(FCGX_Request *fcgi, struct et_arena *arena, size_t body_max,
                     struct et_request *ret_request)
{
    char **envp = fcgi->envp;
    struct et_slice body = ET_LIT("");
    struct et_request request = {
        .arena = arena,
        .method = et_method_parse(or_empty(param(envp, "REQUEST_METHOD"))),
        .path = or_empty(param(envp, "DOCUMENT_URI")),
        .query = or_empty(param(envp, "QUERY_STRING")),
        .id = keep(arena, envp, "REQUEST_ID"),
        .client = keep(arena, envp, "REMOTE_ADDR"),
        .params = (const char *const *)envp,
    };

    int r = read_body(fcgi, arena, body_max, &body);
    if (r == 0 && !is_whole(param(envp, "CONTENT_LENGTH"), body))
        r = ET_EINVAL;
    request.body = body;
    *ret_request = request;
    return r;
}

void et_identity_send(FCGX_Request *fcgi, const struct et_request *request,
                      const struct et_response *response)
{
    struct et_slice body = et_buf_text(&response->body);
    struct et_buf head;

    et_buf_init(&head, request->arena, HEAD_MAX);
    et_head_put(&head, response, request->id);
    if (et_buf_failed(&head) || et_buf_failed(&response->body)) {
        FCGX_PutS(ET_HEAD_OUT_OF_MEMORY, fcgi->out);
    } else {
        struct et_slice text = et_buf_text(&head);
        FCGX_PutStr(text.ptr, (int)text.len, fcgi->out);
        if (response->content_type != NULL && body.len > 0)
            FCGX_PutStr(body.ptr, (int)body.len, fcgi->out);
    }
    FCGX_Detach(fcgi);
    FCGX_Finish_r(fcgi);
}
