/* UTF-8, base64url, integers, log lines and JSON strings: bytes in, nothing malformed out. */
#include "lib/base/base64url.h"
#include "lib/base/buf.h"
#include "lib/base/error.h"
#include "lib/base/log.h"
#include "lib/base/number.h"
#include "lib/base/utf8.h"
#include "lib/http/json_scan.h"
#include "tests/fuzz/fuzz.h"

static void base64url(struct et_arena *arena, struct et_slice text)
{
    unsigned char bytes[4096];
    size_t len;
    struct et_slice again;
    if (et_base64url_decode(text, bytes, sizeof bytes, &len) == ET_OK) {
        ET_MUST(et_base64url_encode_copy(arena, bytes, len, &again) == ET_OK);
        ET_MUST(again.len == text.len && memcmp(again.ptr, text.ptr, text.len) == 0);
    }
}

static void log_line(struct et_arena *arena, struct et_slice text)
{
    char memory[ET_LOG_LINE_MIN + 100];
    struct et_log log;
    et_log_begin(&log, memory, sizeof memory, 0, ET_LOG_INFO, "fuzz");
    et_log_text(&log, "text", text);
    struct et_slice line = et_log_end(&log);
    ET_MUST(memchr(line.ptr, '\n', line.len) == line.ptr + line.len - 1);
    ET_MUST(et_utf8_valid(line));
    enum et_json_fault fault = et_json_scan(arena, line, 1).fault;
    ET_MUST(fault == ET_JSON_OK || fault == ET_JSON_NUL);
}

static void number(struct et_arena *arena, struct et_slice text)
{
    int64_t value;
    if (et_parse_i64(text, INT64_MIN, INT64_MAX, &value) == ET_OK) {
        struct et_buf buf;
        et_buf_init(&buf, arena, 100);
        et_buf_put_i64(&buf, value);
        ET_MUST(et_slice_eq(et_buf_text(&buf), text));
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct et_arena *arena = et_arena_new((size_t)8 << 20);
    struct et_slice text = et_fuzz_text(data, size);
    struct et_buf buf;
    et_buf_init(&buf, arena, (size_t)4 << 20);
    et_buf_put_json(&buf, text);
    if (!et_buf_failed(&buf)) {
        enum et_json_fault fault = et_json_scan(arena, et_buf_text(&buf), 1).fault;
        ET_MUST(fault == ET_JSON_OK || fault == ET_JSON_NUL);
    }
    if (et_text_check(text, 200) == ET_TEXT_OK) {
        ET_MUST(et_utf8_valid(text) && size > 0 && memchr(data, '\0', size) == NULL);
    }
    base64url(arena, text);
    number(arena, text);
    log_line(arena, text);
    et_arena_free(arena);
    return 0;
}
