/* head.c - see head.h. */
#include "fcgi/head.h"

#include <stdbool.h>
#include <string.h>
#include <strings.h>

#include "lib/base/buf.h"
#include "lib/http/response.h"

static void put_header(struct et_buf *head, const char *name, struct et_slice value)
{
    et_buf_puts(head, name);
    et_buf_put(head, ET_LIT(": "));
    et_buf_put(head, value);
    et_buf_put(head, ET_LIT("\r\n"));
}

static bool has_header(const struct et_response *response, const char *name)
{
    for (size_t i = 0; i < response->header_count; i++) {
        if (strcasecmp(response->headers[i].name, name) == 0)
            return true;
    }
    return false;
}

/* JSON is UTF-8 by definition (RFC 8259 section 8.1); saying so keeps old clients from guessing. */
static void put_content(struct et_buf *head, const struct et_response *response)
{
    const char *type = response->content_type;

    if (type == NULL)
        return;
    et_buf_puts(head, "Content-Type: ");
    et_buf_puts(head, type);
    if (strcmp(type, "application/json") == 0 || strcmp(type, "application/problem+json") == 0)
        et_buf_puts(head, "; charset=utf-8");
    et_buf_puts(head, "\r\n");
    if (response->open_ended)
        return;
    et_buf_puts(head, "Content-Length: ");
    et_buf_put_i64(head, (int64_t)response->body.len);
    et_buf_puts(head, "\r\n");
}

void et_head_put(struct et_buf *head, const struct et_response *response,
                 struct et_slice request_id)
{
    et_buf_puts(head, "Status: ");
    et_buf_put_i64(head, response->status);
    et_buf_putc(head, ' ');
    et_buf_puts(head, et_status_reason(response->status));
    et_buf_puts(head, "\r\n");
    put_content(head, response);
    if (!has_header(response, "Cache-Control"))
        put_header(head, "Cache-Control", ET_LIT("no-store"));
    if (!has_header(response, "Content-Security-Policy"))
        put_header(head, "Content-Security-Policy",
                   ET_LIT("default-src 'none'; frame-ancestors 'none'; sandbox"));
    put_header(head, "X-Content-Type-Options", ET_LIT("nosniff"));
    if (request_id.len > 0)
        put_header(head, "X-Request-Id", request_id);
    for (size_t i = 0; i < response->header_count; i++)
        put_header(head, response->headers[i].name, response->headers[i].value);
    et_buf_puts(head, "\r\n");
}
