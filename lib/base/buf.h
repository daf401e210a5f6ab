/* buf.h - text that grows up to a maximum.
 *
 * The memory comes from an arena. Failure is sticky: after the maximum or the arena's limit is hit
 * every further put is ignored and et_buf_failed() tells, so that a writer checks once, at its end.
 */
#ifndef ET_BASE_BUF_H
#define ET_BASE_BUF_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "lib/base/slice.h"

struct et_arena;

struct et_buf {
    struct et_arena *arena;
    char *data;
    size_t len;
    size_t cap; /* with the NUL behind the text: at most max + 1, and 0 after a failure */
    size_t max;
    bool failed;
};

/* Starts empty; allocates nothing yet. `max` is the largest length in bytes that it may reach. */
void et_buf_init(struct et_buf *buf, struct et_arena *arena, size_t max);

/* Behind et_buf_put(): makes room first. */
void et_buf_put_slowly(struct et_buf *buf, struct et_slice text);

/* Inline, because a list is thirty short pieces a row: where there is room, a literal becomes a
 * move or two. */
static inline void et_buf_put(struct et_buf *buf, struct et_slice text)
{
    if (text.len >= buf->cap || buf->len + text.len >= buf->cap) {
        et_buf_put_slowly(buf, text);
        return;
    }
    if (text.len > 0) {
        memcpy(buf->data + buf->len, text.ptr, text.len);
        buf->len += text.len;
        buf->data[buf->len] = '\0';
    }
}

void et_buf_puts(struct et_buf *buf, const char *text);
void et_buf_putc(struct et_buf *buf, char c);
void et_buf_put_i64(struct et_buf *buf, int64_t value);

/* printf into the buffer; for log lines and fixed formats, never for SQL. */
__attribute__((format(printf, 2, 3))) void et_buf_printf(struct et_buf *buf, const char *format,
                                                         ...);

/* A JSON string with its quotes, escaped as RFC 8259 section 7 wants; bad UTF-8 becomes U+FFFD. */
void et_buf_put_json(struct et_buf *buf, struct et_slice text);

bool et_buf_failed(const struct et_buf *buf);

/* What was written so far; the bytes live as long as the arena. */
struct et_slice et_buf_text(const struct et_buf *buf);

#endif
