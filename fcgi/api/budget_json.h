/* budget_json.h - a budget and where it stands, as JSON, written straight from its row. */
#ifndef ET_FCGI_API_BUDGET_JSON_H
#define ET_FCGI_API_BUDGET_JSON_H

#include <stddef.h>

#include "fcgi/api/api.h"
#include "lib/http/json_out.h"

/* The columns of an app.budget_state `s`, in the order of enum et_budget_column; what a statement
 * adds comes after. Sums pass 64 bits, so they are text also in a kept answer. */
#define ET_SQL_BUDGET_OF(s)                                                                        \
    s "id, " s "category_id, " s "category, " s "archived, " s "period, " s "currency,\n"          \
      "         " s "amount_minor, " s "roll_over, to_json(" s "thresholds) as thresholds,\n"      \
      "         " s "version, " s "created_at::text as created_at,\n"                              \
      "         " s "updated_at::text as updated_at, " s "first_day, " s "last_day,\n"             \
      "         " s "carried_minor::text as carried, " s "limit_minor::text as \"limit\",\n"       \
      "         " s "spent_minor::text as spent,\n"                                                \
      "         (" s "limit_minor - " s "spent_minor)::text as remaining,\n"                       \
      "         " s "count, " s "others, " s "percent::text as percent, " s "pace::text as pace"

enum et_budget_column {
    ET_BUDGET_ID,
    ET_BUDGET_CATEGORY_ID,
    ET_BUDGET_CATEGORY,
    ET_BUDGET_ARCHIVED,
    ET_BUDGET_PERIOD,
    ET_BUDGET_CURRENCY,
    ET_BUDGET_AMOUNT_MINOR,
    ET_BUDGET_ROLL_OVER,
    ET_BUDGET_THRESHOLDS,
    ET_BUDGET_VERSION,
    ET_BUDGET_CREATED_AT,
    ET_BUDGET_UPDATED_AT,
    ET_BUDGET_FIRST_DAY,
    ET_BUDGET_LAST_DAY,
    ET_BUDGET_CARRIED,
    ET_BUDGET_LIMIT,
    ET_BUDGET_SPENT,
    ET_BUDGET_REMAINING,
    ET_BUDGET_COUNT,
    ET_BUDGET_OTHERS,
    ET_BUDGET_PERCENT,
    ET_BUDGET_PACE,
    ET_BUDGET_COLUMNS
};

/* Appends one budget. `terms`, or NULL: the rows (from_day, amount_minor, roll_over) of its terms,
 * for the member `terms`. */
void et_budget_put(struct et_json_out *out, const struct et_rows *rows, size_t row,
                   const struct et_rows *terms);

/* Appends a member whose value is an amount of the currency, given in minor units as digits. */
void et_budget_pair_amount(struct et_json_out *out, const char *name, struct et_slice minor,
                           struct et_slice currency);

/* Makes the answer of one budget, which may be missing (404) or have another version than expected:
 * then the column after the last is false (412). */
void et_budget_answer(struct et_exchange *exchange, const struct et_rows *rows,
                      const struct et_rows *terms);

#endif
