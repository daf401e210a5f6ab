#include "lib/http/idempotency_key.h"

#include "lib/base/arena.h"
#include "lib/base/error.h"

static int check_length(struct et_slice key)
{
    if (key.len == 0) {
        return ET_EINVAL;
    }
    return key.len > ET_IDEMPOTENCY_KEY_MAX ? ET_ETOOBIG : ET_OK;
}

static bool is_visible(struct et_slice text)
{
    for (size_t i = 0; i < text.len; i++) {
        if (text.ptr[i] < 0x21 || text.ptr[i] > 0x7E) {
            return false;
        }
    }
    return true;
}

/* The inside of "…": a backslash stands only before a quote or a backslash. */
static int unquote(struct et_arena *arena, struct et_slice inside, struct et_slice *ret_key)
{
    char *out = et_arena_alloc(arena, inside.len + 1);
    if (out == NULL) {
        return ET_ENOMEM;
    }
    size_t len = 0;
    for (size_t i = 0; i < inside.len; i++) {
        char c = inside.ptr[i];
        if (c == '"') {
            return ET_EINVAL;
        }
        if (c == '\\') {
            if (++i == inside.len || (inside.ptr[i] != '"' && inside.ptr[i] != '\\')) {
                return ET_EINVAL;
            }
            c = inside.ptr[i];
        }
        out[len++] = c;
    }
    *ret_key = (struct et_slice){out, len};
    return ET_OK;
}

int et_idempotency_key_parse(struct et_arena *arena, struct et_slice header,
                             struct et_slice *ret_key)
{
    struct et_slice key = header;
    if (!et_slice_present(header)) {
        return ET_ENOENT;
    }
    if (header.len > 2 * ET_IDEMPOTENCY_KEY_MAX + 2) {
        return ET_ETOOBIG;
    }
    if (!is_visible(header)) {
        return ET_EINVAL;
    }
    if (header.len > 0 && header.ptr[0] == '"') {
        if (header.len < 2 || header.ptr[header.len - 1] != '"') {
            return ET_EINVAL;
        }
        int status = unquote(arena, (struct et_slice){header.ptr + 1, header.len - 2}, &key);
        if (status != ET_OK) {
            return status;
        }
    }
    int status = check_length(key);
    if (status == ET_OK) {
        *ret_key = key;
    }
    return status;
}
