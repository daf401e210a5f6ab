/* export_rows.c - see export_rows.h. */
#include "fcgi/api/export_rows.h"

#include "fcgi/api/expense_json.h"
#include "fcgi/api/put.h"
#include "lib/base/arena.h"
#include "lib/base/error.h"
#include "lib/exchange/csv.h"
#include "lib/http/json_in.h"

#define SCRATCH_MAX ((size_t)16 * 1024)

/* What an expense may have besides (app.expense_extras). */
enum { MERCHANT, PAYMENT_METHOD, NOTE, TAGS, EXTRAS };
static const struct et_json_field extras[EXTRAS] = {
    [MERCHANT] = {"merchant", ET_JSON_TEXT, false},
    [PAYMENT_METHOD] = {"payment_method", ET_JSON_TEXT, false},
    [NOTE] = {"note", ET_JSON_TEXT, false},
    [TAGS] = {"tags", ET_JSON_ARRAY, false},
};

static void put_csv_names(struct et_csv_writer *writer)
{
    static const char *const names[] = {"Date",           "Title",    "Amount",
                                        "Currency",       "Category", "Merchant",
                                        "Payment method", "Tags",     "Note"};
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        et_csv_put_text(writer, et_slice_from(names[i]));
    }
    et_csv_end_row(writer);
}

/* Several tags in one cell are a line of CSV themselves. */
static void put_csv_tags(struct et_csv_writer *writer, struct et_buf *scratch,
                         struct json_object *tags)
{
    struct et_csv_writer line = {.buf = scratch};
    scratch->len = 0;
    for (size_t i = 0; i < et_json_length(tags); i++) {
        struct et_slice tag = ET_ABSENT;
        if (et_json_text_item(tags, i, &tag)) {
            et_csv_put_text(&line, tag);
        }
    }
    et_csv_put_text(writer, et_buf_text(scratch));
}

/* Most expenses have none of them: then nothing is parsed. */
static void put_csv_extras(struct et_csv_writer *writer, struct et_buf *scratch,
                           struct et_slice json)
{
    struct et_json_value values[EXTRAS] = {{.present = false}};
    struct et_problems problems = {.count = 0};
    struct json_object *object = NULL;
    if (json.len > 2 && et_json_parse(scratch->arena, json, &object) == ET_OK) {
        et_json_read(scratch->arena, object, extras, EXTRAS, "", &problems, values);
    }
    scratch->failed |= problems.count > 0 || (json.len > 2 && object == NULL);
    et_csv_put_text(writer, values[MERCHANT].text);
    et_csv_put_text(writer, values[PAYMENT_METHOD].text);
    if (values[TAGS].present) {
        put_csv_tags(writer, scratch, values[TAGS].node);
    } else {
        et_csv_put_text(writer, ET_ABSENT);
    }
    et_csv_put_text(writer, values[NOTE].text);
}

/* `scratch` is emptied; it lies apart because a number is put into its cell as one piece. */
static void put_csv_row(struct et_csv_writer *writer, struct et_buf *scratch,
                        const struct et_slice *cell)
{
    scratch->len = 0;
    et_buf_put(scratch, cell[ET_EXPENSE_SPENT_ON]);
    if (et_slice_present(cell[ET_EXPENSE_SPENT_AT])) {
        ET_PUT(scratch, "T");
        et_buf_put(scratch, cell[ET_EXPENSE_SPENT_AT]);
    }
    et_csv_put_number(writer, et_buf_text(scratch));
    et_csv_put_text(writer, cell[ET_EXPENSE_TITLE]);
    scratch->len = 0;
    et_put_amount(scratch, cell[ET_EXPENSE_AMOUNT_MINOR], cell[ET_EXPENSE_CURRENCY]);
    et_csv_put_number(writer, et_buf_text(scratch));
    et_csv_put_number(writer, cell[ET_EXPENSE_CURRENCY]);
    et_csv_put_text(writer, cell[ET_EXPENSE_CATEGORY]);
    put_csv_extras(writer, scratch, cell[ET_EXPENSE_EXTRAS]);
    et_csv_end_row(writer);
}

static bool is_bounded(const struct et_export *export, const struct et_rows *rows, size_t row)
{
    return et_cell_i64(rows, row, ET_EXPENSE_ID, INT64_MAX) <= export->bound;
}

static void put_csv(struct et_exchange *exchange, const struct et_export *export,
                    const struct et_rows *rows)
{
    struct et_buf *body = &exchange->response->body;
    struct et_csv_writer writer = {.buf = body};
    struct et_buf scratch;
    et_buf_init(&scratch, exchange->request->arena, SCRATCH_MAX);
    if (!export->begun) {
        if (export->marked) {
            ET_PUT(body, "\xEF\xBB\xBF");
        }
        put_csv_names(&writer);
    }
    for (size_t row = 0; row < rows->rows; row++) {
        if (is_bounded(export, rows, row)) {
            put_csv_row(&writer, &scratch, &rows->cells[row * rows->columns]);
        }
    }
    body->failed |= scratch.failed;
}

/* The closing bracket comes with the last part: what broke off is no JSON. */
static void put_json(struct et_exchange *exchange, struct et_export *export,
                     const struct et_rows *rows, bool last)
{
    struct et_buf *body = &exchange->response->body;
    if (!export->begun) {
        ET_PUT(body, "[");
    }
    for (size_t row = 0; row < rows->rows; row++) {
        if (is_bounded(export, rows, row)) {
            et_buf_puts(body, export->any ? ",\n" : "\n");
            et_expense_put(body, rows, row, ET_ABSENT);
            export->any = true;
        }
    }
    if (last) {
        ET_PUT(body, "\n]\n");
    }
}

static void name_file(struct et_exchange *exchange, enum et_export_format format)
{
    struct et_buf value;
    et_buf_init(&value, exchange->request->arena, 128);
    et_buf_puts(&value, "attachment; filename=\"expenses-");
    et_buf_put(&value, exchange->caller.today);
    et_buf_puts(&value, format == ET_EXPORT_CSV ? ".csv\"" : ".json\"");
    et_response_header(exchange->response, "Content-Disposition", et_buf_text(&value));
    if (format == ET_EXPORT_CSV) {
        exchange->response->content_type = "text/csv; charset=utf-8; header=present";
    }
}

void et_export_format_read(struct et_problems *problems, struct et_slice text,
                           struct et_export *export)
{
    export->format = et_slice_eq(text, ET_LIT("json")) ? ET_EXPORT_JSON : ET_EXPORT_CSV;
    if (export->format == ET_EXPORT_CSV && !et_slice_eq(text, ET_LIT("csv"))) {
        et_problems_add(problems, "format", "unknown_format", "Use csv or json.");
    }
}

void et_export_part(struct et_exchange *exchange, struct et_export *export,
                    const struct et_rows *rows, bool last)
{
    if (!export->begun) {
        name_file(exchange, export->format);
    }
    if (export->format == ET_EXPORT_CSV) {
        put_csv(exchange, export, rows);
    } else {
        put_json(exchange, export, rows, last);
    }
    export->begun = true;
}
