#include "lib/http/request.h"

#include <string.h>

/* RFC 3875 section 4.1 doesn't tell an empty variable from a missing one, and NGINX sends
 * CONTENT_TYPE and QUERY_STRING empty when the request has none: so empty is absent here. */
struct et_slice et_request_param(const struct et_request *request, const char *name)
{
    if (request->params == NULL) {
        return ET_ABSENT;
    }
    size_t len = strlen(name);
    for (const char *const *param = request->params; *param != NULL; param++) {
        if (strncmp(*param, name, len) == 0 && (*param)[len] == '=') {
            struct et_slice value = et_slice_from(*param + len + 1);
            return value.len > 0 ? value : ET_ABSENT;
        }
    }
    return ET_ABSENT;
}

enum et_method et_method_parse(struct et_slice name)
{
    static const struct {
        struct et_slice name;
        enum et_method method;
    } methods[] = {
        {{"GET", 3}, ET_GET}, {{"HEAD", 4}, ET_HEAD},     {{"POST", 4}, ET_POST},
        {{"PUT", 3}, ET_PUT}, {{"DELETE", 6}, ET_DELETE},
    };
    for (size_t i = 0; i < sizeof methods / sizeof methods[0]; i++) {
        if (et_slice_eq(name, methods[i].name)) {
            return methods[i].method;
        }
    }
    return ET_METHOD_OTHER;
}
