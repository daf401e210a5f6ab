#include "lib/base/log.h"

#include <unistd.h>

#include "lib/base/clock.h"
#include "lib/base/error.h"
#include "tests/lib/unit.h"

static void a_line_holds_time_level_event_and_pairs(void)
{
    char memory[ET_LOG_LINE_MAX];
    struct et_log log;
    et_log_begin(&log, memory, sizeof memory, INT64_C(1795397805123), ET_LOG_WARNING, "request");
    et_log_text(&log, "path", ET_LIT("/api/\"x\"\n"));
    et_log_text(&log, "user", ET_ABSENT);
    et_log_i64(&log, "status", -1);
    et_log_bool(&log, "replayed", true);
    ET_ASSERT_TEXT(et_log_end(&log),
                   "{\"time\":\"2026-11-23T01:36:45.123Z\",\"level\":\"warning\","
                   "\"event\":\"request\",\"path\":\"/api/\\\"x\\\"\\u000a\",\"user\":null,"
                   "\"status\":-1,\"replayed\":true}\n");
}

static void nothing_in_a_value_can_forge_a_line(void)
{
    char memory[ET_LOG_LINE_MAX];
    struct et_log log;
    et_log_begin(&log, memory, sizeof memory, 0, ET_LOG_INFO, "e");
    et_log_text(&log, "v", ET_LIT("\r\n\0\x1b[31m\xC2\x85\xE2\x80\xA8\xFF"));
    struct et_slice line = et_log_end(&log);
    CU_ASSERT(memchr(line.ptr, '\n', line.len) == line.ptr + line.len - 1);
    for (size_t i = 0; i + 1 < line.len; i++) {
        CU_ASSERT((unsigned char)line.ptr[i] >= 0x20);
    }
    ET_ASSERT_TEXT(line, "{\"time\":\"1970-01-01T00:00:00.000Z\",\"level\":\"info\","
                         "\"event\":\"e\",\"v\":\"\\u000d\\u000a\\u0000\\u001b[31m\\u0085\\u2028"
                         "\xEF\xBF\xBD\"}\n");
}

static void a_pair_that_does_not_fit_is_left_out_whole(void)
{
    char memory[ET_LOG_LINE_MIN];
    char big[ET_LOG_LINE_MIN];
    struct et_log log;
    memset(big, '"', sizeof big);
    et_log_begin(&log, memory, sizeof memory, 0, ET_LOG_ERROR, "e");
    et_log_text(&log, "big", (struct et_slice){big, sizeof big});
    et_log_i64(&log, "small", 1);
    ET_ASSERT_TEXT(et_log_end(&log),
                   "{\"time\":\"1970-01-01T00:00:00.000Z\",\"level\":\"error\",\"event\":\"e\","
                   "\"small\":1,\"truncated\":true}\n");
}

static void every_size_of_value_leaves_the_line_within_its_memory(void)
{
    char value[ET_LOG_LINE_MIN];
    memset(value, 'x', sizeof value);
    for (size_t len = 0; len < sizeof value; len++) {
        char memory[ET_LOG_LINE_MIN + 1];
        struct et_log log;
        memory[ET_LOG_LINE_MIN] = '!';
        et_log_begin(&log, memory, ET_LOG_LINE_MIN, 0, ET_LOG_DEBUG, "e");
        et_log_text(&log, "v", (struct et_slice){value, len});
        et_log_text(&log, "w", (struct et_slice){value, len / 2});
        struct et_slice line = et_log_end(&log);
        CU_ASSERT(line.len <= ET_LOG_LINE_MIN && memory[ET_LOG_LINE_MIN] == '!');
        CU_ASSERT(memcmp(line.ptr + line.len - 2, "}\n", 2) == 0);
    }
}

static void levels_are_read_by_their_names(void)
{
    enum et_log_level level = ET_LOG_DEBUG;
    CU_ASSERT(et_log_level_parse(ET_LIT("error"), &level) == ET_OK && level == ET_LOG_ERROR);
    CU_ASSERT(et_log_level_parse(ET_LIT("debug"), &level) == ET_OK && level == ET_LOG_DEBUG);
    CU_ASSERT(et_log_level_parse(ET_LIT("Error"), &level) == ET_EINVAL);
    CU_ASSERT(et_log_level_parse(ET_ABSENT, &level) == ET_EINVAL);
}

static void a_line_is_written_in_one_piece(void)
{
    int ends[2];
    char got[16];
    CU_ASSERT(pipe(ends) == 0);
    et_log_write(ends[1], ET_LIT("{}\n"));
    CU_ASSERT(read(ends[0], got, sizeof got) == 3);
    close(ends[0]);
    close(ends[1]);
}

static void the_clocks_run(void)
{
    int64_t before = et_clock_monotonic_us();
    CU_ASSERT(et_clock_monotonic_us() >= before && et_clock_monotonic_ms() >= before / 1000);
    CU_ASSERT(et_clock_unix_ms() / 1000 - et_clock_unix_seconds() <= 0);
    CU_ASSERT(et_clock_unix_seconds() > 1700000000);
}

static const struct et_test tests[] = {
    {"a line holds time, level, event and pairs", a_line_holds_time_level_event_and_pairs},
    {"nothing in a value can forge a line", nothing_in_a_value_can_forge_a_line},
    {"a pair that does not fit is left out whole", a_pair_that_does_not_fit_is_left_out_whole},
    {"every size of value leaves the line within its memory",
     every_size_of_value_leaves_the_line_within_its_memory},
    {"levels are read by their names", levels_are_read_by_their_names},
    {"a line is written in one piece", a_line_is_written_in_one_piece},
    {"the clocks run", the_clocks_run},
};

int main(void)
{
    return et_test_run("log", tests, ET_COUNT(tests));
}
