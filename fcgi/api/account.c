/* account.c - GET /api/account/export, DELETE /api/account, POST /api/account/restore.
 *
 * The export is one JSON object that goes out in parts (api.h, `more`). Which tables there are is
 * asked of the database, so what is added to the ledger later is in it as well.
 */
#include <string.h>

#include "fcgi/api/answer.h"
#include "fcgi/api/handlers.h"
#include "fcgi/api/input.h"
#include "fcgi/api/put.h"
#include "fcgi/api/sql.h"
#include "lib/base/arena.h"
#include "lib/http/json_in.h"
#include "lib/http/json_out.h"

#define PART_ROWS 500
#define PLACE_MAX 512

const struct et_statement et_stmt_account_person = {
    .name = "account_person",
    .sql = "select now(), app.export_person()",
    .params = 0,
};
enum { NOW, PERSON };

const struct et_statement et_stmt_account_ledger = {
    .name = "account_ledger",
    .sql = "select e.section, e.item, e.place\n"
           "  from app.export_ledger($1::jsonb, $2::integer) e",
    .params = 2,
};
enum { SECTION, ITEM, PLACE };

const struct et_statement et_stmt_account_delete = {
    .name = "account_delete",
    .sql = "with e as materialized (\n"
           "  select app.delete_account($1::text)::text as deletes_at\n"
           "),\n" ET_SQL_KEEP("$2", "$3") "select * from e",
    .params = 3,
};

const struct et_statement et_stmt_account_keep = {
    .name = "account_keep",
    .sql = "with e as materialized (\n"
           "  select app.keep_account()::text as kept\n"
           "),\n" ET_SQL_KEEP("$1", "$2") "select * from e",
    .params = 2,
};

struct export
{
    bool begun;            /* the first part is made */
    bool open;             /* inside a section */
    bool any;              /* which has an item */
    char place[PLACE_MAX]; /* where the next part goes on */
};

static void add_part(struct et_exchange *exchange)
{
    const struct export *export = exchange->state;
    et_unit_add(exchange->unit, &et_stmt_account_ledger);
    et_unit_text(exchange->unit, et_slice_from(export->place));
    et_unit_i64(exchange->unit, PART_ROWS);
}

enum et_verdict et_plan_account_export(struct et_exchange *exchange)
{
    struct export *export = et_arena_alloc(exchange->request->arena, sizeof *export);
    if (export == NULL) {
        return et_answer_no_memory(exchange);
    }
    *export = (struct export){.place = "{}"};
    exchange->state = export;
    et_unit_init(exchange->unit, exchange->request->arena, ET_LANE_LONG);
    et_unit_add(exchange->unit, &et_stmt_account_person);
    add_part(exchange);
    return ET_RUN;
}

static void begin(struct et_exchange *exchange, const struct et_rows *person)
{
    struct et_buf *body = &exchange->response->body;
    struct et_buf name;
    et_buf_init(&name, exchange->request->arena, 128);
    et_buf_puts(&name, "attachment; filename=\"expense-tracker-");
    et_buf_put(&name, exchange->caller.today);
    et_buf_puts(&name, ".json\"");
    et_response_header(exchange->response, "Content-Disposition", et_buf_text(&name));
    ET_PUT(body, "{\"exported_at\":");
    et_put_instant(body, et_cell(person, 0, NOW));
    ET_PUT(body, ",\n\"person\":");
    et_buf_put(body, et_cell(person, 0, PERSON));
}

static void put_row(struct et_buf *body, struct export *export, const struct et_slice *cell)
{
    if (!et_slice_present(cell[ITEM])) {
        et_buf_puts(body, export->open ? "\n],\n\"" : ",\n\"");
        et_buf_put(body, cell[SECTION]);
        ET_PUT(body, "\":[");
        export->open = true;
        export->any = false;
        return;
    }
    et_buf_puts(body, export->any ? ",\n" : "\n");
    et_buf_put(body, cell[ITEM]);
    export->any = true;
}

void et_answer_account_export(struct et_exchange *exchange, const struct et_rows *rows,
                              size_t count)
{
    struct export *export = exchange->state;
    struct et_buf *body = &exchange->response->body;
    const struct et_rows *part = &rows[count - 1];
    size_t items = 0;
    if (!export->begun) {
        begin(exchange, &rows[0]);
        export->begun = true;
    }
    for (size_t row = 0; row < part->rows; row++) {
        put_row(body, export, &part->cells[row * part->columns]);
        items += et_slice_present(et_cell(part, row, ITEM));
    }
    if (items < PART_ROWS) {
        et_buf_puts(body, export->open ? "\n]}\n" : "}\n");
        return;
    }
    struct et_slice place = et_cell(part, part->rows - 1, PLACE);
    if (place.len >= sizeof export->place) {
        body->failed = true; /* better a broken file than a short one */
        return;
    }
    memcpy(export->place, place.ptr, place.len);
    export->place[place.len] = '\0';
    exchange->more = add_part;
}

enum et_verdict et_plan_account_delete(struct et_exchange *exchange)
{
    static const struct et_json_field fields[] = {{"confirm", ET_JSON_TEXT, true}};
    struct et_json_value values[1];
    struct json_object *body;
    struct et_problems *problems = et_input_problems(exchange);
    if (problems == NULL || !et_json_body(exchange->request, exchange->response, &body)) {
        return ET_ANSWERED;
    }
    et_json_read(exchange->request->arena, body, fields, 1, "", problems, values);
    if (!et_input_good(exchange, problems)) {
        return ET_ANSWERED;
    }
    et_unit_init(exchange->unit, exchange->request->arena, ET_LANE_WRITE);
    et_unit_add(exchange->unit, &et_stmt_account_delete);
    et_unit_text(exchange->unit, values[0].text);
    et_api_idempotency(exchange);
    return ET_RUN;
}

void et_answer_account_delete(struct et_exchange *exchange, const struct et_rows *rows,
                              size_t count)
{
    (void)count;
    struct et_json_out out = et_json_out(&exchange->response->body);
    et_answer_signed_out(exchange);
    et_json_begin_object(&out);
    et_put_pair_instant(&out, "deletes_at", et_cell(&rows[0], 0, 0));
    et_json_end_object(&out);
}

enum et_verdict et_plan_account_keep(struct et_exchange *exchange)
{
    et_unit_init(exchange->unit, exchange->request->arena, ET_LANE_WRITE);
    et_unit_add(exchange->unit, &et_stmt_account_keep);
    et_api_idempotency(exchange);
    return ET_RUN;
}

void et_answer_account_keep(struct et_exchange *exchange, const struct et_rows *rows, size_t count)
{
    (void)rows;
    (void)count;
    ET_PUT(&exchange->response->body, "{\"message\":\"The account stays\"}");
}
