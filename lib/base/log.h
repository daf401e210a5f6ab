/* log.h - one event, one line of JSON, in memory that the caller gives.
 *
 *     char memory[ET_LOG_LINE_MAX];
 *     struct et_log log;
 *     et_log_begin(&log, memory, sizeof memory, et_clock_unix_ms(), ET_LOG_INFO, "request");
 *     et_log_i64(&log, "status", 200);
 *     et_log_write(STDERR_FILENO, et_log_end(&log));
 *
 * gives {"time":"2026-11-23T01:36:45.123Z","level":"info","event":"request","status":200} and a
 * line feed. A pair that doesn't fit is left out whole and the line says "truncated":true; the line
 * is valid JSON whatever the values hold. Which levels are written is decided by the caller. Never
 * give it a secret.
 */
#ifndef ET_BASE_LOG_H
#define ET_BASE_LOG_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lib/base/slice.h"

#define ET_LOG_LINE_MAX 4096 /* PIPE_BUF: a line of this size is written whole or not at all */
#define ET_LOG_LINE_MIN 256

enum et_log_level {
    ET_LOG_DEBUG,
    ET_LOG_INFO,
    ET_LOG_WARNING,
    ET_LOG_ERROR,
};

struct et_log {
    char *out;
    size_t size;
    size_t len;
    bool truncated;
};

/* Reads "debug", "info", "warning" or "error"; ET_EINVAL otherwise. */
int et_log_level_parse(struct et_slice text, enum et_log_level *ret_level);

/* Starts a line in `out` of `size` bytes, at least ET_LOG_LINE_MIN. `event` is a static word. */
void et_log_begin(struct et_log *log, char *out, size_t size, int64_t unix_ms,
                  enum et_log_level level, const char *event);

/* Add a pair. `key` is a static word of lower_snake_case; an absent slice is null. */
void et_log_text(struct et_log *log, const char *key, struct et_slice value);
void et_log_i64(struct et_log *log, const char *key, int64_t value);
void et_log_bool(struct et_log *log, const char *key, bool value);

/* Ends the line; the slice views the caller's memory. */
struct et_slice et_log_end(struct et_log *log);

/* Writes with one write(2). A log that cannot be written is lost: there is nobody left to tell. */
void et_log_write(int fd, struct et_slice line);

#endif
