/* expense_write.c - POST /api/expenses and PUT /api/expenses/{id}.
 *
 * What depends on the user's settings is decided by the database in the same statement: the default
 * currency and with it the decimals, and which day is today. The rest is checked here first, so
 * that all bad fields are told at once.
 */
#include "fcgi/api/answer.h"
#include "fcgi/api/expense_json.h"
#include "fcgi/api/extras.h"
#include "fcgi/api/handlers.h"
#include "fcgi/api/input.h"
#include "fcgi/api/precondition.h"
#include "fcgi/api/sql.h"
#include "lib/http/json_in.h"

#define MATCHED ET_EXPENSE_COLUMNS

const struct et_statement et_stmt_expense_create = {
    .name = "expense_create",
    .sql = "with x as (\n"
           "  insert into app.expenses\n"
           "         (ledger_id, title, amount_minor, currency, category_id, spent_on, spent_at,\n"
           "          merchant_id, payment_method_id, note, tag_ids)\n"
           "  select $1::bigint, $2::text, app.to_minor($3::numeric, s.currency), s.currency,\n"
           "         app.category_id($4::text),\n"
           "         coalesce($5::date, (now() at time zone s.time_zone)::date), $6::time,\n"
           "         case when $8::text is not null then app.merchant_id($8::text) end,\n"
           "         case when $9::text is not null then app.payment_method_id($9::text) end,\n"
           "         nullif($10::text, ''),\n"
           "         case when $11::jsonb is null then '{}' else app.tag_ids($11::jsonb) end\n"
           "    from (select coalesce($7::text, u.currency) as currency, u.time_zone\n"
           "            from app.user_settings u\n"
           "           where u.user_id = app.user_id()) s\n"
           "  returning *\n"
           "),\n"
           "e as (\n"
           "  select " ET_SQL_EXPENSE "\n"
           "    from x\n"
           "    " ET_SQL_CATEGORY_OF_X "\n"
           "),\n" ET_SQL_KEEP("$12", "$13") "select * from e",
    .params = 13,
};

/* A parameter that is NULL leaves its column. Another currency alone keeps the decimal
 * amount: 15.00 INR becomes 15 JPY. A day without a time keeps the time of day when it is the day
 * that was there, so that a client which only knows days doesn't wipe it. Nothing is written when
 * nothing changes. */
const struct et_statement et_stmt_expense_update = {
    .name = "expense_update",
    .sql =
        "with target as materialized (\n"
        "  select x.*, " ET_SQL_MATCHED(
            "x.version",
            "$9") " as matched\n"
                  "    from app.expenses x\n"
                  "   where x.ledger_id = $1::bigint\n"
                  "     and x.id = $2::bigint\n"
                  "     and x.deleted_at is null\n"
                  "     for update\n"
                  "),\n"
                  "wanted as materialized (\n"
                  "  select t.ledger_id, t.id, coalesce($3::text, t.title) as title,\n"
                  "         case\n"
                  "           when $4::numeric is null and $7::text is null then t.amount_minor\n"
                  "           else app.to_minor(\n"
                  "                  coalesce($4::numeric,\n"
                  "                           t.amount_minor::numeric\n"
                  "                           / (array[1, 10, 100, 1000, 10000])[k.digits + 1]),\n"
                  "                  coalesce($7::text, t.currency))\n"
                  "         end as amount_minor,\n"
                  "         coalesce($7::text, t.currency) as currency,\n"
                  "         case\n"
                  "           when $8::text is null then t.category_id\n"
                  "           else app.category_id($8::text, t.category_id)\n"
                  "         end as category_id,\n"
                  "         coalesce($5::date, t.spent_on) as spent_on,\n"
                  "         case\n"
                  "           when $5::date is null then t.spent_at\n"
                  "           when $6::time is null and $5::date = t.spent_on then t.spent_at\n"
                  "           else $6::time\n"
                  "         end as spent_at,\n"
                  "         case when $10::text is null then t.merchant_id\n"
                  "              else app.merchant_id($10::text) end as merchant_id,\n"
                  "         case when $11::text is null then t.payment_method_id\n"
                  "              else app.payment_method_id($11::text) end as payment_method_id,\n"
                  "         case when $12::text is null then t.note\n"
                  "              else nullif($12::text, '') end as note,\n"
                  "         case when $13::jsonb is null then t.tag_ids\n"
                  "              else app.tag_ids($13::jsonb) end as tag_ids\n"
                  "    from target t\n"
                  "    join app.currencies k on k.code = t.currency\n"
                  "   where t.matched\n"
                  "),\n"
                  "changed as (\n"
                  "  update app.expenses x\n"
                  "     set title = w.title, amount_minor = w.amount_minor, currency = "
                  "w.currency,\n"
                  "         category_id = w.category_id, spent_on = w.spent_on, spent_at = "
                  "w.spent_at,\n"
                  "         merchant_id = w.merchant_id, payment_method_id = "
                  "w.payment_method_id,\n"
                  "         note = w.note, tag_ids = w.tag_ids\n"
                  "    from wanted w\n"
                  "   where x.ledger_id = w.ledger_id\n"
                  "     and x.id = w.id\n"
                  "     and (x.title, x.amount_minor, x.currency, x.category_id, x.spent_on, "
                  "x.spent_at,\n"
                  "          x.merchant_id, x.payment_method_id, x.note, x.tag_ids)\n"
                  "         is distinct from\n"
                  "         (w.title, w.amount_minor, w.currency, w.category_id, w.spent_on, "
                  "w.spent_at,\n"
                  "          w.merchant_id, w.payment_method_id, w.note, w.tag_ids)\n"
                  "  returning x.*\n"
                  "),\n" ET_SQL_CHANGED_OR_TARGET
                  ",\n" ET_SQL_KEEP_ONLY("$14", "$15", " and e.matched") "select * from e",
    .params = 15,
};

enum { TITLE, AMOUNT, CATEGORY, DATE, CURRENCY, EXTRA, FIELDS = EXTRA + ET_EXTRAS };

static const struct et_json_field create_fields[FIELDS] = {
    [TITLE] = {"title", ET_JSON_TEXT, true},        [AMOUNT] = {"amount", ET_JSON_AMOUNT, true},
    [CATEGORY] = {"category", ET_JSON_TEXT, false}, [DATE] = {"date", ET_JSON_TEXT, false},
    [CURRENCY] = {"currency", ET_JSON_TEXT, false}, ET_EXTRA_FIELDS(EXTRA),
};

static const struct et_json_field update_fields[FIELDS] = {
    [TITLE] = {"title", ET_JSON_TEXT, false},       [AMOUNT] = {"amount", ET_JSON_AMOUNT, false},
    [CATEGORY] = {"category", ET_JSON_TEXT, false}, [DATE] = {"date", ET_JSON_TEXT, false},
    [CURRENCY] = {"currency", ET_JSON_TEXT, false}, ET_EXTRA_FIELDS(EXTRA),
};

/* Parameters in the form that the statements want; absent is SQL NULL. */
struct expense_input {
    struct et_slice title;
    struct et_slice amount;
    struct et_slice category;
    struct et_slice currency;
    char date[ET_DATE_SIZE];
    char time[ET_TIME_SIZE];
    bool has_date;
    bool has_time;
    struct et_extras extras;
};

static void read_date(struct et_problems *problems, struct et_slice text,
                      struct expense_input *input)
{
    struct et_moment moment;
    if (!et_input_moment(problems, "date", text, &moment)) {
        return;
    }
    et_date_format(moment.date, input->date);
    input->has_date = true;
    if (moment.has_time) {
        et_time_format(&moment, input->time);
        input->has_time = true;
    }
}

static void read_values(struct et_arena *arena, struct et_problems *problems,
                        const struct et_json_value values[FIELDS], struct expense_input *input)
{
    const struct et_currency *currency = NULL;
    int64_t minor;
    *input = (struct expense_input){.title = values[TITLE].text,
                                    .amount = values[AMOUNT].text,
                                    .category = values[CATEGORY].text};
    if (values[TITLE].present) {
        et_input_text(arena, problems, "title", input->title, "The title", ET_TITLE_POINTS_MAX,
                      ET_INPUT_BLANK_REFUSED);
    }
    if (values[CURRENCY].present) {
        currency = et_input_currency(problems, "currency", values[CURRENCY].text);
        input->currency = currency != NULL ? et_slice_from(currency->code) : ET_ABSENT;
    }
    if (values[AMOUNT].present) {
        (void)et_input_amount(arena, problems, "amount", input->amount, currency, &minor);
    }
    if (values[CATEGORY].present) {
        et_input_text(arena, problems, "category", input->category, "The category",
                      ET_CATEGORY_POINTS_MAX, ET_INPUT_BLANK_ALLOWED);
    }
    if (values[DATE].present) {
        read_date(problems, values[DATE].text, input);
    }
    et_extras_read(arena, problems, &values[EXTRA], &input->extras);
}

/* Reads and checks the whole body. False: the response is the problem. */
static bool read_body(struct et_exchange *exchange, const struct et_json_field fields[FIELDS],
                      struct expense_input *ret_input)
{
    struct et_request *request = exchange->request;
    struct et_json_value values[FIELDS];
    struct json_object *body;
    struct et_problems *problems = et_input_problems(exchange);
    if (problems == NULL || !et_json_body(request, exchange->response, &body)) {
        return false;
    }
    et_json_read(request->arena, body, fields, FIELDS, "", problems, values);
    read_values(request->arena, problems, values, ret_input);
    return et_input_good(exchange, problems);
}

static struct et_slice date_of(const struct expense_input *input)
{
    return input->has_date ? et_slice_from(input->date) : ET_ABSENT;
}

static struct et_slice time_of(const struct expense_input *input)
{
    return input->has_time ? et_slice_from(input->time) : ET_ABSENT;
}

enum et_verdict et_plan_expense_create(struct et_exchange *exchange)
{
    struct et_unit *unit = exchange->unit;
    struct expense_input input;
    if (!read_body(exchange, create_fields, &input)) {
        return ET_ANSWERED;
    }
    et_unit_init(unit, exchange->request->arena, ET_LANE_WRITE);
    et_unit_add(unit, &et_stmt_expense_create);
    et_unit_i64(unit, exchange->caller.ledger);
    et_unit_text(unit, input.title);
    et_unit_text(unit, input.amount);
    et_unit_text(unit, input.category);
    et_unit_text(unit, date_of(&input));
    et_unit_text(unit, time_of(&input));
    et_unit_text(unit, input.currency);
    et_extras_add(unit, &input.extras);
    et_api_idempotency(exchange);
    return ET_RUN;
}

void et_answer_expense_create(struct et_exchange *exchange, const struct et_rows *rows,
                              size_t count)
{
    (void)count;
    struct et_buf location;
    et_buf_init(&location, exchange->request->arena, 64);
    et_buf_puts(&location, "/api/expenses/");
    et_buf_put(&location, et_cell(&rows[0], 0, ET_EXPENSE_ID));

    exchange->response->status = 201;
    et_response_header(exchange->response, "Location", et_buf_text(&location));
    et_expense_answer(exchange, &rows[0], 0);
}

enum et_verdict et_plan_expense_update(struct et_exchange *exchange)
{
    struct et_unit *unit = exchange->unit;
    struct expense_input input;
    struct et_slice versions;
    if (!et_precondition_read(exchange, &versions) || !read_body(exchange, update_fields, &input)) {
        return ET_ANSWERED;
    }
    et_unit_init(unit, exchange->request->arena, ET_LANE_WRITE);
    et_unit_add(unit, &et_stmt_expense_update);
    et_unit_i64(unit, exchange->caller.ledger);
    et_unit_i64(unit, exchange->request->args[0]);
    et_unit_text(unit, input.title);
    et_unit_text(unit, input.amount);
    et_unit_text(unit, date_of(&input));
    et_unit_text(unit, time_of(&input));
    et_unit_text(unit, input.currency);
    et_unit_text(unit, input.category);
    et_unit_text(unit, versions);
    et_extras_add(unit, &input.extras);
    et_api_idempotency(exchange);
    return ET_RUN;
}

void et_answer_expense_update(struct et_exchange *exchange, const struct et_rows *rows,
                              size_t count)
{
    (void)count;
    if (rows[0].rows == 0) {
        et_answer_missing_expense(exchange);
    } else if (!et_cell_bool(&rows[0], 0, MATCHED)) {
        et_answer_stale(exchange, et_cell(&rows[0], 0, ET_EXPENSE_VERSION));
    } else {
        et_expense_answer(exchange, &rows[0], 0);
    }
}
