#include "fcgi/identity_cookie.h"

#include "lib/base/buf.h"
#include "lib/base/error.h"
#include "lib/http/cookie.h"
#include "lib/http/request.h"
#include "lib/http/response.h"

#define COOKIE_MAX 4500

static const struct {
    const char *name;
    const char *same_site;
} cookies[] = {
    [ET_COOKIE_LOGIN] = {"__Host-login", "Lax"},
    [ET_COOKIE_SESSION] = {"__Host-session", "Strict"},
};

int et_identity_set_cookie(const struct et_request *request, struct et_response *response,
                           enum et_cookie cookie, struct et_slice value, int64_t seconds)
{
    struct et_buf line;

    et_buf_init(&line, request->arena, COOKIE_MAX);
    et_buf_puts(&line, cookies[cookie].name);
    et_buf_putc(&line, '=');
    et_buf_put(&line, value);
    et_buf_puts(&line, "; Path=/; Secure; HttpOnly; SameSite=");
    et_buf_puts(&line, cookies[cookie].same_site);
    et_buf_puts(&line, "; Max-Age=");
    et_buf_put_i64(&line, seconds);
    if (et_buf_failed(&line))
        return ET_ENOMEM;
    return et_response_header(response, "Set-Cookie", et_buf_text(&line));
}

struct et_slice et_identity_get_cookie(const struct et_request *request, enum et_cookie cookie)
{
    struct et_slice value;

    if (et_cookie_find(et_request_param(request, "HTTP_COOKIE"), cookies[cookie].name, &value) != 0)
        return ET_ABSENT;
    return value;
}
