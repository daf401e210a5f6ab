/* Query, cookie, route, If-Match, Idempotency-Key, content type and cursor, all from one input. */
#include "lib/base/buf.h"
#include "lib/base/error.h"
#include "lib/base/utf8.h"
#include "lib/http/content_type.h"
#include "lib/http/cookie.h"
#include "lib/http/cursor.h"
#include "lib/http/etag.h"
#include "lib/http/idempotency_key.h"
#include "lib/http/query.h"
#include "lib/http/route.h"
#include "tests/fuzz/fuzz.h"

/* Whatever is decoded comes back the same through encoding and decoding. */
static void query(struct et_arena *arena, struct et_slice text)
{
    struct et_query pairs;
    if (et_query_parse(arena, text, &pairs) != ET_OK) {
        return;
    }
    for (size_t i = 0; i < pairs.count; i++) {
        struct et_buf buf;
        struct et_query again;
        et_buf_init(&buf, arena, (size_t)1 << 20);
        et_buf_puts(&buf, "v=");
        et_query_put(&buf, pairs.pairs[i].value);
        ET_MUST(et_utf8_valid(pairs.pairs[i].name) && et_utf8_valid(pairs.pairs[i].value));
        if (!et_buf_failed(&buf) && et_query_parse(arena, et_buf_text(&buf), &again) == ET_OK) {
            ET_MUST(et_slice_eq(again.pairs[0].value, pairs.pairs[i].value));
        }
    }
}

static void headers(struct et_arena *arena, struct et_slice text)
{
    struct et_slice value;
    struct et_if_match match;
    if (et_cookie_find(text, "s", &value) == ET_OK) {
        ET_MUST(value.ptr >= text.ptr && value.ptr + value.len <= text.ptr + text.len);
    }
    if (et_if_match_parse(text, &match) == ET_OK) {
        ET_MUST(match.count <= ET_IF_MATCH_MAX);
    }
    if (et_idempotency_key_parse(arena, text, &value) == ET_OK) {
        ET_MUST(value.len >= 1 && value.len <= ET_IDEMPOTENCY_KEY_MAX);
    }
    (void)et_content_type_is_json(text);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const struct et_slice key = {"a key for fuzzing", 17};
    struct et_arena *arena = et_arena_new((size_t)8 << 20);
    struct et_slice text = et_fuzz_text(data, size);
    int64_t args[ET_ROUTE_ARGS_MAX];
    struct et_slice sealed;
    struct et_slice opened;

    query(arena, text);
    headers(arena, text);
    if (et_route_match("/api/{id}/x/{id}", text, args)) {
        ET_MUST(args[0] > 0 && args[1] > 0);
    }
    ET_MUST(et_cursor_open(arena, key, text, &opened) != ET_OK);
    if (et_cursor_seal(arena, key, text, &sealed) == ET_OK) {
        ET_MUST(et_cursor_open(arena, key, sealed, &opened) == ET_OK);
        ET_MUST(opened.len == size && memcmp(opened.ptr, data, size) == 0);
    }
    et_arena_free(arena);
    return 0;
}
