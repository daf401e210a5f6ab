/* budget_json.c - see budget_json.h. */
#include "fcgi/api/budget_json.h"

#include "fcgi/api/answer.h"
#include "fcgi/api/put.h"

#define MATCHED ET_BUDGET_COLUMNS

enum { TERM_FROM, TERM_AMOUNT_MINOR, TERM_ROLL_OVER };

void et_budget_pair_amount(struct et_json_out *out, const char *name, struct et_slice minor,
                           struct et_slice currency)
{
    et_json_key(out, name);
    et_put_amount(out->buf, minor, currency);
    out->comma = true;
}

static void put_instant(struct et_json_out *out, const char *name, struct et_slice text)
{
    et_json_key(out, name);
    et_put_instant(out->buf, text);
    out->comma = true;
}

static void put_state(struct et_json_out *out, const struct et_slice *cell)
{
    struct et_slice currency = cell[ET_BUDGET_CURRENCY];

    et_json_key(out, "state");
    et_json_begin_object(out);
    et_json_pair_text(out, "first_day", cell[ET_BUDGET_FIRST_DAY]);
    et_json_pair_text(out, "last_day", cell[ET_BUDGET_LAST_DAY]);
    et_budget_pair_amount(out, "carried", cell[ET_BUDGET_CARRIED], currency);
    et_budget_pair_amount(out, "limit", cell[ET_BUDGET_LIMIT], currency);
    et_budget_pair_amount(out, "spent", cell[ET_BUDGET_SPENT], currency);
    et_budget_pair_amount(out, "remaining", cell[ET_BUDGET_REMAINING], currency);
    et_json_pair_raw(out, "count", cell[ET_BUDGET_COUNT]);
    et_json_pair_raw(out, "in_other_currencies", cell[ET_BUDGET_OTHERS]);
    et_json_pair_raw(out, "percent", cell[ET_BUDGET_PERCENT]);
    et_json_pair_raw(out, "pace", cell[ET_BUDGET_PACE]);
    et_json_end_object(out);
}

static void put_terms(struct et_json_out *out, const struct et_rows *terms,
                      struct et_slice currency)
{
    et_json_key(out, "terms");
    et_json_begin_array(out);
    for (size_t row = 0; row < terms->rows; row++) {
        et_json_begin_object(out);
        et_json_pair_text(out, "from", et_cell(terms, row, TERM_FROM));
        et_budget_pair_amount(out, "amount", et_cell(terms, row, TERM_AMOUNT_MINOR), currency);
        et_json_pair_bool(out, "roll_over", et_cell_bool(terms, row, TERM_ROLL_OVER));
        et_json_end_object(out);
    }
    et_json_end_array(out);
}

void et_budget_put(struct et_json_out *out, const struct et_rows *rows, size_t row,
                   const struct et_rows *terms)
{
    const struct et_slice *cell = &rows->cells[row * rows->columns];

    et_json_begin_object(out);
    et_json_pair_raw(out, "id", cell[ET_BUDGET_ID]);
    et_json_pair_raw(out, "category_id", cell[ET_BUDGET_CATEGORY_ID]);
    et_json_pair_text(out, "category", cell[ET_BUDGET_CATEGORY]);
    et_json_pair_bool(out, "category_archived", et_cell_bool(rows, row, ET_BUDGET_ARCHIVED));
    et_json_pair_text(out, "period", cell[ET_BUDGET_PERIOD]);
    et_json_pair_text(out, "currency", cell[ET_BUDGET_CURRENCY]);
    et_budget_pair_amount(out, "amount", cell[ET_BUDGET_AMOUNT_MINOR], cell[ET_BUDGET_CURRENCY]);
    et_json_pair_bool(out, "roll_over", et_cell_bool(rows, row, ET_BUDGET_ROLL_OVER));
    et_json_pair_raw(out, "thresholds", cell[ET_BUDGET_THRESHOLDS]);
    et_json_pair_raw(out, "version", cell[ET_BUDGET_VERSION]);
    put_instant(out, "created_at", cell[ET_BUDGET_CREATED_AT]);
    put_instant(out, "updated_at", cell[ET_BUDGET_UPDATED_AT]);
    put_state(out, cell);
    if (terms != NULL) {
        put_terms(out, terms, cell[ET_BUDGET_CURRENCY]);
    }
    et_json_end_object(out);
}

void et_budget_answer(struct et_exchange *exchange, const struct et_rows *rows,
                      const struct et_rows *terms)
{
    if (rows->rows == 0) {
        et_problem(exchange->response, exchange->request, 404, "not_found", "Budget not found");
        return;
    }
    if (rows->columns > MATCHED && !et_cell_bool(rows, 0, MATCHED)) {
        et_answer_stale(exchange, et_cell(rows, 0, ET_BUDGET_VERSION));
        return;
    }
    struct et_json_out out = et_json_out(&exchange->response->body);
    et_budget_put(&out, rows, 0, terms);
    et_answer_etag(exchange, et_cell(rows, 0, ET_BUDGET_VERSION));
}
