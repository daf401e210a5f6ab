#include "lib/http/cookie.h"

#include "lib/base/error.h"

static struct et_slice trim(struct et_slice text)
{
    while (text.len > 0 && (text.ptr[0] == ' ' || text.ptr[0] == '\t')) {
        text = (struct et_slice){text.ptr + 1, text.len - 1};
    }
    while (text.len > 0 && (text.ptr[text.len - 1] == ' ' || text.ptr[text.len - 1] == '\t')) {
        text.len--;
    }
    return text;
}

int et_cookie_find(struct et_slice header, const char *name, struct et_slice *ret_value)
{
    struct et_slice wanted = et_slice_from(name);
    struct et_slice found = ET_ABSENT;
    while (header.len > 0) {
        const char *semicolon = memchr(header.ptr, ';', header.len);
        size_t len = semicolon != NULL ? (size_t)(semicolon - header.ptr) : header.len;
        struct et_slice pair = {header.ptr, len};
        size_t used = semicolon != NULL ? len + 1 : len;
        header = (struct et_slice){header.ptr + used, header.len - used};

        const char *equals = len > 0 ? memchr(pair.ptr, '=', len) : NULL;
        if (equals == NULL) {
            continue;
        }
        size_t name_len = (size_t)(equals - pair.ptr);
        if (!et_slice_eq(trim((struct et_slice){pair.ptr, name_len}), wanted)) {
            continue;
        }
        if (et_slice_present(found)) {
            return ET_EINVAL;
        }
        found = trim((struct et_slice){equals + 1, len - name_len - 1});
    }
    if (!et_slice_present(found)) {
        return ET_ENOENT;
    }
    *ret_value = found;
    return ET_OK;
}
