/* buf.c - doubling growth inside an arena, in place where the arena can. Else the outgrown copy
 * stays there until its reset: a buffer costs at most twice its final size. */
#include "lib/base/buf.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "lib/base/arena.h"
#include "lib/base/utf8.h"

#define FIRST_CAPACITY ((size_t)256)

void et_buf_init(struct et_buf *buf, struct et_arena *arena, size_t max)
{
    *buf = (struct et_buf){.arena = arena, .max = max};
}

/* No room is left, so that every later call comes here and finds it out. */
static bool fail(struct et_buf *buf)
{
    buf->failed = true;
    buf->cap = 0;
    return false;
}

/* Makes room for `more` bytes and a NUL behind them. */
static bool reserve(struct et_buf *buf, size_t more)
{
    if (buf->failed) {
        return false;
    }
    if (more > buf->max - buf->len) {
        return fail(buf);
    }
    size_t need = buf->len + more + 1;
    if (need <= buf->cap) {
        return true;
    }
    size_t first = buf->max < FIRST_CAPACITY ? buf->max + 1 : FIRST_CAPACITY;
    size_t cap = buf->cap != 0 ? buf->cap : first;
    while (cap < need) {
        /* All that may be, when twice as much may not: the last half grows in one step, too. */
        cap = cap <= buf->max / 2 ? cap * 2 : buf->max + 1;
    }
    char *data = et_arena_grow(buf->arena, buf->data, buf->cap, cap);
    if (data == NULL) {
        return fail(buf);
    }
    if (buf->cap == 0) {
        data[0] = '\0';
    }
    buf->data = data;
    buf->cap = cap;
    return true;
}

void et_buf_put_slowly(struct et_buf *buf, struct et_slice text)
{
    if (reserve(buf, text.len) && text.len > 0) {
        et_buf_put(buf, text);
    }
}

void et_buf_puts(struct et_buf *buf, const char *text)
{
    et_buf_put(buf, et_slice_from(text));
}

void et_buf_putc(struct et_buf *buf, char c)
{
    et_buf_put(buf, (struct et_slice){&c, 1});
}

void et_buf_put_i64(struct et_buf *buf, int64_t value)
{
    char digits[20];
    size_t at = sizeof digits;
    uint64_t rest = value < 0 ? 0 - (uint64_t)value : (uint64_t)value;
    do {
        digits[--at] = (char)('0' + rest % 10);
        rest /= 10;
    } while (rest != 0);
    if (value < 0) {
        digits[--at] = '-';
    }
    et_buf_put(buf, (struct et_slice){digits + at, sizeof digits - at});
}

void et_buf_printf(struct et_buf *buf, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    va_list again;
    va_copy(again, args);
    int len = vsnprintf(NULL, 0, format, args);
    if (len < 0) {
        buf->failed = true;
    } else if (reserve(buf, (size_t)len)) {
        vsnprintf(buf->data + buf->len, (size_t)len + 1, format, again);
        buf->len += (size_t)len;
    }
    va_end(again);
    va_end(args);
}

static const char *short_escape(char c)
{
    switch (c) {
    case '"':
        return "\\\"";
    case '\\':
        return "\\\\";
    case '\b':
        return "\\b";
    case '\f':
        return "\\f";
    case '\n':
        return "\\n";
    case '\r':
        return "\\r";
    case '\t':
        return "\\t";
    default:
        return NULL;
    }
}

/* Bytes at the front that stand for themselves: printable ASCII but for the quote and backslash. */
static size_t plain_length(struct et_slice text)
{
    size_t at = 0;
    while (at < text.len && text.ptr[at] >= 0x20 && text.ptr[at] < 0x7F && text.ptr[at] != '"' &&
           text.ptr[at] != '\\') {
        at++;
    }
    return at;
}

void et_buf_put_json(struct et_buf *buf, struct et_slice text)
{
    et_buf_putc(buf, '"');
    size_t clean = 0; /* start of the run that needs no change */
    size_t at = plain_length(text);
    while (at < text.len) {
        uint32_t point;
        size_t step = et_utf8_next(text.ptr + at, text.len - at, &point);
        bool plain = step > 1 || (step == 1 && point >= 0x20 && point != '"' && point != '\\');
        if (plain && point != 0x7F) {
            at += step;
            continue;
        }
        et_buf_put(buf, (struct et_slice){text.ptr + clean, at - clean});
        const char *escape = step == 0 ? "\xEF\xBF\xBD" : short_escape(text.ptr[at]);
        if (escape != NULL) {
            et_buf_puts(buf, escape);
        } else {
            et_buf_printf(buf, "\\u%04x", (unsigned)(unsigned char)text.ptr[at]);
        }
        clean = ++at;
    }
    if (text.len > clean) {
        et_buf_put(buf, (struct et_slice){text.ptr + clean, text.len - clean});
    }
    et_buf_putc(buf, '"');
}

bool et_buf_failed(const struct et_buf *buf)
{
    return buf->failed;
}

struct et_slice et_buf_text(const struct et_buf *buf)
{
    return (struct et_slice){buf->data != NULL ? buf->data : "", buf->len};
}
