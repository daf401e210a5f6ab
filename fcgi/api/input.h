/* input.h - checks of what people send, with sentences that say what to do.
 *
 * Each check adds at most one field error. A check of a value that json_in.h or the query already
 * refused isn't called, so a field is named once.
 */
#ifndef ET_FCGI_API_INPUT_H
#define ET_FCGI_API_INPUT_H

#include <stdbool.h>
#include <stddef.h>

#include "fcgi/api/api.h"
#include "lib/base/calendar.h"
#include "lib/money/currency.h"

#define ET_TITLE_POINTS_MAX 200
#define ET_CATEGORY_POINTS_MAX 60

/* An empty list of problems in the request's arena; NULL, and the answer made, without memory. */
struct et_problems *et_input_problems(struct et_exchange *exchange);

/* True when there is no problem; else the response is made of them. */
bool et_input_good(struct et_exchange *exchange, const struct et_problems *problems);

/* printf into the arena; a plain sentence when there is no memory. */
__attribute__((format(printf, 2, 3))) const char *et_input_printf(struct et_arena *arena,
                                                                  const char *format, ...);

enum et_input_blank { ET_INPUT_BLANK_REFUSED, ET_INPUT_BLANK_ALLOWED };

/* One line of text of at most `max` code points. `what` begins the sentence: "The title". */
void et_input_text(struct et_arena *arena, struct et_problems *problems, const char *field,
                   struct et_slice text, const char *what, size_t max, enum et_input_blank blank);

/* YYYY-MM-DD, 1900 to 2999. */
void et_input_day(struct et_problems *problems, const char *field, struct et_slice text);

/* A day or a timestamp. True when *ret_moment is set. */
bool et_input_moment(struct et_problems *problems, const char *field, struct et_slice text,
                     struct et_moment *ret_moment);

/* An ISO 4217 code or one of the signs ₹ $ € £. NULL when it is neither. */
const struct et_currency *et_input_currency(struct et_problems *problems, const char *field,
                                            struct et_slice text);

/* Digits with at most 4 decimals, not negative: a bound of a search. */
bool et_input_is_decimal(struct et_slice text);

/* An amount greater than zero. With a currency it is checked in full and *ret_minor is set; without
 * one (NULL: the currency is only known to the database) whatever no currency allows is refused,
 * and app.to_minor() decides the rest. */
bool et_input_amount(struct et_arena *arena, struct et_problems *problems, const char *field,
                     struct et_slice text, const struct et_currency *currency, int64_t *ret_minor);

#endif
