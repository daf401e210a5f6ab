/* input.c - see input.h. */
#include "fcgi/api/input.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "fcgi/api/answer.h"
#include "lib/base/arena.h"
#include "lib/base/error.h"
#include "lib/base/utf8.h"
#include "lib/money/amount.h"

#define SENTENCE_MAX 400
#define WHOLE_DIGITS_MAX 16

struct et_problems *et_input_problems(struct et_exchange *exchange)
{
    struct et_problems *problems = et_arena_alloc(exchange->request->arena, sizeof *problems);
    if (problems == NULL) {
        et_answer_no_memory(exchange);
    }
    return problems;
}

bool et_input_good(struct et_exchange *exchange, const struct et_problems *problems)
{
    if (problems->count > 0) {
        et_problem_fields(exchange->response, exchange->request, problems);
    }
    return problems->count == 0;
}

const char *et_input_printf(struct et_arena *arena, const char *format, ...)
{
    char *text = et_arena_alloc(arena, SENTENCE_MAX);
    if (text == NULL) {
        return "This value can't be used.";
    }
    va_list args;
    va_start(args, format);
    (void)vsnprintf(text, SENTENCE_MAX, format, args);
    va_end(args);
    return text;
}

void et_input_text(struct et_arena *arena, struct et_problems *problems, const char *field,
                   struct et_slice text, const char *what, size_t max, enum et_input_blank blank)
{
    switch (et_text_check(text, max)) {
    case ET_TEXT_OK:
        break;
    case ET_TEXT_BAD_UTF8:
        et_problems_add(problems, field, "bad_text",
                        et_input_printf(arena, "%s isn't valid UTF-8 text.", what));
        break;
    case ET_TEXT_CONTROL:
        et_problems_add(
            problems, field, "control_character",
            et_input_printf(arena, "%s can't have line breaks or other control characters.", what));
        break;
    case ET_TEXT_BLANK:
        if (blank == ET_INPUT_BLANK_REFUSED) {
            et_problems_add(problems, field, "blank",
                            et_input_printf(arena, "%s can't be blank.", what));
        }
        break;
    case ET_TEXT_TOO_LONG:
        et_problems_add(problems, field, "too_long",
                        et_input_printf(arena, "%s can have at most %zu characters.", what, max));
        break;
    }
}

static void add_bad_day(struct et_problems *problems, const char *field, int status)
{
    if (status == ET_ERANGE) {
        et_problems_add(problems, field, "out_of_range", "Use a year from 1900 to 2999.");
    } else {
        et_problems_add(problems, field, "bad_date", "Use a date that exists, such as 2024-01-31.");
    }
}

void et_input_day(struct et_problems *problems, const char *field, struct et_slice text)
{
    struct et_date date;
    int status = et_date_parse(text, &date);
    if (status != ET_OK) {
        add_bad_day(problems, field, status);
    }
}

bool et_input_moment(struct et_problems *problems, const char *field, struct et_slice text,
                     struct et_moment *ret_moment)
{
    int status = et_moment_parse(text, ret_moment);
    if (status != ET_OK) {
        add_bad_day(problems, field, status);
    }
    return status == ET_OK;
}

const struct et_currency *et_input_currency(struct et_problems *problems, const char *field,
                                            struct et_slice text)
{
    const struct et_currency *currency = et_currency_read(text);
    if (currency == NULL) {
        et_problems_add(problems, field, "unknown_currency",
                        "Use a currency code of ISO 4217, such as INR.");
    }
    return currency;
}

/* Amounts whose form is right but that no currency with 4 decimals could hold may still fit one
 * with fewer, so that "out of range" isn't the last word here. */
static enum et_amount_fault check_any_currency(struct et_slice text, int64_t *ret_minor)
{
    enum et_amount_fault fault = et_amount_parse(text, ET_CURRENCY_DIGITS_MAX, ret_minor);
    if (fault != ET_AMOUNT_OUT_OF_RANGE) {
        return fault;
    }
    const char *point = memchr(text.ptr, '.', text.len);
    size_t whole = point != NULL ? (size_t)(point - text.ptr) : text.len;
    *ret_minor = text.ptr[0] == '-' ? -1 : 1;
    return whole <= WHOLE_DIGITS_MAX ? ET_AMOUNT_OK : ET_AMOUNT_OUT_OF_RANGE;
}

bool et_input_is_decimal(struct et_slice text)
{
    int64_t minor;
    return check_any_currency(text, &minor) == ET_AMOUNT_OK && text.ptr[0] != '-';
}

static void add_decimals(struct et_arena *arena, struct et_problems *problems, const char *field,
                         const struct et_currency *currency)
{
    unsigned digits = currency != NULL ? currency->digits : ET_CURRENCY_DIGITS_MAX;
    const char *code = currency != NULL ? currency->code : "any currency";
    et_problems_add(problems, field, "too_many_decimals",
                    digits == 0
                        ? et_input_printf(arena, "Use no decimals for %s.", code)
                        : et_input_printf(arena, "Use at most %u decimals for %s.", digits, code));
}

bool et_input_amount(struct et_arena *arena, struct et_problems *problems, const char *field,
                     struct et_slice text, const struct et_currency *currency, int64_t *ret_minor)
{
    int64_t minor = 0;
    switch (currency != NULL ? et_amount_parse(text, currency->digits, &minor)
                             : check_any_currency(text, &minor)) {
    case ET_AMOUNT_OK:
        break;
    case ET_AMOUNT_SYNTAX:
        et_problems_add(problems, field, "bad_amount", "Use an amount such as 12.50.");
        return false;
    case ET_AMOUNT_TOO_MANY_DECIMALS:
        add_decimals(arena, problems, field, currency);
        return false;
    case ET_AMOUNT_OUT_OF_RANGE:
        et_problems_add(problems, field, "out_of_range", "The amount is too large.");
        return false;
    }
    if (minor <= 0) {
        et_problems_add(problems, field, "not_positive", "Amount must be greater than zero.");
        return false;
    }
    *ret_minor = minor;
    return true;
}
