/* budget_write.c - POST /api/budgets and PUT /api/budgets/{id}.
 *
 * Category, period and currency of a budget are fixed, so that its past means what it meant; a
 * change of them is told in words. What only the database knows (today, the category, whether there
 * is such a budget already) it checks in the same statement.
 */
#include "fcgi/api/budget_json.h"
#include "fcgi/api/handlers.h"
#include "fcgi/api/input.h"
#include "fcgi/api/precondition.h"
#include "fcgi/api/sql.h"
#include "lib/http/json_in.h"

#define THRESHOLDS_MAX 5
#define THRESHOLD_MAX 1000

const struct et_statement et_stmt_budget_create = {
    .name = "budget_create",
    .sql =
        "with e as materialized (\n"
        "  select " ET_SQL_BUDGET_OF("s.") "\n"
                                           "    from app.add_budget($2::bigint, $3::text, "
                                           "$4::text, $5::numeric, $6::boolean,\n"
                                           "                        $7::smallint[], $8::date) s\n"
                                           "   where app.ledger_id() = $1::bigint\n"
                                           "),\n" ET_SQL_KEEP("$9", "$10") "select * from e",
    .params = 10,
};

const struct et_statement et_stmt_budget_update = {
    .name = "budget_update",
    .sql =
        "with e as materialized (\n"
        "  select " ET_SQL_BUDGET_OF(
            "(c.state).") ", c.matched\n"
                          "    from app.change_budget($2::bigint, $3::bigint[], $4::numeric,\n"
                          "                           $5::boolean, $6::smallint[], $7::date) c\n"
                          "   where app.ledger_id() = $1::bigint\n"
                          "),\n" ET_SQL_KEEP_ONLY("$8", "$9", " and e.matched") "select * from e",
    .params = 9,
};

enum { AMOUNT, ROLL_OVER, THRESHOLDS, FROM, CATEGORY_ID, PERIOD, CURRENCY, FIELDS };

static const struct et_json_field create_fields[FIELDS] = {
    [AMOUNT] = {"amount", ET_JSON_AMOUNT, true},
    [ROLL_OVER] = {"roll_over", ET_JSON_BOOLEAN, false},
    [THRESHOLDS] = {"thresholds", ET_JSON_ARRAY, false},
    [FROM] = {"from", ET_JSON_TEXT, false},
    [CATEGORY_ID] = {"category_id", ET_JSON_INTEGER | ET_JSON_OR_NULL, false},
    [PERIOD] = {"period", ET_JSON_TEXT, true},
    [CURRENCY] = {"currency", ET_JSON_TEXT, false},
};

static const struct et_json_field update_fields[FIELDS] = {
    [AMOUNT] = {"amount", ET_JSON_AMOUNT, false},
    [ROLL_OVER] = {"roll_over", ET_JSON_BOOLEAN, false},
    [THRESHOLDS] = {"thresholds", ET_JSON_ARRAY, false},
    [FROM] = {"from", ET_JSON_TEXT, false},
    [CATEGORY_ID] = {"category_id", ET_JSON_INTEGER | ET_JSON_OR_NULL, false},
    [PERIOD] = {"period", ET_JSON_TEXT, false},
    [CURRENCY] = {"currency", ET_JSON_TEXT, false},
};

/* Parameters in the form that the statements want; absent is SQL NULL. */
struct budget_input {
    struct et_slice amount;
    struct et_slice period;
    struct et_slice currency;
    struct et_slice from;
    struct et_slice thresholds; /* an array of smallint as text: {80,100} */
    int64_t category_id;        /* 0: none */
    bool has_roll_over;
    bool roll_over;
};

/* Ascending, each once: the array as PostgreSQL reads it. */
static struct et_slice thresholds_text(struct et_arena *arena, int64_t *values, size_t count)
{
    struct et_buf text;
    et_buf_init(&text, arena, 64);
    et_buf_putc(&text, '{');
    int64_t last = 0;
    for (size_t n = 0; n < count; n++) {
        int64_t next = INT64_MAX;
        for (size_t i = 0; i < count; i++) {
            next = values[i] > last && values[i] < next ? values[i] : next;
        }
        if (next == INT64_MAX) {
            break;
        }
        if (n > 0) {
            et_buf_putc(&text, ',');
        }
        et_buf_put_i64(&text, next);
        last = next;
    }
    et_buf_putc(&text, '}');
    return et_buf_text(&text);
}

static struct et_slice read_thresholds(struct et_arena *arena, struct et_problems *problems,
                                       struct json_object *array)
{
    int64_t values[THRESHOLDS_MAX];
    size_t count = et_json_length(array);
    bool good = count <= THRESHOLDS_MAX;
    for (size_t i = 0; good && i < count; i++) {
        good = et_json_integer(et_json_item(array, i), &values[i]) && values[i] >= 1 &&
               values[i] <= THRESHOLD_MAX;
    }
    if (!good) {
        et_problems_add(problems, "thresholds", "bad_thresholds",
                        "Use at most 5 whole percentages from 1 to 1000.");
        return ET_ABSENT;
    }
    return thresholds_text(arena, values, count);
}

static void check_period(struct et_problems *problems, struct et_slice text)
{
    if (!et_slice_eq(text, ET_LIT("week")) && !et_slice_eq(text, ET_LIT("month")) &&
        !et_slice_eq(text, ET_LIT("year"))) {
        et_problems_add(problems, "period", "unknown_period", "Choose week, month or year.");
    }
}

/* What makes the budget what it is. */
static const struct et_currency *read_kind(struct et_problems *problems,
                                           const struct et_json_value values[FIELDS],
                                           struct budget_input *input)
{
    const struct et_currency *currency = NULL;
    if (values[PERIOD].present) {
        check_period(problems, values[PERIOD].text);
        input->period = values[PERIOD].text;
    }
    if (values[CURRENCY].present) {
        currency = et_input_currency(problems, "currency", values[CURRENCY].text);
        input->currency = currency != NULL ? et_slice_from(currency->code) : ET_ABSENT;
    }
    if (values[CATEGORY_ID].present && !values[CATEGORY_ID].null) {
        input->category_id = values[CATEGORY_ID].integer;
        if (input->category_id < 1) {
            et_problems_add(problems, "category_id", "unknown_category",
                            "There is no such category.");
        }
    }
    return currency;
}

static void refuse_kind(struct et_problems *problems, const struct et_json_value values[FIELDS])
{
    static const struct {
        size_t field;
        const char *message;
    } fixed[] = {
        {CATEGORY_ID, "A budget keeps its category. Make another budget instead."},
        {PERIOD, "A budget keeps its period. Make another budget instead."},
        {CURRENCY, "A budget keeps its currency. Make another budget instead."},
    };
    for (size_t i = 0; i < sizeof fixed / sizeof fixed[0]; i++) {
        if (values[fixed[i].field].present) {
            et_problems_add(problems, update_fields[fixed[i].field].name, "fixed",
                            fixed[i].message);
        }
    }
}

static void read_terms(struct et_arena *arena, struct et_problems *problems,
                       const struct et_json_value values[FIELDS],
                       const struct et_currency *currency, struct budget_input *input)
{
    int64_t minor;
    if (values[AMOUNT].present) {
        input->amount = values[AMOUNT].text;
        (void)et_input_amount(arena, problems, "amount", input->amount, currency, &minor);
    }
    if (values[FROM].present) {
        input->from = values[FROM].text;
        et_input_day(problems, "from", input->from);
    }
    if (values[THRESHOLDS].present) {
        input->thresholds = read_thresholds(arena, problems, values[THRESHOLDS].node);
    }
    input->has_roll_over = values[ROLL_OVER].present;
    input->roll_over = values[ROLL_OVER].boolean;
}

/* Reads and checks the whole body. False: the response is the problem. */
static bool read_body(struct et_exchange *exchange, const struct et_json_field fields[FIELDS],
                      struct budget_input *ret_input)
{
    struct et_request *request = exchange->request;
    struct et_json_value values[FIELDS];
    struct json_object *body;
    const struct et_currency *currency = NULL;
    struct et_problems *problems = et_input_problems(exchange);
    if (problems == NULL || !et_json_body(request, exchange->response, &body)) {
        return false;
    }
    *ret_input = (struct budget_input){.category_id = 0};
    et_json_read(request->arena, body, fields, FIELDS, "", problems, values);
    if (fields == create_fields) {
        currency = read_kind(problems, values, ret_input);
    } else {
        refuse_kind(problems, values);
    }
    read_terms(request->arena, problems, values, currency, ret_input);
    return et_input_good(exchange, problems);
}

static struct et_slice or_else(struct et_slice text, struct et_slice otherwise)
{
    return et_slice_present(text) ? text : otherwise;
}

enum et_verdict et_plan_budget_create(struct et_exchange *exchange)
{
    struct et_unit *unit = exchange->unit;
    struct budget_input input;
    if (!read_body(exchange, create_fields, &input)) {
        return ET_ANSWERED;
    }
    et_unit_init(unit, exchange->request->arena, ET_LANE_WRITE);
    et_unit_add(unit, &et_stmt_budget_create);
    et_unit_i64(unit, exchange->caller.ledger);
    if (input.category_id > 0) {
        et_unit_i64(unit, input.category_id);
    } else {
        et_unit_null(unit);
    }
    et_unit_text(unit, input.period);
    et_unit_text(unit, input.currency);
    et_unit_text(unit, input.amount);
    et_unit_bool(unit, input.roll_over);
    et_unit_text(unit, or_else(input.thresholds, ET_LIT("{80,100}")));
    et_unit_text(unit, input.from);
    et_api_idempotency(exchange);
    return ET_RUN;
}

void et_answer_budget_create(struct et_exchange *exchange, const struct et_rows *rows, size_t count)
{
    (void)count;
    struct et_buf location;
    et_buf_init(&location, exchange->request->arena, 64);
    et_buf_puts(&location, "/api/budgets/");
    et_buf_put(&location, et_cell(&rows[0], 0, ET_BUDGET_ID));

    exchange->response->status = 201;
    et_response_header(exchange->response, "Location", et_buf_text(&location));
    et_budget_answer(exchange, &rows[0], NULL);
}

enum et_verdict et_plan_budget_update(struct et_exchange *exchange)
{
    struct et_unit *unit = exchange->unit;
    struct budget_input input;
    struct et_slice versions;
    if (!et_precondition_read(exchange, &versions) || !read_body(exchange, update_fields, &input)) {
        return ET_ANSWERED;
    }
    et_unit_init(unit, exchange->request->arena, ET_LANE_WRITE);
    et_unit_add(unit, &et_stmt_budget_update);
    et_unit_i64(unit, exchange->caller.ledger);
    et_unit_i64(unit, exchange->request->args[0]);
    et_unit_text(unit, versions);
    et_unit_text(unit, input.amount);
    if (input.has_roll_over) {
        et_unit_bool(unit, input.roll_over);
    } else {
        et_unit_null(unit);
    }
    et_unit_text(unit, input.thresholds);
    et_unit_text(unit, input.from);
    et_api_idempotency(exchange);
    return ET_RUN;
}

void et_answer_budget_update(struct et_exchange *exchange, const struct et_rows *rows, size_t count)
{
    (void)count;
    et_budget_answer(exchange, &rows[0], NULL);
}
