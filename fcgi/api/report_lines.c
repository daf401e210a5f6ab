/* report_lines.c - see report_lines.h. */
#include "fcgi/api/report_lines.h"

#include <stdlib.h>
#include <string.h>

#include "fcgi/api/put.h"
#include "lib/base/arena.h"
#include "lib/money/amount.h"
#include "lib/money/share.h"

int et_report_by_text(struct et_slice a, struct et_slice b)
{
    int order = memcmp(a.ptr, b.ptr, a.len < b.len ? a.len : b.len);
    return order != 0 ? order : (a.len > b.len) - (a.len < b.len);
}

/* Sums are digits without a sign or leading zeros, so the longer one is larger. */
static int by_amount(const void *left, const void *right)
{
    const struct et_report_line *a = left;
    const struct et_report_line *b = right;
    if (a->amount.len != b->amount.len) {
        return a->amount.len > b->amount.len ? -1 : 1;
    }
    int order = et_report_by_text(b->amount, a->amount);
    return order != 0 ? order : et_report_by_text(a->name, b->name);
}

bool et_report_lines(struct et_arena *arena, const struct et_rows *rows,
                     struct et_report_lines *ret_lines)
{
    struct et_report_lines lines = {
        .items = et_arena_array(arena, rows->rows + 1, sizeof *lines.items), .count = rows->rows};
    if (lines.items == NULL) {
        return false;
    }
    for (size_t row = 0; row < rows->rows; row++) {
        struct et_slice name = et_cell(rows, row, ET_LINE_NAME);
        lines.items[row] = (struct et_report_line){
            .currency = et_cell(rows, row, ET_LINE_CURRENCY),
            .name = et_slice_present(name) ? name : (struct et_slice){"", 0},
            .amount = et_cell(rows, row, ET_LINE_AMOUNT),
            .count = et_cell_i64(rows, row, ET_LINE_COUNT, 0),
        };
    }
    qsort(lines.items, lines.count, sizeof *lines.items, by_amount);
    *ret_lines = lines;
    return true;
}

bool et_report_shares(struct et_arena *arena, const struct et_report_lines *lines,
                      struct et_slice currency, struct et_report_lines *ret_lines)
{
    struct et_report_lines mine = {
        .items = et_arena_array(arena, lines->count + 1, sizeof *mine.items), .count = 0};
    struct et_slice *amounts = et_arena_array(arena, lines->count + 1, sizeof *amounts);
    int32_t *shares = et_arena_array(arena, lines->count + 1, sizeof *shares);
    if (mine.items == NULL || amounts == NULL || shares == NULL) {
        return false;
    }
    for (size_t i = 0; i < lines->count; i++) {
        if (et_slice_eq(lines->items[i].currency, currency)) {
            amounts[mine.count] = lines->items[i].amount;
            mine.items[mine.count++] = lines->items[i];
        }
    }
    if (et_share_percent(arena, amounts, mine.count, shares) != 0) {
        return false;
    }
    for (size_t i = 0; i < mine.count; i++) {
        mine.items[i].share = shares[i];
    }
    *ret_lines = mine;
    return true;
}

void et_report_add(struct et_report_sum *sum, struct et_slice amount, int64_t count)
{
    et_report_wide value = 0;
    for (size_t i = 0; i < amount.len; i++) {
        value = value * 10 + (unsigned)(amount.ptr[i] - '0');
    }
    sum->amount += value;
    sum->count += count;
}

struct et_report_sum et_report_sum(const struct et_report_lines *lines, struct et_slice currency)
{
    struct et_report_sum sum = {0, 0};
    for (size_t i = 0; i < lines->count; i++) {
        if (et_slice_eq(lines->items[i].currency, currency)) {
            et_report_add(&sum, lines->items[i].amount, lines->items[i].count);
        }
    }
    return sum;
}

struct et_slice et_report_digits(et_report_wide sum, char text[40])
{
    size_t at = 40;
    do {
        text[--at] = (char)('0' + (int)(sum % 10));
        sum /= 10;
    } while (sum != 0);
    return (struct et_slice){text + at, 40 - at};
}

void et_report_put_sum(struct et_json_out *out, const struct et_report_sum *sum,
                       struct et_slice currency, const char *count_name)
{
    char text[40];
    et_json_key(out, "total_amount");
    et_put_amount(out->buf, et_report_digits(sum->amount, text), currency);
    out->comma = true;
    et_json_pair_i64(out, count_name, sum->count);
}

void et_report_put_mean(struct et_json_out *out, const char *name, const struct et_report_sum *sum,
                        int64_t count, struct et_slice currency)
{
    char text[40];
    int64_t mean = 0;
    if (count > 0) {
        (void)et_amount_mean(et_report_digits(sum->amount, text), count, &mean);
    }
    et_json_key(out, name);
    et_amount_put(out->buf, mean, et_put_decimals(currency));
    out->comma = true;
}

void et_report_put_shares(struct et_json_out *out, const struct et_report_lines *lines,
                          const char *name)
{
    et_json_begin_array(out);
    for (size_t i = 0; i < lines->count; i++) {
        const struct et_report_line *line = &lines->items[i];
        et_json_begin_object(out);
        et_json_pair_text(out, name, line->name);
        et_json_key(out, "total_amount");
        et_put_amount(out->buf, line->amount, line->currency);
        out->comma = true;
        et_json_pair_i64(out, "count", line->count);
        et_json_key(out, "percentage");
        et_amount_put(out->buf, line->share, 2);
        out->comma = true;
        et_json_end_object(out);
    }
    et_json_end_array(out);
}

/* Is this the first line of its currency? */
static bool is_first(const struct et_report_lines *lines, size_t at)
{
    for (size_t i = 0; i < at; i++) {
        if (et_slice_eq(lines->items[i].currency, lines->items[at].currency)) {
            return false;
        }
    }
    return true;
}

void et_report_put_others(struct et_json_out *out, const struct et_report_lines *lines,
                          struct et_slice currency)
{
    et_json_key(out, "other_currencies");
    et_json_begin_array(out);
    for (size_t i = 0; i < lines->count; i++) {
        struct et_slice other = lines->items[i].currency;
        if (et_slice_eq(other, currency) || !is_first(lines, i)) {
            continue;
        }
        struct et_report_sum sum = et_report_sum(lines, other);
        et_json_begin_object(out);
        et_json_pair_text(out, "currency", other);
        et_report_put_sum(out, &sum, other, "count");
        et_json_end_object(out);
    }
    et_json_end_array(out);
}

struct et_slice et_report_currency(const struct et_exchange *exchange)
{
    struct et_slice asked = et_slice_from(exchange->state);
    return asked.len > 0 ? asked : exchange->caller.currency;
}
