#include "lib/http/query.h"

#include "lib/base/arena.h"
#include "lib/base/buf.h"
#include "lib/base/error.h"
#include "lib/base/utf8.h"

/* 0..15, or -1. */
static int hex_value(char c)
{
    if (c >= '0' && c <= '9') {
        return c - '0';
    }
    if (c >= 'A' && c <= 'F') {
        return c - 'A' + 10;
    }
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

static int decode(struct et_arena *arena, struct et_slice text, struct et_slice *ret_text)
{
    char *out = et_arena_alloc(arena, text.len + 1);
    if (out == NULL) {
        return ET_ENOMEM;
    }
    size_t len = 0;
    for (size_t i = 0; i < text.len; i++) {
        char c = text.ptr[i] == '+' ? ' ' : text.ptr[i];
        if (c == '%') {
            bool whole = i + 2 < text.len;
            int high = whole ? hex_value(text.ptr[i + 1]) : -1;
            int low = whole ? hex_value(text.ptr[i + 2]) : -1;
            if (high < 0 || low < 0) {
                return ET_EINVAL;
            }
            c = (char)(high * 16 + low);
            i += 2;
        }
        if (c == '\0') {
            return ET_EINVAL;
        }
        out[len++] = c;
    }
    struct et_slice decoded = {out, len};
    if (!et_utf8_valid(decoded)) {
        return ET_EINVAL;
    }
    *ret_text = decoded;
    return ET_OK;
}

static int read_pair(struct et_arena *arena, struct et_slice text, struct et_pair *ret_pair)
{
    const char *equals = memchr(text.ptr, '=', text.len);
    size_t name_len = equals != NULL ? (size_t)(equals - text.ptr) : text.len;
    size_t value_at = equals != NULL ? name_len + 1 : name_len;
    int status = decode(arena, (struct et_slice){text.ptr, name_len}, &ret_pair->name);
    if (status != ET_OK) {
        return status;
    }
    struct et_slice value = {text.ptr + value_at, text.len - value_at};
    return decode(arena, value, &ret_pair->value);
}

int et_query_parse(struct et_arena *arena, struct et_slice text, struct et_query *ret_query)
{
    struct et_query query = {.count = 0};
    while (text.len > 0) {
        const char *and = memchr(text.ptr, '&', text.len);
        size_t len = and != NULL ? (size_t)(and-text.ptr) : text.len;
        if (len > 0) {
            if (query.count == ET_QUERY_PAIRS_MAX) {
                return ET_ETOOBIG;
            }
            int status =
                read_pair(arena, (struct et_slice){text.ptr, len}, &query.pairs[query.count++]);
            if (status != ET_OK) {
                return status;
            }
        }
        size_t used = and != NULL ? len + 1 : len;
        text = (struct et_slice){text.ptr + used, text.len - used};
    }
    *ret_query = query;
    return ET_OK;
}

int et_query_one(const struct et_query *query, const char *name, struct et_slice *ret_value)
{
    struct et_slice wanted = et_slice_from(name);
    struct et_slice found = ET_ABSENT;
    for (size_t i = 0; i < query->count; i++) {
        if (et_slice_eq(query->pairs[i].name, wanted)) {
            if (et_slice_present(found)) {
                return ET_EINVAL;
            }
            found = query->pairs[i].value;
        }
    }
    if (!et_slice_present(found)) {
        return ET_ENOENT;
    }
    *ret_value = found;
    return ET_OK;
}

static bool is_unreserved(char c)
{
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' ||
           c == '.' || c == '_' || c == '~';
}

void et_query_put(struct et_buf *buf, struct et_slice text)
{
    for (size_t i = 0; i < text.len; i++) {
        if (is_unreserved(text.ptr[i])) {
            et_buf_putc(buf, text.ptr[i]);
        } else {
            et_buf_printf(buf, "%%%02X", (unsigned)(unsigned char)text.ptr[i]);
        }
    }
}
