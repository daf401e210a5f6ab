/* filter.c - see filter.h. */
#include "fcgi/api/filter.h"

#include <string.h>

#include "fcgi/api/input.h"
#include "fcgi/api/list_query.h"
#include "lib/base/arena.h"
#include "lib/base/buf.h"
#include "lib/http/json_in.h"

#define TEXT_POINTS_MAX 200
#define FILTER_TEXT_MAX ((size_t)32 * 1024)

/* The filters but tags, as they are called and where they are kept. */
enum { Q, CATEGORY, MERCHANT, PAYMENT_METHOD, FROM, TO, MIN, MAX, CURRENCY, TAG, FIELDS };
static const struct et_json_field fields[FIELDS] = {
    [Q] = {"q", ET_JSON_TEXT, false},
    [CATEGORY] = {"category", ET_JSON_TEXT, false},
    [MERCHANT] = {"merchant", ET_JSON_TEXT, false},
    [PAYMENT_METHOD] = {"payment_method", ET_JSON_TEXT, false},
    [FROM] = {"from", ET_JSON_TEXT, false},
    [TO] = {"to", ET_JSON_TEXT, false},
    [MIN] = {"min", ET_JSON_AMOUNT, false},
    [MAX] = {"max", ET_JSON_AMOUNT, false},
    [CURRENCY] = {"currency", ET_JSON_TEXT, false},
    [TAG] = {"tag", ET_JSON_ARRAY, false},
};

static struct et_slice *place_of(struct et_list_query *list, size_t field)
{
    struct et_slice *const places[TAG] = {
        [Q] = &list->q,
        [CATEGORY] = &list->category,
        [MERCHANT] = &list->merchant,
        [PAYMENT_METHOD] = &list->payment_method,
        [FROM] = &list->from,
        [TO] = &list->to,
        [MIN] = &list->min,
        [MAX] = &list->max,
        [CURRENCY] = &list->currency,
    };
    return places[field];
}

static struct et_slice value_of(const struct et_list_query *list, size_t field)
{
    return *place_of((struct et_list_query *)list, field);
}

/* What the checks share. */
struct check {
    struct et_arena *arena;
    struct et_problems *problems;
    const char *prefix;
};

static const char *named(const struct check *check, size_t field)
{
    return *check->prefix == '\0'
               ? fields[field].name
               : et_input_printf(check->arena, "%s%s", check->prefix, fields[field].name);
}

static void check_text(const struct check *check, size_t field, struct et_slice text)
{
    if (et_slice_present(text)) {
        et_input_text(check->arena, check->problems, named(check, field), text, "The text",
                      TEXT_POINTS_MAX, ET_INPUT_BLANK_ALLOWED);
    }
}

static void check_day(const struct check *check, size_t field, struct et_slice text)
{
    if (et_slice_present(text)) {
        et_input_day(check->problems, named(check, field), text);
    }
}

static void check_bound(const struct check *check, size_t field, struct et_slice text)
{
    if (et_slice_present(text) && !et_input_is_decimal(text)) {
        et_problems_add(check->problems, named(check, field), "bad_amount",
                        "Use an amount such as 12.50.");
    }
}

static void check_period(const struct check *check, struct et_list_query *list)
{
    size_t before = check->problems->count;
    check_day(check, FROM, list->from);
    check_day(check, TO, list->to);
    /* ISO days compare as text. */
    if (check->problems->count == before && list->from.len == 10 && list->to.len == 10 &&
        memcmp(list->from.ptr, list->to.ptr, 10) > 0) {
        et_problems_add(check->problems, named(check, TO), "before_from",
                        "The last day is before the first day.");
    }
    if (et_slice_present(list->currency)) {
        const struct et_currency *currency =
            et_input_currency(check->problems, named(check, CURRENCY), list->currency);
        list->currency = currency != NULL ? et_slice_from(currency->code) : ET_ABSENT;
    }
}

static void check_all(const struct check *check, struct et_list_query *list)
{
    check_text(check, Q, list->q);
    check_text(check, CATEGORY, list->category);
    check_text(check, MERCHANT, list->merchant);
    check_text(check, PAYMENT_METHOD, list->payment_method);
    for (size_t i = 0; i < list->tag_count; i++) {
        check_text(check, TAG, list->tags[i]);
    }
    check_bound(check, MIN, list->min);
    check_bound(check, MAX, list->max);
    check_period(check, list);
}

static void add_tag(const struct check *check, struct et_list_query *list, struct et_slice tag)
{
    if (list->tag_count == ET_FILTER_TAGS_MAX) {
        et_problems_add(
            check->problems, named(check, TAG), "too_many",
            et_input_printf(check->arena, "Ask for at most %d tags at once.", ET_FILTER_TAGS_MAX));
    } else if (tag.len > 0) {
        list->tags[list->tag_count++] = tag;
    }
}

void et_filter_of_query(struct et_arena *arena, struct et_problems *problems,
                        const struct et_query *query, struct et_list_query *list)
{
    const struct check check = {arena, problems, ""};
    for (size_t field = 0; field < TAG; field++) {
        *place_of(list, field) = et_query_value(problems, query, fields[field].name);
    }
    for (size_t i = 0; i < query->count; i++) {
        if (et_slice_eq(query->pairs[i].name, ET_LIT("tag"))) {
            add_tag(&check, list, query->pairs[i].value);
        }
    }
    check_all(&check, list);
}

void et_filter_period_of_query(struct et_arena *arena, struct et_problems *problems,
                               const struct et_query *query, struct et_list_query *list)
{
    const struct check check = {arena, problems, ""};
    list->from = et_query_value(problems, query, "from");
    list->to = et_query_value(problems, query, "to");
    list->currency = et_query_value(problems, query, "currency");
    check_period(&check, list);
}

void et_filter_of_json(struct et_arena *arena, struct et_problems *problems,
                       struct json_object *object, const char *prefix, struct et_list_query *list)
{
    const struct check check = {arena, problems, prefix};
    struct et_json_value values[FIELDS];
    et_json_read(arena, object, fields, FIELDS, prefix, problems, values);
    for (size_t field = 0; field < TAG; field++) {
        struct et_slice text = values[field].present ? values[field].text : ET_ABSENT;
        *place_of(list, field) = text.len > 0 ? text : ET_ABSENT;
    }
    size_t tags = values[TAG].present ? et_json_length(values[TAG].node) : 0;
    for (size_t i = 0; i < tags; i++) {
        struct et_slice tag = ET_ABSENT;
        if (et_json_text_item(values[TAG].node, i, &tag)) {
            add_tag(&check, list, tag);
        } else {
            et_problems_add(problems, named(&check, TAG), "wrong_type", "Each tag must be text.");
        }
    }
    check_all(&check, list);
}

bool et_filter_text(struct et_arena *arena, const struct et_list_query *list,
                    struct et_slice *ret_text)
{
    struct et_buf out;
    et_buf_init(&out, arena, FILTER_TEXT_MAX);
    et_buf_puts(&out, "{\"tag\":[");
    for (size_t i = 0; i < list->tag_count; i++) {
        et_buf_puts(&out, i > 0 ? "," : "");
        et_buf_put_json(&out, list->tags[i]);
    }
    et_buf_putc(&out, ']');
    for (size_t field = 0; field < TAG; field++) {
        struct et_slice value = value_of(list, field);
        if (et_slice_present(value)) {
            et_buf_printf(&out, ",\"%s\":", fields[field].name);
            et_buf_put_json(&out, value);
        }
    }
    et_buf_putc(&out, '}');
    if (et_buf_failed(&out)) {
        return false;
    }
    *ret_text = et_buf_text(&out);
    return true;
}

static void put_parameter(struct et_buf *out, const char *name, struct et_slice value)
{
    et_buf_putc(out, '&');
    et_buf_puts(out, name);
    et_buf_putc(out, '=');
    et_query_put(out, value);
}

void et_filter_put(struct et_buf *out, const struct et_list_query *list)
{
    for (size_t field = 0; field < TAG; field++) {
        struct et_slice value = value_of(list, field);
        if (et_slice_present(value)) {
            put_parameter(out, fields[field].name, value);
        }
    }
    for (size_t i = 0; i < list->tag_count; i++) {
        put_parameter(out, "tag", list->tags[i]);
    }
}
