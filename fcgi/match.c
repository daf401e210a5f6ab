/* match.c - see match.h. */
#include "fcgi/match.h"

#include <stdio.h>

#include "lib/http/route.h"

static const char *method_name(enum et_method method)
{
    switch (method) {
    case ET_GET:
        return "GET, HEAD";
    case ET_POST:
        return "POST";
    case ET_PUT:
        return "PUT";
    case ET_DELETE:
        return "DELETE";
    case ET_HEAD:
    case ET_METHOD_OTHER:
        break;
    }
    return "";
}

const struct et_route *et_route_find(const struct et_route_table *table, enum et_method method,
                                     struct et_slice path, int64_t ret_args[2], char *ret_allow)
{
    enum et_method wanted = method == ET_HEAD ? ET_GET : method;
    bool fits = false;
    size_t used = 0;

    ret_allow[0] = '\0';
    ret_args[0] = ret_args[1] = 0;
    for (size_t i = 0; i < table->count; i++) {
        const struct et_route *route = &table->routes[i];

        if (!et_route_match(route->pattern, path, ret_args))
            continue;
        if (route->method == wanted)
            return route;
        fits = true;
        used += (size_t)snprintf(ret_allow + used, ET_ALLOW_MAX - used, "%s, ",
                                 method_name(route->method));
        if (used >= ET_ALLOW_MAX)
            used = ET_ALLOW_MAX - 1;
    }
    if (fits)
        (void)snprintf(ret_allow + used, ET_ALLOW_MAX - used, "OPTIONS");
    return NULL;
}
