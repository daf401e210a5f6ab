#include "lib/base/log.h"

#include <stdio.h>
#include <unistd.h>

#include "lib/base/calendar.h"
#include "lib/base/error.h"
#include "lib/base/utf8.h"

static const char tail[] = ",\"truncated\":true}\n";

static const char *const level_names[] = {
    [ET_LOG_DEBUG] = "debug",
    [ET_LOG_INFO] = "info",
    [ET_LOG_WARNING] = "warning",
    [ET_LOG_ERROR] = "error",
};

int et_log_level_parse(struct et_slice text, enum et_log_level *ret_level)
{
    for (size_t i = 0; i < sizeof level_names / sizeof level_names[0]; i++) {
        if (et_slice_eq(text, et_slice_from(level_names[i]))) {
            *ret_level = (enum et_log_level)i;
            return ET_OK;
        }
    }
    return ET_EINVAL;
}

/* Room for the tail is never given away, so the line can always be ended. */
static bool put(struct et_log *log, const char *text, size_t len)
{
    if (len > log->size - log->len - sizeof tail) {
        return false;
    }
    memcpy(log->out + log->len, text, len);
    log->len += len;
    return true;
}

static bool put_escaped(struct et_log *log, struct et_slice text)
{
    bool fits = put(log, "\"", 1);
    for (size_t at = 0; fits && at < text.len;) {
        uint32_t point;
        size_t step = et_utf8_next(text.ptr + at, text.len - at, &point);
        if (step == 0) {
            fits = put(log, "\xEF\xBF\xBD", 3);
            at++;
            continue;
        }
        if (point == '"' || point == '\\') {
            fits = put(log, "\\", 1) && put(log, text.ptr + at, 1);
        } else if (et_utf8_is_control(point) || point == 0x2028 || point == 0x2029) {
            char escape[8];
            snprintf(escape, sizeof escape, "\\u%04x", (unsigned)point);
            fits = put(log, escape, 6);
        } else {
            fits = put(log, text.ptr + at, step);
        }
        at += step;
    }
    return fits && put(log, "\"", 1);
}

static bool put_key(struct et_log *log, const char *key)
{
    return put(log, ",\"", 2) && put(log, key, strlen(key)) && put(log, "\":", 2);
}

/* Takes back a pair that did not fit whole. */
static void keep_if(struct et_log *log, bool fits, size_t mark)
{
    if (!fits) {
        log->len = mark;
        log->truncated = true;
    }
}

void et_log_begin(struct et_log *log, char *out, size_t size, int64_t unix_ms,
                  enum et_log_level level, const char *event)
{
    char time[ET_INSTANT_SIZE];
    et_instant_format(unix_ms, time);
    *log = (struct et_log){.out = out, .size = size};
    put(log, "{\"time\":\"", 9);
    put(log, time, sizeof time - 1);
    put(log, "\"", 1);
    et_log_text(log, "level", et_slice_from(level_names[level]));
    et_log_text(log, "event", et_slice_from(event));
}

void et_log_text(struct et_log *log, const char *key, struct et_slice value)
{
    size_t mark = log->len;
    bool fits = put_key(log, key) &&
                (et_slice_present(value) ? put_escaped(log, value) : put(log, "null", 4));
    keep_if(log, fits, mark);
}

void et_log_i64(struct et_log *log, const char *key, int64_t value)
{
    char digits[24];
    size_t mark = log->len;
    int len = snprintf(digits, sizeof digits, "%lld", (long long)value);
    keep_if(log, put_key(log, key) && put(log, digits, (size_t)len), mark);
}

void et_log_bool(struct et_log *log, const char *key, bool value)
{
    size_t mark = log->len;
    bool fits = put_key(log, key) && (value ? put(log, "true", 4) : put(log, "false", 5));
    keep_if(log, fits, mark);
}

struct et_slice et_log_end(struct et_log *log)
{
    const char *end = log->truncated ? tail : "}\n";
    size_t len = strlen(end);
    memcpy(log->out + log->len, end, len);
    log->len += len;
    return (struct et_slice){log->out, log->len};
}

void et_log_write(int fd, struct et_slice line)
{
    ssize_t written = write(fd, line.ptr, line.len);
    (void)written;
}
