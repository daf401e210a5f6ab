/* The three paths of the identity pool. */
#include "fcgi/identity_pool.h"
#include "lib/base/buf.h"
#include "lib/http/problem.h"
#include "lib/http/request.h"
#include "lib/http/response.h"

static const struct {
    enum et_method method;
    const char *path;
    const char *allow;
    et_identity_handler handler;
} routes[] = {
    {ET_GET, "/api/auth/login", "GET", et_identity_login},
    {ET_GET, "/api/auth/callback", "GET", et_identity_callback},
    {ET_POST, "/api/auth/google", "POST", et_identity_bearer},
};

#define ROUTES (sizeof(routes) / sizeof(routes[0]))

/* One label a route, then one for everything else. */
const char *const et_identity_labels[] = {"auth_login", "auth_callback", "auth_google", "other"};
const size_t et_identity_label_count = ROUTES + 1;

static bool fits(struct et_slice path, const char *route)
{
    if (path.len > 1 && path.ptr[path.len - 1] == '/')
        path.len--;
    return et_slice_eq(path, et_slice_from(route));
}

size_t et_identity_route(struct et_identity_pool *pool, struct et_request *request,
                         struct et_response *response)
{
    for (size_t i = 0; i < ROUTES; i++) {
        if (!fits(request->path, routes[i].path))
            continue;
        if (request->method == routes[i].method) {
            routes[i].handler(pool, request, response);
        } else {
            et_problem(response, request, 405, "method_not_allowed",
                       "This address does not take that method.");
            et_response_header(response, "Allow", et_slice_from(routes[i].allow));
        }
        return i;
    }
    et_problem(response, request, 404, "not_found", "There is nothing at this address.");
    return ROUTES;
}
