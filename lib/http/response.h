/* response.h - an answer before it is sent.
 *
 * The body and the header values live in the request's arena. Field names and content types are
 * static strings. CR and LF in a value are refused, so no header can be injected.
 */
#ifndef ET_HTTP_RESPONSE_H
#define ET_HTTP_RESPONSE_H

#include <stdbool.h>
#include <stddef.h>

#include "lib/base/buf.h"
#include "lib/base/slice.h"

#define ET_RESPONSE_HEADERS_MAX 16
#define ET_RESPONSE_BODY_MAX ((size_t)4 * 1024 * 1024)

struct et_header {
    const char *name;
    struct et_slice value;
};

struct et_response {
    int status;
    const char *content_type; /* NULL: no body and no Content-Type */
    bool open_ended;          /* the body is only its beginning: no Content-Length */
    struct et_header headers[ET_RESPONSE_HEADERS_MAX];
    size_t header_count;
    struct et_buf body;
};

/* Starts an answer: status 200, application/json, empty body. */
void et_response_init(struct et_response *response, struct et_arena *arena);

/* The reason phrase of a status (RFC 9110 section 15, RFC 6585); "Unknown" for others. */
const char *et_status_reason(int status);

/* Adds a header. Returns ET_EINVAL for control characters in the value, ET_ETOOBIG when full. */
int et_response_header(struct et_response *response, const char *name, struct et_slice value);

#endif
