/* request.h - one HTTP request as a handler sees it, whatever carried it here.
 *
 * All slices point into memory that lives until the request's arena is reset. The path is the raw
 * path without the query; header values are as the peer sent them, unchecked. Build one by hand in
 * a test: nothing here knows of a socket.
 */
#ifndef ET_HTTP_REQUEST_H
#define ET_HTTP_REQUEST_H

#include <stdint.h>

#include "lib/base/slice.h"

struct et_arena;

enum et_method {
    ET_GET,
    ET_HEAD,
    ET_POST,
    ET_PUT,
    ET_DELETE,
    ET_METHOD_OTHER,
};

struct et_request {
    struct et_arena *arena;
    enum et_method method;
    struct et_slice path;
    struct et_slice query; /* without '?', still percent-encoded; empty when there is none */
    struct et_slice body;
    struct et_slice id;        /* request id, 32 hexadecimal digits, made by NGINX or by us */
    struct et_slice client;    /* client address as text, decided by NGINX */
    const char *const *params; /* CGI variables "NAME=value" (RFC 3875 section 4.1), NULL ends */
    int64_t args[2];           /* the {id} parts of the route's pattern, in order */
};

/* A CGI variable such as "HTTP_IF_MATCH" or "CONTENT_TYPE"; absent when it was not sent. */
struct et_slice et_request_param(const struct et_request *request, const char *name);

/* Maps a method's name (RFC 9110 section 9), case-sensitive. */
enum et_method et_method_parse(struct et_slice name);

#endif
