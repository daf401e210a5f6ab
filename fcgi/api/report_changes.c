/* report_changes.c - GET /api/expenses/reports/changes: what changed against the period before.
 *
 * By category (what is below one counts as it) and by merchant, with the largest expense; all from
 * the rows of two periods, read once.
 */
#include <stdlib.h>

#include "fcgi/api/handlers.h"
#include "fcgi/api/put.h"
#include "fcgi/api/report_lines.h"
#include "fcgi/api/report_pair.h"
#include "lib/base/arena.h"
#include "lib/money/amount.h"

#define SQL_ROWS ET_SQL_PAIR_ROWS("x.amount_minor, x.category_id, x.merchant_id", "a.before_until")

/* Of merchants only those whose sum moved most: a year has thousands. Categories all, as they make
 * up the whole. */
const struct et_statement et_stmt_report_changes = {
    .name = "report_changes",
    .sql = ET_SQL_PAIR
    "select " ET_SQL_PAIR_COLUMNS ",\n"
    "       r.kind, r.name, r.amount, r.count, r.before_amount, r.before_count, r.spent_on\n"
    "  from asked a\n"
    "  left join (\n"
    "       select g.kind, coalesce(c.name, m.name) as name, g.amount, g.count, g.before_amount,\n"
    "              g.before_count, null::date as spent_on\n"
    "         from (select case when grouping(x.category_id) = 0 then 1 else 2 end as kind,\n"
    "                      x.category_id, x.merchant_id,\n"
    "                      coalesce(sum(x.amount_minor) filter (where x.now), 0) as amount,\n"
    "                      count(*) filter (where x.now) as count,\n"
    "                      coalesce(sum(x.amount_minor) filter (where not x.now), 0)\n"
    "                      as before_amount,\n"
    "                      count(*) filter (where not x.now) as before_count,\n"
    "                      row_number() over (\n"
    "                          partition by grouping(x.category_id)\n"
    "                          order by abs(sum(case when x.now then x.amount_minor\n"
    "                                                else -x.amount_minor end)) desc) as place\n"
    "                 from (select p.now, p.amount_minor, p.merchant_id,\n"
    "                              coalesce(k.parent_id, k.id) as category_id\n"
    "                         from (" SQL_ROWS ") p\n"
    "                         join app.categories k\n"
    "                           on k.ledger_id = $1::bigint\n"
    "                          and k.id = p.category_id) x\n"
    "                group by grouping sets ((x.category_id), (x.merchant_id))) g\n"
    "         left join app.categories c\n"
    "           on g.kind = 1\n"
    "          and c.ledger_id = $1::bigint\n"
    "          and c.id = g.category_id\n"
    "         left join app.merchants m\n"
    "           on g.kind = 2\n"
    "          and m.ledger_id = $1::bigint\n"
    "          and m.id = g.merchant_id\n"
    "        where g.kind = 1\n"
    "           or g.place <= 20 and g.merchant_id is not null\n"
    "        union all\n"
    "      (select 3, x.title, x.amount_minor, x.id, 0, 0, x.spent_on\n"
    "         from asked a\n"
    "         join app.expenses x\n"
    "           on x.ledger_id = $1::bigint\n"
    "          and x.spent_on >= a.first_day\n"
    "          and x.spent_on <= a.until\n"
    "          and x.currency = a.currency\n"
    "        where x.deleted_at is null\n"
    "        order by x.amount_minor desc, x.spent_on desc, x.id desc\n"
    "        limit 1)) r on true",
    .params = ET_PAIR_PARAMS,
};
enum {
    KIND = ET_PAIR_COLUMNS,
    NAME,
    AMOUNT,
    COUNT, /* the id of the largest */
    BEFORE_AMOUNT,
    BEFORE_COUNT,
    SPENT_ON,
};
#define BY_CATEGORY 1
#define BY_MERCHANT 2
#define LARGEST 3

struct change {
    struct et_slice name;
    struct et_report_sum now;
    struct et_report_sum before;
};

struct changes {
    struct change *items;
    size_t count;
};

static et_report_wide distance(const struct change *change)
{
    return change->now.amount > change->before.amount ? change->now.amount - change->before.amount
                                                      : change->before.amount - change->now.amount;
}

/* What moved most first; names decide between equals, so that the order is always the same. */
static int by_distance(const void *left, const void *right)
{
    const struct change *a = left;
    const struct change *b = right;
    if (distance(a) != distance(b)) {
        return distance(a) > distance(b) ? -1 : 1;
    }
    return et_report_by_text(a->name, b->name);
}

static bool pick(struct et_arena *arena, const struct et_rows *rows, int64_t kind,
                 struct changes *ret_changes)
{
    struct changes list = {et_arena_array(arena, rows->rows + 1, sizeof *list.items), 0};
    if (list.items == NULL) {
        return false;
    }
    for (size_t row = 0; row < rows->rows; row++) {
        if (et_cell_i64(rows, row, KIND, 0) != kind) {
            continue;
        }
        struct change change = {.name = et_cell(rows, row, NAME)};
        et_report_add(&change.now, et_cell(rows, row, AMOUNT), et_cell_i64(rows, row, COUNT, 0));
        et_report_add(&change.before, et_cell(rows, row, BEFORE_AMOUNT),
                      et_cell_i64(rows, row, BEFORE_COUNT, 0));
        list.items[list.count++] = change;
    }
    qsort(list.items, list.count, sizeof *list.items, by_distance);
    *ret_changes = list;
    return true;
}

static void put_change(struct et_json_out *out, const struct change *change,
                       struct et_slice currency)
{
    char text[40];
    bool more = change->now.amount >= change->before.amount;
    et_report_put_sum(out, &change->now, currency, "count");
    et_json_key(out, "previous_amount");
    et_put_amount(out->buf, et_report_digits(change->before.amount, text), currency);
    out->comma = true;
    et_json_pair_i64(out, "previous_count", change->before.count);
    et_json_key(out, "change");
    if (!more) {
        ET_PUT(out->buf, "-");
    }
    et_put_amount(out->buf, et_report_digits(distance(change), text), currency);
    out->comma = true;
    et_json_key(out, "change_percentage");
    if (change->before.amount == 0) {
        et_json_null(out);
        return;
    }
    /* In tenths of a percent, half up; sums are far below 10^30, so this stays inside 128 bits. */
    et_report_wide tenths =
        (distance(change) * 2000 + change->before.amount) / (change->before.amount * 2);
    if (!more && tenths > 0) {
        ET_PUT(out->buf, "-");
    }
    (void)et_amount_put_digits(out->buf, et_report_digits(tenths, text), 1);
    out->comma = true;
}

static void put_list(struct et_json_out *out, const struct changes *list, const char *name,
                     struct et_slice currency)
{
    et_json_begin_array(out);
    for (size_t i = 0; i < list->count; i++) {
        et_json_begin_object(out);
        et_json_pair_text(out, name, list->items[i].name);
        put_change(out, &list->items[i], currency);
        et_json_end_object(out);
    }
    et_json_end_array(out);
}

static void put_largest(struct et_json_out *out, const struct et_rows *rows,
                        struct et_slice currency)
{
    for (size_t row = 0; row < rows->rows; row++) {
        if (et_cell_i64(rows, row, KIND, 0) == LARGEST) {
            et_json_begin_object(out);
            et_json_pair_raw(out, "id", et_cell(rows, row, COUNT));
            et_json_pair_text(out, "title", et_cell(rows, row, NAME));
            et_json_key(out, "amount");
            et_put_amount(out->buf, et_cell(rows, row, AMOUNT), currency);
            out->comma = true;
            et_json_pair_text(out, "date", et_cell(rows, row, SPENT_ON));
            et_json_end_object(out);
            return;
        }
    }
    et_json_null(out);
}

enum et_verdict et_plan_report_changes(struct et_exchange *exchange)
{
    return et_report_plan_pair(exchange, &et_stmt_report_changes, ET_PAIR_DAYS_MAX);
}

void et_answer_report_changes(struct et_exchange *exchange, const struct et_rows *rows,
                              size_t count)
{
    (void)count;
    const struct et_rows *all = &rows[0];
    struct changes categories;
    struct changes merchants;
    if (all->rows == 0 || !pick(exchange->request->arena, all, BY_CATEGORY, &categories) ||
        !pick(exchange->request->arena, all, BY_MERCHANT, &merchants)) {
        exchange->response->body.failed = true;
        return;
    }
    struct et_slice currency = et_cell(all, 0, ET_PAIR_CURRENCY);
    struct change whole = {.name = ET_ABSENT};
    for (size_t i = 0; i < categories.count; i++) {
        whole.now.amount += categories.items[i].now.amount;
        whole.now.count += categories.items[i].now.count;
        whole.before.amount += categories.items[i].before.amount;
        whole.before.count += categories.items[i].before.count;
    }
    int64_t days = et_report_days(et_cell(all, 0, ET_PAIR_FROM), et_cell(all, 0, ET_PAIR_UNTIL));
    int64_t before_days =
        et_report_days(et_cell(all, 0, ET_PAIR_BEFORE_FROM), et_cell(all, 0, ET_PAIR_BEFORE_UNTIL));
    struct et_json_out out = et_json_out(&exchange->response->body);
    et_json_begin_object(&out);
    et_report_put_pair(&out, all);
    put_change(&out, &whole, currency);
    et_json_pair_i64(&out, "days", days);
    et_report_put_mean(&out, "daily_average", &whole.now, days, currency);
    et_json_pair_i64(&out, "previous_days", before_days);
    et_report_put_mean(&out, "previous_daily_average", &whole.before, before_days, currency);
    et_json_key(&out, "categories");
    put_list(&out, &categories, "category", currency);
    et_json_key(&out, "merchants");
    put_list(&out, &merchants, "merchant", currency);
    et_json_key(&out, "largest");
    put_largest(&out, all, currency);
    et_json_end_object(&out);
}
