/* expense_json.c - see expense_json.h. */
#include "fcgi/api/expense_json.h"

#include <string.h>

#include "fcgi/api/answer.h"
#include "fcgi/api/put.h"

/* The day and the time of day as typed, without a zone; midnight when none was typed. */
static void put_date(struct et_buf *out, struct et_slice day, struct et_slice time)
{
    et_buf_put(out, day);
    ET_PUT(out, "T");
    et_buf_put(out, time.len >= 8 ? (struct et_slice){time.ptr, 8} : ET_LIT("00:00:00"));
}

static bool is_true(struct et_slice cell)
{
    return cell.len > 0 && cell.ptr[0] == 't';
}

/* Ids are positive and without leading zeros, so the longer one is the larger. */
static int compare_ids(struct et_slice a, struct et_slice b)
{
    if (a.len != b.len) {
        return a.len < b.len ? -1 : 1;
    }
    return memcmp(a.ptr, b.ptr, a.len);
}

/* The name beside an id in rows of both, ordered by id; absent when it isn't there. */
static struct et_slice name_of(const struct et_rows *names, struct et_slice id)
{
    size_t low = 0;
    size_t high = names->rows;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        int order = compare_ids(id, et_cell(names, middle, 0));
        if (order == 0) {
            return et_cell(names, middle, 1);
        }
        if (order < 0) {
            high = middle;
        } else {
            low = middle + 1;
        }
    }
    return ET_ABSENT;
}

static void put_expense(struct et_buf *out, const struct et_slice *cell, struct et_slice category,
                        struct et_slice deleted_at)
{
    struct et_slice import_id = cell[ET_EXPENSE_IMPORT_ID];

    ET_PUT(out, "{\"id\":");
    et_buf_put(out, cell[ET_EXPENSE_ID]);
    ET_PUT(out, ",\"title\":");
    et_buf_put_json(out, cell[ET_EXPENSE_TITLE]);
    ET_PUT(out, ",\"amount\":");
    et_put_amount(out, cell[ET_EXPENSE_AMOUNT_MINOR], cell[ET_EXPENSE_CURRENCY]);
    ET_PUT(out, ",\"currency\":\"");
    et_buf_put(out, cell[ET_EXPENSE_CURRENCY]);
    ET_PUT(out, "\",\"category\":");
    et_buf_put_json(out, category);
    ET_PUT(out, ",\"date\":\"");
    put_date(out, cell[ET_EXPENSE_SPENT_ON], cell[ET_EXPENSE_SPENT_AT]);
    ET_PUT(out, "\",\"created_at\":");
    et_put_instant(out, cell[ET_EXPENSE_CREATED_AT]);
    ET_PUT(out, ",\"updated_at\":");
    et_put_instant(out, cell[ET_EXPENSE_UPDATED_AT]);
    ET_PUT(out, ",\"version\":");
    et_buf_put(out, cell[ET_EXPENSE_VERSION]);
    ET_PUT(out, ",\"sample\":");
    et_buf_put(out, is_true(cell[ET_EXPENSE_SAMPLE]) ? ET_LIT("true") : ET_LIT("false"));
    ET_PUT(out, ",\"import_id\":");
    et_buf_put(out, et_slice_present(import_id) ? import_id : ET_LIT("null"));
    et_put_members(out, cell[ET_EXPENSE_EXTRAS]);
    if (et_slice_present(deleted_at)) {
        ET_PUT(out, ",\"deleted_at\":");
        et_put_instant(out, deleted_at);
    }
    ET_PUT(out, "}");
}

void et_expense_put(struct et_buf *out, const struct et_rows *rows, size_t row,
                    struct et_slice deleted_at)
{
    put_expense(out, &rows->cells[row * rows->columns], et_cell(rows, row, ET_EXPENSE_CATEGORY),
                deleted_at);
}

void et_expense_put_all(struct et_buf *out, const struct et_rows *rows, size_t count,
                        const struct et_rows *names)
{
    ET_PUT(out, "[");
    for (size_t row = 0; row < count; row++) {
        if (row > 0) {
            ET_PUT(out, ",");
        }
        struct et_slice category = et_cell(rows, row, ET_EXPENSE_CATEGORY);
        if (names != NULL) {
            category = name_of(names, category);
            out->failed |= !et_slice_present(category);
        }
        put_expense(out, &rows->cells[row * rows->columns], category, ET_ABSENT);
    }
    ET_PUT(out, "]");
}

void et_expense_put_date(struct et_buf *out, struct et_slice day, struct et_slice time)
{
    ET_PUT(out, "\"");
    put_date(out, day, time);
    ET_PUT(out, "\"");
}

void et_expense_answer(struct et_exchange *exchange, const struct et_rows *rows, size_t row)
{
    et_expense_put(&exchange->response->body, rows, row, ET_ABSENT);
    et_answer_etag(exchange, et_cell(rows, row, ET_EXPENSE_VERSION));
}
