/* match.c - see match.h. */
#include "fcgi/match.h"

#include <stdio.h>
#include <string.h>

/* Reads a positive integer at `at`; returns where it ends, or `at` when there is none. */
static size_t read_id(struct et_slice path, size_t at, int64_t *ret_id)
{
    size_t start = at;
    int64_t id = 0;

    if (at < path.len && path.ptr[at] == '0')
        return start;
    for (; at < path.len && path.ptr[at] >= '0' && path.ptr[at] <= '9'; at++) {
        if (__builtin_mul_overflow(id, 10, &id) ||
            __builtin_add_overflow(id, path.ptr[at] - '0', &id))
            return start;
    }
    *ret_id = id;
    return at;
}

bool et_route_fits(const char *pattern, struct et_slice path, int64_t ret_args[2])
{
    int64_t args[2] = {0, 0};
    size_t count = 0;
    size_t at = 0;

    if (path.len > 1 && path.ptr[path.len - 1] == '/')
        path.len--;
    while (*pattern != '\0') {
        if (strncmp(pattern, "{id}", 4) == 0) {
            size_t end = count < 2 ? read_id(path, at, &args[count]) : at;

            if (end == at)
                return false;
            count++;
            at = end;
            pattern += 4;
            continue;
        }
        if (at >= path.len || path.ptr[at] != *pattern)
            return false;
        at++;
        pattern++;
    }
    if (at != path.len)
        return false;
    ret_args[0] = args[0];
    ret_args[1] = args[1];
    return true;
}

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

        if (!et_route_fits(route->pattern, path, ret_args))
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
