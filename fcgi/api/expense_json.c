/* expense_json.c - see expense_json.h. */
#include "fcgi/api/expense_json.h"

#include <string.h>

#include "fcgi/api/answer.h"
#include "fcgi/api/put.h"

/* Short pieces are gathered here and handed to the buffer together: a list has thirty of them a
 * row, and with literals the compiler makes each copy a move or two. */
struct gather {
    struct et_buf *out;
    size_t used;
    char text[512];
};

static void flush(struct gather *gather)
{
    et_buf_put(gather->out, (struct et_slice){gather->text, gather->used});
    gather->used = 0;
}

static inline void add(struct gather *gather, struct et_slice piece)
{
    if (piece.len > sizeof gather->text - gather->used) {
        flush(gather);
        if (piece.len > sizeof gather->text) {
            et_buf_put(gather->out, piece);
            return;
        }
    }
    if (piece.len > 0) {
        memcpy(gather->text + gather->used, piece.ptr, piece.len);
        gather->used += piece.len;
    }
}

static void add_text(struct gather *gather, struct et_slice text)
{
    flush(gather);
    et_buf_put_json(gather->out, text);
}

static void add_amount(struct gather *gather, struct et_slice minor, struct et_slice currency)
{
    flush(gather);
    et_put_amount(gather->out, minor, currency);
}

/* The day and the time of day as typed, without a zone; midnight when none was typed. */
static void add_date(struct gather *gather, struct et_slice day, struct et_slice time)
{
    add(gather, day);
    add(gather, ET_LIT("T"));
    add(gather, time.len >= 8 ? (struct et_slice){time.ptr, 8} : ET_LIT("00:00:00"));
}

static void add_instant(struct gather *gather, struct et_slice text)
{
    struct et_instant_parts parts;
    if (!et_put_split_instant(text, &parts)) {
        add(gather, ET_LIT("null"));
        return;
    }
    add(gather, ET_LIT("\""));
    add(gather, parts.day);
    add(gather, ET_LIT("T"));
    add(gather, parts.time);
    add(gather, parts.zeros);
    add(gather, ET_LIT("Z\""));
}

static bool is_true(struct et_slice cell)
{
    return cell.len > 0 && cell.ptr[0] == 't';
}

static void add_expense(struct gather *to, const struct et_slice *cell, struct et_slice deleted_at)
{
    struct et_slice import_id = cell[ET_EXPENSE_IMPORT_ID];

    add(to, ET_LIT("{\"id\":"));
    add(to, cell[ET_EXPENSE_ID]);
    add(to, ET_LIT(",\"title\":"));
    add_text(to, cell[ET_EXPENSE_TITLE]);
    add(to, ET_LIT(",\"amount\":"));
    add_amount(to, cell[ET_EXPENSE_AMOUNT_MINOR], cell[ET_EXPENSE_CURRENCY]);
    add(to, ET_LIT(",\"currency\":\""));
    add(to, cell[ET_EXPENSE_CURRENCY]);
    add(to, ET_LIT("\",\"category\":"));
    add_text(to, cell[ET_EXPENSE_CATEGORY]);
    add(to, ET_LIT(",\"date\":\""));
    add_date(to, cell[ET_EXPENSE_SPENT_ON], cell[ET_EXPENSE_SPENT_AT]);
    add(to, ET_LIT("\",\"created_at\":"));
    add_instant(to, cell[ET_EXPENSE_CREATED_AT]);
    add(to, ET_LIT(",\"updated_at\":"));
    add_instant(to, cell[ET_EXPENSE_UPDATED_AT]);
    add(to, ET_LIT(",\"version\":"));
    add(to, cell[ET_EXPENSE_VERSION]);
    add(to, ET_LIT(",\"sample\":"));
    add(to, is_true(cell[ET_EXPENSE_SAMPLE]) ? ET_LIT("true") : ET_LIT("false"));
    add(to, ET_LIT(",\"import_id\":"));
    add(to, et_slice_present(import_id) ? import_id : ET_LIT("null"));
    if (et_slice_present(deleted_at)) {
        add(to, ET_LIT(",\"deleted_at\":"));
        add_instant(to, deleted_at);
    }
    add(to, ET_LIT("}"));
}

void et_expense_put(struct et_buf *out, const struct et_rows *rows, size_t row,
                    struct et_slice deleted_at)
{
    struct gather gather;
    gather.out = out;
    gather.used = 0;
    add_expense(&gather, &rows->cells[row * rows->columns], deleted_at);
    flush(&gather);
}

void et_expense_put_all(struct et_buf *out, const struct et_rows *rows, size_t count)
{
    struct gather gather;
    gather.out = out;
    gather.used = 0;
    add(&gather, ET_LIT("["));
    for (size_t row = 0; row < count; row++) {
        if (row > 0) {
            add(&gather, ET_LIT(","));
        }
        add_expense(&gather, &rows->cells[row * rows->columns], ET_ABSENT);
    }
    add(&gather, ET_LIT("]"));
    flush(&gather);
}

void et_expense_answer(struct et_exchange *exchange, const struct et_rows *rows, size_t row)
{
    et_expense_put(&exchange->response->body, rows, row, ET_ABSENT);
    et_answer_etag(exchange, et_cell(rows, row, ET_EXPENSE_VERSION));
}
