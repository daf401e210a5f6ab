#include "lib/money/amount.h"

#include "lib/base/buf.h"
#include "lib/base/error.h"
#include "lib/money/wide.h"

#define WHOLE_DIGITS_MAX 16
#define DECIMALS_MAX 4

/* How many digits stand at an offset. */
static size_t digit_run(struct et_slice text, size_t at)
{
    size_t start = at;
    while (at < text.len && text.ptr[at] >= '0' && text.ptr[at] <= '9') {
        at++;
    }
    return at - start;
}

/* Appends a digit to minor units; false beyond the allowed range. */
static bool append(int64_t *minor, char digit)
{
    return !__builtin_mul_overflow(*minor, 10, minor) &&
           !__builtin_add_overflow(*minor, digit - '0', minor) && *minor <= ET_AMOUNT_MAX;
}

enum et_amount_fault et_amount_parse(struct et_slice text, unsigned digits, int64_t *ret_minor)
{
    bool negative = text.len > 0 && text.ptr[0] == '-';
    size_t start = negative ? 1 : 0;
    size_t whole = digit_run(text, start);
    size_t point = start + whole;
    size_t decimals = point < text.len ? digit_run(text, point + 1) : 0;
    bool has_point = point < text.len && text.ptr[point] == '.';
    if (whole == 0 || (point < text.len && (!has_point || decimals == 0)) ||
        (has_point && point + 1 + decimals != text.len)) {
        return ET_AMOUNT_SYNTAX;
    }
    for (size_t i = digits; i < decimals; i++) {
        if (i >= DECIMALS_MAX || text.ptr[point + 1 + i] != '0') {
            return ET_AMOUNT_TOO_MANY_DECIMALS;
        }
    }
    if (whole > WHOLE_DIGITS_MAX) {
        return ET_AMOUNT_OUT_OF_RANGE;
    }
    int64_t minor = 0;
    for (size_t i = 0; i < whole; i++) {
        if (!append(&minor, text.ptr[start + i])) {
            return ET_AMOUNT_OUT_OF_RANGE;
        }
    }
    for (size_t i = 0; i < digits; i++) {
        if (!append(&minor, i < decimals ? text.ptr[point + 1 + i] : '0')) {
            return ET_AMOUNT_OUT_OF_RANGE;
        }
    }
    *ret_minor = negative ? -minor : minor;
    return ET_AMOUNT_OK;
}

int et_amount_put_digits(struct et_buf *buf, struct et_slice minor, unsigned digits)
{
    if (!et_wide_is_digits(minor)) {
        return ET_EINVAL;
    }
    if (minor.ptr[0] == '-') {
        et_buf_putc(buf, '-');
        minor = (struct et_slice){minor.ptr + 1, minor.len - 1};
    }
    size_t whole = minor.len > digits ? minor.len - digits : 0;
    et_buf_put(buf, whole > 0 ? (struct et_slice){minor.ptr, whole} : ET_LIT("0"));
    if (digits > 0) {
        et_buf_putc(buf, '.');
        for (size_t missing = minor.len; missing < digits; missing++) {
            et_buf_putc(buf, '0');
        }
        et_buf_put(buf, (struct et_slice){minor.ptr + whole, minor.len - whole});
    }
    return ET_OK;
}

void et_amount_put(struct et_buf *buf, int64_t minor, unsigned digits)
{
    char text[20];
    size_t at = sizeof text;
    uint64_t rest = minor < 0 ? 0 - (uint64_t)minor : (uint64_t)minor;
    do {
        text[--at] = (char)('0' + rest % 10);
        rest /= 10;
    } while (rest != 0);
    if (minor < 0) {
        text[--at] = '-';
    }
    (void)et_amount_put_digits(buf, (struct et_slice){text + at, sizeof text - at}, digits);
}

int et_amount_mean(struct et_slice total, int64_t count, int64_t *ret_minor)
{
    et_wide sum;
    if (count < 1) {
        return ET_EINVAL;
    }
    int status = et_wide_parse(total, &sum);
    if (status != ET_OK) {
        return status;
    }
    et_wide size = sum < 0 ? -sum : sum;
    et_wide mean = size / count;
    et_wide twice = size % count * 2;
    if (twice > count || (twice == count && mean % 2 == 1)) {
        mean++;
    }
    if (mean > INT64_MAX) {
        return ET_ERANGE;
    }
    *ret_minor = (int64_t)(sum < 0 ? -mean : mean);
    return ET_OK;
}
