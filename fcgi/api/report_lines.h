/* report_lines.h - what a statement of a report answers, as lines: a currency, a name, a sum and a
 * number of expenses; and what reports make of them.
 *
 * Statements answer lines in any order: sorting a handful here costs less than in PostgreSQL.
 */
#ifndef ET_FCGI_API_REPORT_LINES_H
#define ET_FCGI_API_REPORT_LINES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "fcgi/api/api.h"
#include "lib/http/json_out.h"

enum { ET_LINE_CURRENCY, ET_LINE_NAME, ET_LINE_AMOUNT, ET_LINE_COUNT };

struct et_report_line {
    struct et_slice currency;
    struct et_slice name;
    struct et_slice amount; /* digits of minor units */
    int64_t count;
    int32_t share; /* hundredths of a percent of its currency; only after et_report_shares() */
};

struct et_report_lines {
    struct et_report_line *items;
    size_t count;
};

/* Sums of sums stay far inside 128 bits (at most 10^16 × rows). */
__extension__ typedef unsigned __int128 et_report_wide;

struct et_report_sum {
    et_report_wide amount;
    int64_t count;
};

/* The first four columns of rows, largest amount first, then by name. False without memory. */
bool et_report_lines(struct et_arena *arena, const struct et_rows *rows,
                     struct et_report_lines *ret_lines);

/* Only the lines of one currency, with their shares of its whole, in the order that they have.
 * False without memory, or when a sum has more than 30 digits. */
bool et_report_shares(struct et_arena *arena, const struct et_report_lines *lines,
                      struct et_slice currency, struct et_report_lines *ret_lines);

/* Order of two texts, byte by byte: below, at or above 0. */
int et_report_by_text(struct et_slice a, struct et_slice b);

void et_report_add(struct et_report_sum *sum, struct et_slice amount, int64_t count);
struct et_report_sum et_report_sum(const struct et_report_lines *lines, struct et_slice currency);

/* The digits of a sum, in the caller's text. */
struct et_slice et_report_digits(et_report_wide sum, char text[40]);

/* "total_amount": and the sum under `count_name`. */
void et_report_put_sum(struct et_json_out *out, const struct et_report_sum *sum,
                       struct et_slice currency, const char *count_name);

/* The mean of a sum over `count` (0: the mean is 0), rounded half to even, under `name`. */
void et_report_put_mean(struct et_json_out *out, const char *name, const struct et_report_sum *sum,
                        int64_t count, struct et_slice currency);

/* [{"category":…,"total_amount":…,"count":…,"percentage":…}, …]; `name` is the first key. */
void et_report_put_shares(struct et_json_out *out, const struct et_report_lines *lines,
                          const char *name);

/* "other_currencies":[{"currency":…,"total_amount":…,"count":…}, …] */
void et_report_put_others(struct et_json_out *out, const struct et_report_lines *lines,
                          struct et_slice currency);

/* The currency asked for, which plan() left in exchange->state, or the user's own. */
struct et_slice et_report_currency(const struct et_exchange *exchange);

#endif
