/* precondition.c - see precondition.h. */
#include "fcgi/api/precondition.h"

#include "lib/base/error.h"
#include "lib/http/etag.h"

bool et_precondition_read(struct et_exchange *exchange, struct et_slice *ret_versions)
{
    struct et_if_match match;
    struct et_slice header = et_request_param(exchange->request, "HTTP_IF_MATCH");

    exchange->versioned = true;
    if (et_if_match_parse(header, &match) != ET_OK) {
        et_problem(exchange->response, exchange->request, 422, "invalid_if_match",
                   "If-Match must be \"*\" or entity tags such as \"3\".");
        return false;
    }
    if (!match.present || match.any) {
        *ret_versions = ET_ABSENT;
        return true;
    }
    struct et_buf text;
    et_buf_init(&text, exchange->request->arena, 256);
    et_buf_putc(&text, '{');
    for (size_t i = 0; i < match.count; i++) {
        if (i > 0) {
            et_buf_putc(&text, ',');
        }
        et_buf_put_i64(&text, match.versions[i]);
    }
    et_buf_putc(&text, '}');
    *ret_versions = et_buf_text(&text);
    return true;
}
