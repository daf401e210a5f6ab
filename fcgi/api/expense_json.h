/* expense_json.h - an expense as JSON, written straight from its row. */
#ifndef ET_FCGI_API_EXPENSE_JSON_H
#define ET_FCGI_API_EXPENSE_JSON_H

#include <stddef.h>

#include "fcgi/api/api.h"

/* The columns that ET_SQL_EXPENSE (sql.h) selects, in order; what a statement adds comes after. */
enum et_expense_column {
    ET_EXPENSE_ID,
    ET_EXPENSE_TITLE,
    ET_EXPENSE_AMOUNT_MINOR,
    ET_EXPENSE_CURRENCY,
    ET_EXPENSE_CATEGORY,
    ET_EXPENSE_SPENT_ON,
    ET_EXPENSE_SPENT_AT,
    ET_EXPENSE_CREATED_AT,
    ET_EXPENSE_UPDATED_AT,
    ET_EXPENSE_VERSION,
    ET_EXPENSE_SAMPLE,
    ET_EXPENSE_IMPORT_ID,
    ET_EXPENSE_EXTRAS,
    ET_EXPENSE_COLUMNS
};

/* Appends one expense. `deleted_at` is PostgreSQL's text of an instant, or absent: then the member
 * is left out. A failure sticks to the buffer. */
void et_expense_put(struct et_buf *out, const struct et_rows *rows, size_t row,
                    struct et_slice deleted_at);

/* Appends the first `count` rows as a JSON array. With `names`, the category's column holds an id,
 * and its name is beside that id in `names` (id, name; ordered by id); a name that is missing fails
 * the buffer. */
void et_expense_put_all(struct et_buf *out, const struct et_rows *rows, size_t count,
                        const struct et_rows *names);

/* Appends the day and the time of day as typed, without a zone; midnight when none was typed. */
void et_expense_put_date(struct et_buf *out, struct et_slice day, struct et_slice time);

/* Makes the answer of a single expense: body and ETag. */
void et_expense_answer(struct et_exchange *exchange, const struct et_rows *rows, size_t row);

#endif
