/* expense_export.c - GET /api/expenses/export: everything that the list would show, as one file.
 *
 * The answer goes out in parts (api.h, `more`): a part is a page of the list, found from where the
 * last one ended. So each part is one moment, not the whole file: an expense that is moved to
 * another day meanwhile may be missed or come twice. What is added meanwhile has a higher id than
 * the highest one at the start, and is left out.
 */
#include <string.h>

#include "fcgi/api/answer.h"
#include "fcgi/api/expense_json.h"
#include "fcgi/api/handlers.h"
#include "fcgi/api/input.h"
#include "fcgi/api/list_query.h"
#include "fcgi/api/put.h"
#include "lib/base/arena.h"
#include "lib/base/error.h"
#include "lib/exchange/csv.h"
#include "lib/http/json_in.h"

#define PART_ROWS 500
#define SCRATCH_MAX ((size_t)16 * 1024)
#define CELL_MAX 32 /* of a day, an amount in minor units, an id: at most 20 digits */

const struct et_statement et_stmt_expense_bound = {
    .name = "expense_bound",
    .sql = "select coalesce(max(x.id), 0)\n"
           "  from app.expenses x\n"
           " where x.ledger_id = $1::bigint",
    .params = 1,
};

enum format { CSV, JSON };

struct export
{
    struct et_list_query list;
    enum format format;
    bool marked;   /* a byte order mark, for spreadsheets that would guess otherwise */
    bool begun;    /* the first part is made */
    bool any;      /* a row was written */
    int64_t bound; /* the highest id at the start */
    char after[3][CELL_MAX];
};

static bool read_format(struct et_exchange *exchange, struct export *export)
{
    struct et_problems *problems = et_input_problems(exchange);
    struct et_slice format = ET_ABSENT;
    struct et_query query;
    if (problems == NULL || !et_query_read(exchange, &query)) {
        return false;
    }
    if (et_query_one(&query, "format", &format) == ET_EINVAL ||
        !(et_slice_eq(format, ET_LIT("csv")) || et_slice_eq(format, ET_LIT("json")))) {
        et_problems_add(problems, "format", "unknown_format", "Use csv or json.");
    }
    export->format = et_slice_eq(format, ET_LIT("json")) ? JSON : CSV;
    export->marked = et_query_flag(problems, &query, "bom");
    return et_input_good(exchange, problems);
}

enum et_verdict et_plan_expense_export(struct et_exchange *exchange)
{
    struct et_arena *arena = exchange->request->arena;
    struct export *export = et_arena_alloc(arena, sizeof *export);
    if (export == NULL) {
        return et_answer_no_memory(exchange);
    }
    if (!read_format(exchange, export) || !et_list_query_read(exchange, &export->list)) {
        return ET_ANSWERED;
    }
    export->list.limit = PART_ROWS;
    export->list.skip = 0;
    export->list.total = false;
    memset(export->list.after, 0, sizeof export->list.after);
    exchange->state = export;
    et_unit_init(exchange->unit, arena, ET_LANE_LONG);
    et_unit_add(exchange->unit, &et_stmt_expense_bound);
    et_unit_i64(exchange->unit, exchange->caller.ledger);
    et_expense_list_add(exchange, &export->list);
    return ET_RUN;
}

static void more(struct et_exchange *exchange)
{
    struct export *export = exchange->state;
    et_expense_list_add(exchange, &export->list);
}

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

static bool is_bounded(const struct export *export, const struct et_rows *rows, size_t row)
{
    return et_cell_i64(rows, row, ET_EXPENSE_ID, INT64_MAX) <= export->bound;
}

static void put_csv(struct et_exchange *exchange, struct export *export, const struct et_rows *rows)
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
static void put_json(struct et_exchange *exchange, struct export *export,
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

/* The cells go with the part's memory, so what leads on is copied. */
static bool keep_cell(struct export *export, size_t at, struct et_slice cell)
{
    if (cell.len >= CELL_MAX) {
        return false;
    }
    memcpy(export->after[at], cell.ptr, cell.len);
    export->after[at][cell.len] = '\0';
    export->list.after[at] = (struct et_slice){export->after[at], cell.len};
    return true;
}

static void name_file(struct et_exchange *exchange, enum format format)
{
    struct et_buf value;
    et_buf_init(&value, exchange->request->arena, 128);
    et_buf_puts(&value, "attachment; filename=\"expenses-");
    et_buf_put(&value, exchange->caller.today);
    et_buf_puts(&value, format == CSV ? ".csv\"" : ".json\"");
    et_response_header(exchange->response, "Content-Disposition", et_buf_text(&value));
    if (format == CSV) {
        exchange->response->content_type = "text/csv; charset=utf-8; header=present";
    }
}

void et_answer_expense_export(struct et_exchange *exchange, const struct et_rows *rows,
                              size_t count)
{
    struct export *export = exchange->state;
    const struct et_rows *page = &rows[count - 1];
    bool last = page->rows <= PART_ROWS; /* one more was asked for */
    struct et_rows part = *page;
    if (!export->begun) {
        export->bound = et_cell_i64(&rows[0], 0, 0, 0);
        name_file(exchange, export->format);
    }
    if (!last) {
        part.rows = PART_ROWS;
    }
    if (export->format == CSV) {
        put_csv(exchange, export, &part);
    } else {
        put_json(exchange, export, &part, last);
    }
    export->begun = true;
    if (last) {
        return;
    }
    if (!keep_cell(export, 0, et_cell(&part, part.rows - 1, ET_EXPENSE_SPENT_ON)) ||
        !keep_cell(export, 1, et_cell(&part, part.rows - 1, ET_EXPENSE_AMOUNT_MINOR)) ||
        !keep_cell(export, 2, et_cell(&part, part.rows - 1, ET_EXPENSE_ID))) {
        exchange->response->body.failed = true; /* better a broken file than a short one */
    }
    exchange->more = more;
}
