/* list_query.c - see list_query.h. */
#include "fcgi/api/list_query.h"

#include <string.h>

#include "fcgi/api/filter.h"
#include "fcgi/api/input.h"
#include "lib/base/arena.h"
#include "lib/base/error.h"
#include "lib/base/number.h"
#include "lib/http/cursor.h"

#define CURSOR_FORM "2"
#define FNV_START 0xcbf29ce484222325U
#define FILTER_MAX_LEN ((size_t)32 * 1024)

static const char *const sorts[] = {"date_desc", "date_asc", "amount_desc", "amount_asc"};

bool et_query_read(struct et_exchange *exchange, struct et_query *ret_query)
{
    struct et_request *request = exchange->request;
    if (et_query_parse(request->arena, request->query, ret_query) == ET_OK) {
        return true;
    }
    et_problem(exchange->response, request, 422, "bad_query",
               "The part of the address after \"?\" cannot be read.");
    return false;
}

struct et_slice et_query_value(struct et_problems *problems, const struct et_query *query,
                               const char *name)
{
    struct et_slice value = ET_ABSENT;
    if (et_query_one(query, name, &value) == ET_EINVAL) {
        et_problems_add(problems, name, "repeated", "Give this parameter only once.");
    }
    return value.len > 0 ? value : ET_ABSENT;
}

int64_t et_query_bounded(struct et_problems *problems, struct et_arena *arena,
                         const struct et_query *query, const char *name, int64_t min, int64_t max,
                         int64_t otherwise)
{
    struct et_slice text = et_query_value(problems, query, name);
    int64_t value = otherwise;
    if (et_slice_present(text) && et_parse_i64(text, min, max, &value) != ET_OK) {
        et_problems_add(problems, name, "out_of_range",
                        et_input_printf(arena, "Use a whole number from %lld to %lld for %s.",
                                        (long long)min, (long long)max, name));
    }
    return value;
}

struct et_slice et_sort_read(struct et_problems *problems, struct et_slice text)
{
    if (text.len == 0) {
        return et_slice_from(sorts[0]);
    }
    for (size_t i = 0; i < sizeof sorts / sizeof sorts[0]; i++) {
        if (et_slice_eq(text, et_slice_from(sorts[i]))) {
            return text;
        }
    }
    et_problems_add(problems, "sort", "unknown_sort",
                    "Sort by date_desc, date_asc, amount_desc or amount_asc.");
    return text;
}

bool et_query_flag(struct et_problems *problems, const struct et_query *query, const char *name)
{
    struct et_slice text = et_query_value(problems, query, name);
    if (et_slice_present(text) && !et_slice_eq(text, ET_LIT("true")) &&
        !et_slice_eq(text, ET_LIT("false"))) {
        et_problems_add(problems, name, "bad_flag", "Use true or false.");
    }
    return et_slice_eq(text, ET_LIT("true"));
}

/* FNV-1a. The cursor is signed, so this needs to tell lists apart, not to resist anybody. */
static uint64_t digest_of(uint64_t hash, struct et_slice text)
{
    for (size_t at = 0; at < text.len; at++) {
        hash = (hash ^ (unsigned char)text.ptr[at]) * 0x100000001b3U;
    }
    return hash;
}

/* "form ledger digest" in front of the row: what a cursor must agree with. */
static void put_binding(struct et_buf *out, const struct et_exchange *exchange,
                        const struct et_list_query *list)
{
    struct et_buf filter;
    et_buf_init(&filter, exchange->request->arena, FILTER_MAX_LEN);
    et_filter_put(&filter, list);
    out->failed = out->failed || et_buf_failed(&filter);
    et_buf_printf(
        out, CURSOR_FORM " %lld %016llx", (long long)exchange->caller.ledger,
        (unsigned long long)digest_of(digest_of(FNV_START, list->sort), et_buf_text(&filter)));
}

static bool open_cursor(struct et_exchange *exchange, struct et_slice cursor,
                        struct et_list_query *list)
{
    struct et_arena *arena = exchange->request->arena;
    struct et_slice payload;
    struct et_buf binding;
    if (et_cursor_open(arena, exchange->settings->cursor_key, cursor, &payload) != ET_OK) {
        return false;
    }
    et_buf_init(&binding, arena, 128);
    put_binding(&binding, exchange, list);
    if (et_buf_failed(&binding) || payload.len <= binding.len ||
        memcmp(payload.ptr, binding.data, binding.len) != 0) {
        return false;
    }
    struct et_slice rest = {payload.ptr + binding.len, payload.len - binding.len};
    for (size_t i = 0; i < 3; i++) {
        if (rest.len < 2 || rest.ptr[0] != '|') {
            return false;
        }
        const char *end = memchr(rest.ptr + 1, '|', rest.len - 1);
        size_t len = (end != NULL ? (size_t)(end - rest.ptr) : rest.len) - 1;
        list->after[i] = (struct et_slice){rest.ptr + 1, len};
        rest = (struct et_slice){rest.ptr + 1 + len, rest.len - 1 - len};
    }
    return rest.len == 0;
}

static void read_page(struct et_exchange *exchange, struct et_problems *problems,
                      const struct et_query *query, struct et_list_query *list)
{
    list->limit = et_query_bounded(problems, exchange->request->arena, query, "limit", 1,
                                   ET_LIST_LIMIT_MAX, ET_LIST_LIMIT);
    struct et_slice cursor = et_query_value(problems, query, "cursor");
    if (et_slice_present(cursor) && !open_cursor(exchange, cursor, list)) {
        et_problems_add(problems, "cursor", "bad_cursor",
                        "This cursor is not for this list. Start again from the first page.");
    }
}

bool et_list_query_read(struct et_exchange *exchange, struct et_list_query *ret_query)
{
    struct et_query query;
    struct et_problems *problems = et_input_problems(exchange);
    if (problems == NULL || !et_query_read(exchange, &query)) {
        return false;
    }
    struct et_list_query *list = ret_query;
    *list = (struct et_list_query){
        .sort = et_sort_read(problems, et_query_value(problems, &query, "sort"))};
    list->skip = et_query_bounded(problems, exchange->request->arena, &query, "skip", 0,
                                  ET_LIST_SKIP_MAX, 0);
    list->total = et_query_flag(problems, &query, "total");
    et_filter_of_query(exchange->request->arena, problems, &query, list);
    read_page(exchange, problems, &query, list);
    return et_input_good(exchange, problems);
}

bool et_list_query_read_page(struct et_exchange *exchange, struct et_list_query *ret_query)
{
    struct et_query query;
    struct et_problems *problems = et_input_problems(exchange);
    if (problems == NULL || !et_query_read(exchange, &query)) {
        return false;
    }
    *ret_query = (struct et_list_query){.sort = ET_LIT("deleted")};
    read_page(exchange, problems, &query, ret_query);
    return et_input_good(exchange, problems);
}

bool et_period_query_read(struct et_exchange *exchange, struct et_list_query *ret_query)
{
    struct et_query query;
    struct et_problems *problems = et_input_problems(exchange);
    if (problems == NULL || !et_query_read(exchange, &query)) {
        return false;
    }
    *ret_query = (struct et_list_query){.limit = 0};
    et_filter_period_of_query(exchange->request->arena, problems, &query, ret_query);
    return et_input_good(exchange, problems);
}

void et_list_query_link(struct et_exchange *exchange, const struct et_list_query *list,
                        const char *path, const struct et_slice after[3])
{
    struct et_arena *arena = exchange->request->arena;
    struct et_buf payload;
    et_buf_init(&payload, arena, ET_CURSOR_PAYLOAD_MAX);
    put_binding(&payload, exchange, list);
    for (size_t i = 0; i < 3; i++) {
        et_buf_putc(&payload, '|');
        et_buf_put(&payload, after[i]);
    }
    struct et_slice cursor;
    if (et_buf_failed(&payload) || et_cursor_seal(arena, exchange->settings->cursor_key,
                                                  et_buf_text(&payload), &cursor) != ET_OK) {
        return; /* without a link the page is still right; the list just ends here */
    }
    struct et_buf link;
    et_buf_init(&link, arena, (size_t)8 * 1024);
    et_buf_printf(&link, "<%s?limit=%lld", path, (long long)list->limit);
    et_filter_put(&link, list);
    if (!et_slice_eq(list->sort, ET_LIT("date_desc")) &&
        !et_slice_eq(list->sort, ET_LIT("deleted"))) {
        et_buf_puts(&link, "&sort=");
        et_buf_put(&link, list->sort);
    }
    et_buf_puts(&link, "&cursor=");
    et_query_put(&link, cursor);
    et_buf_puts(&link, ">; rel=\"next\"");
    if (!et_buf_failed(&link)) {
        et_response_header(exchange->response, "Link", et_buf_text(&link));
    }
}
