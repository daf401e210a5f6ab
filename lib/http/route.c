#include "lib/http/route.h"

#include "lib/base/error.h"
#include "lib/base/number.h"

static const struct et_slice placeholder = {"{id}", 4};

/* Cuts the text up to the next slash off the front of `rest`. */
static struct et_slice next_segment(struct et_slice *rest)
{
    const char *slash = rest->len > 0 ? memchr(rest->ptr, '/', rest->len) : NULL;
    size_t len = slash != NULL ? (size_t)(slash - rest->ptr) : rest->len;
    struct et_slice segment = {rest->ptr, len};
    size_t used = slash != NULL ? len + 1 : len;
    *rest = (struct et_slice){rest->ptr + used, rest->len - used};
    return segment;
}

static size_t count_slashes(struct et_slice text)
{
    size_t count = 0;
    for (size_t i = 0; i < text.len; i++) {
        count += text.ptr[i] == '/';
    }
    return count;
}

bool et_route_match(const char *pattern, struct et_slice path, int64_t ret_args[ET_ROUTE_ARGS_MAX])
{
    int64_t args[ET_ROUTE_ARGS_MAX] = {0};
    size_t found = 0;
    struct et_slice want = et_slice_from(pattern);
    if (path.len > 1 && path.ptr[path.len - 1] == '/') {
        path.len--;
    }
    size_t segments = count_slashes(want) + 1;
    if (path.len == 0 || segments != count_slashes(path) + 1) {
        return false;
    }
    while (segments-- > 0) {
        struct et_slice wanted = next_segment(&want);
        struct et_slice given = next_segment(&path);
        if (!et_slice_eq(wanted, placeholder)) {
            if (!et_slice_eq(wanted, given)) {
                return false;
            }
        } else if (found == ET_ROUTE_ARGS_MAX ||
                   et_parse_i64(given, 1, INT64_MAX, &args[found++]) != ET_OK) {
            return false;
        }
    }
    memcpy(ret_args, args, sizeof args);
    return true;
}
