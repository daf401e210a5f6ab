/* import_input.c - the body of an import, checked row by row and written as the database takes it.
 *
 * Every bad field of every row is found before anything is refused, so that a person can mend the
 * whole file at once. The amount becomes minor units here: the currency is part of the body.
 */
#include <stdlib.h>
#include <string.h>

#include "fcgi/api/answer.h"
#include "fcgi/api/extras.h"
#include "fcgi/api/imports.h"
#include "fcgi/api/input.h"
#include "lib/base/arena.h"
#include "lib/http/json_in.h"

#define FILE_NAME_POINTS_MAX 200
#define CLIENT_ID_MAX 64
#define ROWS_TEXT_MAX ((size_t)24 * 1024 * 1024)
#define PATH_MAX_LEN 32

enum { FILE_NAME, CURRENCY, CREATE_CATEGORIES, SKIP_REPEATS, ROWS, FIELDS };
static const struct et_json_field fields[FIELDS] = {
    [FILE_NAME] = {"file_name", ET_JSON_TEXT, true},
    [CURRENCY] = {"currency", ET_JSON_TEXT, true},
    [CREATE_CATEGORIES] = {"create_categories", ET_JSON_BOOLEAN, false},
    [SKIP_REPEATS] = {"skip_repeats", ET_JSON_BOOLEAN, false},
    [ROWS] = {"rows", ET_JSON_ARRAY, true},
};

enum { CLIENT_ID, TITLE, AMOUNT, CATEGORY, DATE, EXTRA, ROW_FIELDS = EXTRA + ET_EXTRAS };
static const struct et_json_field row_fields[ROW_FIELDS] = {
    [CLIENT_ID] = {"client_id", ET_JSON_TEXT, true}, [TITLE] = {"title", ET_JSON_TEXT, true},
    [AMOUNT] = {"amount", ET_JSON_AMOUNT, true},     [CATEGORY] = {"category", ET_JSON_TEXT, false},
    [DATE] = {"date", ET_JSON_TEXT, true},           ET_EXTRA_FIELDS(EXTRA),
};

/* What the checks of one row share. */
struct reader {
    struct et_arena *arena;
    struct et_problems *problems;
    const struct et_currency *currency; /* NULL when it is bad: amounts are then not judged by it */
    struct et_slice *ids;               /* client ids of the rows, for the search for doubles */
    struct et_buf rows;
    size_t at;
    char path[PATH_MAX_LEN]; /* "rows[12]." */
};

/* Where an error is: only made when there is one. */
static const char *field(struct reader *reader, const char *name)
{
    if (reader->problems->count >= ET_PROBLEM_FIELDS_MAX) {
        return ""; /* counted, not kept */
    }
    return et_input_printf(reader->arena, "rows[%zu].%s", reader->at, name);
}

static void check_client_id(struct reader *reader, struct et_slice id)
{
    bool good = id.len >= 1 && id.len <= CLIENT_ID_MAX;
    for (size_t i = 0; good && i < id.len; i++) {
        good = id.ptr[i] > 0x20 && id.ptr[i] < 0x7F;
    }
    if (!good) {
        et_problems_add(reader->problems, field(reader, "client_id"), "bad_client_id",
                        "Use 1 to 64 visible ASCII characters.");
    }
}

static void check_text(struct reader *reader, const char *name, struct et_slice text,
                       const char *what, size_t max, enum et_input_blank blank)
{
    struct et_problems found = {.count = 0};
    et_input_text(reader->arena, &found, name, text, what, max, blank);
    if (found.count > 0) {
        et_problems_add(reader->problems, field(reader, name), found.items[0].code,
                        found.items[0].message);
    }
}

static int64_t read_amount(struct reader *reader, struct et_slice text)
{
    struct et_problems found = {.count = 0};
    int64_t minor = 0;
    if (!et_input_amount(reader->arena, &found, "amount", text, reader->currency, &minor)) {
        et_problems_add(reader->problems, field(reader, "amount"), found.items[0].code,
                        found.items[0].message);
    }
    return minor;
}

static void read_date(struct reader *reader, struct et_slice text, struct et_moment *moment)
{
    struct et_problems found = {.count = 0};
    if (!et_input_moment(&found, "date", text, moment)) {
        et_problems_add(reader->problems, field(reader, "date"), found.items[0].code,
                        found.items[0].message);
    }
}

static void read_extras(struct reader *reader, const struct et_json_value values[ET_EXTRAS],
                        struct et_extras *extras)
{
    bool any = false;
    for (size_t i = 0; i < ET_EXTRAS; i++) {
        any = any || values[i].present;
    }
    *extras = (struct et_extras){0};
    if (!any) {
        return; /* most rows of most files: no list of problems for them */
    }
    struct et_problems found = {.count = 0};
    et_extras_read(reader->arena, &found, values, extras);
    for (size_t i = 0; i < found.count; i++) {
        et_problems_add(reader->problems, field(reader, found.items[i].field), found.items[i].code,
                        found.items[i].message);
    }
}

static void put_extras(struct et_buf *out, const struct et_extras *extras)
{
    static const char *const names[ET_EXTRA_TAGS] = {
        [ET_EXTRA_MERCHANT] = ",\"merchant\":",
        [ET_EXTRA_PAYMENT_METHOD] = ",\"payment_method\":",
        [ET_EXTRA_NOTE] = ",\"note\":",
    };
    for (size_t i = 0; i < ET_EXTRA_TAGS; i++) {
        if (extras->text[i].len > 0) {
            et_buf_puts(out, names[i]);
            et_buf_put_json(out, extras->text[i]);
        }
    }
    if (et_slice_present(extras->text[ET_EXTRA_TAGS])) {
        et_buf_puts(out, ",\"tags\":");
        et_buf_put(out, extras->text[ET_EXTRA_TAGS]);
    }
}

static void put_row(struct reader *reader, const struct et_json_value values[ROW_FIELDS],
                    int64_t minor, const struct et_moment *moment, const struct et_extras *extras)
{
    struct et_buf *out = &reader->rows;
    char date[ET_DATE_SIZE];
    char time[ET_TIME_SIZE];
    et_buf_puts(out, reader->at == 0 ? "{\"n\":" : ",{\"n\":");
    et_buf_put_i64(out, (int64_t)reader->at);
    et_buf_puts(out, ",\"client_id\":");
    et_buf_put_json(out, values[CLIENT_ID].text);
    et_buf_puts(out, ",\"title\":");
    et_buf_put_json(out, values[TITLE].text);
    et_buf_puts(out, ",\"amount_minor\":");
    et_buf_put_i64(out, minor);
    if (values[CATEGORY].present) {
        et_buf_puts(out, ",\"category\":");
        et_buf_put_json(out, values[CATEGORY].text);
    }
    et_date_format(moment->date, date);
    et_buf_puts(out, ",\"date\":\"");
    et_buf_puts(out, date);
    if (moment->has_time) {
        et_time_format(moment, time);
        et_buf_puts(out, "\",\"time\":\"");
        et_buf_puts(out, time);
    }
    et_buf_putc(out, '"');
    put_extras(out, extras);
    et_buf_putc(out, '}');
}

/* Lets the errors since `first` name the row as the client does, not only by its place. */
static void name_row(struct reader *reader, size_t first, struct et_slice client_id)
{
    struct et_problems *problems = reader->problems;
    for (size_t i = first; i < problems->count && i < ET_PROBLEM_FIELDS_MAX; i++) {
        problems->items[i].client_id = client_id.ptr;
    }
}

static void read_row(struct reader *reader, struct json_object *row)
{
    size_t errors_before = reader->problems->count;
    struct et_json_value values[ROW_FIELDS];
    struct et_moment moment = {.has_time = false};
    struct et_extras extras;
    int64_t minor = 0;
    if (!et_json_is_object(row)) {
        et_problems_add(reader->problems, et_input_printf(reader->arena, "rows[%zu]", reader->at),
                        "wrong_type", "Each row must be an object.");
        return;
    }
    et_json_read(reader->arena, row, row_fields, ROW_FIELDS, reader->path, reader->problems,
                 values);
    if (values[CLIENT_ID].present) {
        check_client_id(reader, values[CLIENT_ID].text);
        reader->ids[reader->at] = values[CLIENT_ID].text;
    }
    if (values[TITLE].present) {
        check_text(reader, "title", values[TITLE].text, "The title", ET_TITLE_POINTS_MAX,
                   ET_INPUT_BLANK_REFUSED);
    }
    if (values[AMOUNT].present) {
        minor = read_amount(reader, values[AMOUNT].text);
    }
    if (values[CATEGORY].present) {
        check_text(reader, "category", values[CATEGORY].text, "The category",
                   ET_CATEGORY_POINTS_MAX, ET_INPUT_BLANK_ALLOWED);
    }
    if (values[DATE].present) {
        read_date(reader, values[DATE].text, &moment);
    }
    read_extras(reader, &values[EXTRA], &extras);
    if (values[CLIENT_ID].present) {
        name_row(reader, errors_before, values[CLIENT_ID].text);
    }
    if (reader->problems->count == 0) {
        put_row(reader, values, minor, &moment, &extras);
    }
}

static int by_text(const void *left, const void *right)
{
    const struct et_slice *a = left;
    const struct et_slice *b = right;
    size_t shorter = a->len < b->len ? a->len : b->len;
    int order = shorter > 0 ? memcmp(a->ptr, b->ptr, shorter) : 0;
    if (order != 0) {
        return order;
    }
    return a->len < b->len ? -1 : a->len > b->len ? 1 : 0;
}

static void check_unique(struct reader *reader, size_t count)
{
    qsort(reader->ids, count, sizeof *reader->ids, by_text);
    for (size_t i = 1; i < count; i++) {
        if (et_slice_eq(reader->ids[i - 1], reader->ids[i])) {
            et_problems_add(reader->problems, "rows", "client_id_repeated",
                            et_input_printf(reader->arena, "Two rows have the client_id \"%.*s\".",
                                            (int)reader->ids[i].len, reader->ids[i].ptr));
            return;
        }
    }
}

/* False: there is no memory for the rows. */
static bool read_rows(struct reader *reader, struct json_object *rows)
{
    size_t count = et_json_length(rows);
    if (count < 1 || count > ET_IMPORT_ROWS_MAX) {
        et_problems_add(
            reader->problems, "rows", "out_of_range",
            et_input_printf(reader->arena, "Send 1 to %d rows at once.", ET_IMPORT_ROWS_MAX));
        return true;
    }
    reader->ids = et_arena_array(reader->arena, count, sizeof *reader->ids);
    if (reader->ids == NULL) {
        return false;
    }
    et_buf_init(&reader->rows, reader->arena, ROWS_TEXT_MAX);
    et_buf_putc(&reader->rows, '[');
    for (reader->at = 0; reader->at < count; reader->at++) {
        struct et_buf path = {
            .arena = NULL, .data = reader->path, .cap = PATH_MAX_LEN, .max = PATH_MAX_LEN - 1};
        et_buf_puts(&path, "rows[");
        et_buf_put_i64(&path, (int64_t)reader->at);
        et_buf_puts(&path, "].");
        read_row(reader, et_json_item(rows, reader->at));
    }
    et_buf_putc(&reader->rows, ']');
    if (reader->problems->count == 0) {
        check_unique(reader, count);
    }
    return !et_buf_failed(&reader->rows);
}

bool et_import_read(struct et_exchange *exchange, struct et_import_input *ret_input)
{
    struct et_arena *arena = exchange->request->arena;
    struct et_json_value values[FIELDS];
    struct json_object *body;
    struct reader reader = {.arena = arena, .problems = et_input_problems(exchange)};
    if (reader.problems == NULL || !et_json_body(exchange->request, exchange->response, &body)) {
        return false;
    }
    et_json_read(arena, body, fields, FIELDS, "", reader.problems, values);
    if (values[FILE_NAME].present) {
        et_input_text(arena, reader.problems, "file_name", values[FILE_NAME].text, "The file name",
                      FILE_NAME_POINTS_MAX, ET_INPUT_BLANK_REFUSED);
    }
    if (values[CURRENCY].present) {
        reader.currency = et_input_currency(reader.problems, "currency", values[CURRENCY].text);
    }
    if (values[ROWS].present && !read_rows(&reader, values[ROWS].node)) {
        et_answer_no_memory(exchange);
        return false;
    }
    if (!et_input_good(exchange, reader.problems)) {
        return false;
    }
    *ret_input = (struct et_import_input){
        .file_name = values[FILE_NAME].text,
        .currency = et_slice_from(reader.currency->code),
        .create_categories = values[CREATE_CATEGORIES].boolean,
        .skip_repeats = values[SKIP_REPEATS].boolean,
        .rows = et_buf_text(&reader.rows),
    };
    return true;
}
