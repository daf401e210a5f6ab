#include "lib/base/number.h"

#include "lib/base/error.h"

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

int et_parse_i64(struct et_slice text, int64_t min, int64_t max, int64_t *ret_value)
{
    size_t at = text.len > 0 && text.ptr[0] == '-' ? 1 : 0;
    bool negative = at == 1;
    if (at == text.len || (text.ptr[at] == '0' && text.len > 1)) {
        return ET_EINVAL;
    }
    for (size_t i = at; i < text.len; i++) {
        if (!is_digit(text.ptr[i])) {
            return ET_EINVAL;
        }
    }
    int64_t value = 0; /* kept negative when it is: INT64_MIN has no positive twin */
    for (; at < text.len; at++) {
        int64_t digit = text.ptr[at] - '0';
        if (__builtin_mul_overflow(value, 10, &value) ||
            __builtin_add_overflow(value, negative ? -digit : digit, &value)) {
            return ET_ERANGE;
        }
    }
    if (value < min || value > max) {
        return ET_ERANGE;
    }
    *ret_value = value;
    return ET_OK;
}

int et_parse_digits(const char *text, size_t count, int64_t *ret_value)
{
    int64_t value = 0;
    if (count == 0 || count > 18) {
        return ET_EINVAL;
    }
    for (size_t i = 0; i < count; i++) {
        if (!is_digit(text[i])) {
            return ET_EINVAL;
        }
        value = value * 10 + (text[i] - '0');
    }
    *ret_value = value;
    return ET_OK;
}
