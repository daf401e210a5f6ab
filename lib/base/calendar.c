#include "lib/base/calendar.h"

#include <string.h>

#include "lib/base/error.h"
#include "lib/base/number.h"

#define FIRST_YEAR 1900
#define LAST_YEAR 2999
#define MS_PER_DAY ((int64_t)86400000)
#define FIRST_MS ((int64_t)-2208988800000) /* 1900-01-01T00:00:00.000Z */
#define LAST_MS ((int64_t)32503679999999)  /* 2999-12-31T23:59:59.999Z */

bool et_is_leap_year(int year)
{
    return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

int et_days_in_month(int year, int month)
{
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    return days[month - 1] + (month == 2 && et_is_leap_year(year) ? 1 : 0);
}

const char *et_month_name(int month)
{
    static const char *const names[] = {"January",   "February", "March",    "April",
                                        "May",       "June",     "July",     "August",
                                        "September", "October",  "November", "December"};
    return names[month - 1];
}

/* Reads exactly two digits no greater than `max` at an offset. */
static int two_digits(struct et_slice text, size_t at, int max, int *ret_value)
{
    int64_t value;
    if (text.len < at + 2 || et_parse_digits(text.ptr + at, 2, &value) != ET_OK || value > max) {
        return ET_EINVAL;
    }
    *ret_value = (int)value;
    return ET_OK;
}

static bool has(struct et_slice text, size_t at, char c)
{
    return at < text.len && text.ptr[at] == c;
}

int et_date_parse(struct et_slice text, struct et_date *ret_date)
{
    int64_t year;
    struct et_date date;
    if (text.len != 10 || text.ptr[4] != '-' || text.ptr[7] != '-' ||
        et_parse_digits(text.ptr, 4, &year) != ET_OK ||
        two_digits(text, 5, 12, &date.month) != ET_OK ||
        two_digits(text, 8, 31, &date.day) != ET_OK) {
        return ET_EINVAL;
    }
    date.year = (int)year;
    if (date.month < 1 || date.day < 1 || date.day > et_days_in_month(date.year, date.month)) {
        return ET_EINVAL;
    }
    if (date.year < FIRST_YEAR || date.year > LAST_YEAR) {
        return ET_ERANGE;
    }
    *ret_date = date;
    return ET_OK;
}

/* Skips ":SS[.fraction]" and keeps the seconds. */
static int read_seconds(struct et_slice text, size_t *at, int *ret_second)
{
    if (!has(text, *at, ':')) {
        return ET_OK;
    }
    if (two_digits(text, *at + 1, 59, ret_second) != ET_OK) {
        return ET_EINVAL;
    }
    *at += 3;
    if (!has(text, *at, '.')) {
        return ET_OK;
    }
    size_t start = ++*at;
    while (*at < text.len && text.ptr[*at] >= '0' && text.ptr[*at] <= '9') {
        ++*at;
    }
    return *at > start && *at - start <= 9 ? ET_OK : ET_EINVAL;
}

/* True when the rest of the text is an offset, or nothing. */
static bool is_offset(struct et_slice text, size_t at)
{
    int ignored;
    if (at == text.len) {
        return true;
    }
    if (has(text, at, 'Z') || has(text, at, 'z')) {
        return at + 1 == text.len;
    }
    return text.len == at + 6 && (has(text, at, '+') || has(text, at, '-')) &&
           two_digits(text, at + 1, 23, &ignored) == ET_OK && has(text, at + 3, ':') &&
           two_digits(text, at + 4, 59, &ignored) == ET_OK;
}

int et_moment_parse(struct et_slice text, struct et_moment *ret_moment)
{
    struct et_moment moment = {.has_time = text.len > 10};
    struct et_slice day = {text.ptr, text.len < 10 ? text.len : 10};
    int status = et_date_parse(day, &moment.date);
    if (status != ET_OK) {
        return status;
    }
    if (!moment.has_time) {
        *ret_moment = moment;
        return ET_OK;
    }
    if (!has(text, 10, 'T') && !has(text, 10, 't') && !has(text, 10, ' ')) {
        return ET_EINVAL;
    }
    size_t at = 16;
    if (two_digits(text, 11, 23, &moment.hour) != ET_OK || !has(text, 13, ':') ||
        two_digits(text, 14, 59, &moment.minute) != ET_OK ||
        read_seconds(text, &at, &moment.second) != ET_OK || !is_offset(text, at)) {
        return ET_EINVAL;
    }
    *ret_moment = moment;
    return ET_OK;
}

static void put_digits(char *out, int value, int count)
{
    for (int i = count - 1; i >= 0; i--) {
        out[i] = (char)('0' + value % 10);
        value /= 10;
    }
}

void et_date_format(struct et_date date, char out[ET_DATE_SIZE])
{
    memcpy(out, "0000-00-00", ET_DATE_SIZE);
    put_digits(out, date.year, 4);
    put_digits(out + 5, date.month, 2);
    put_digits(out + 8, date.day, 2);
}

void et_time_format(const struct et_moment *moment, char out[ET_TIME_SIZE])
{
    memcpy(out, "00:00:00", ET_TIME_SIZE);
    put_digits(out, moment->hour, 2);
    put_digits(out + 3, moment->minute, 2);
    put_digits(out + 6, moment->second, 2);
}

/* Days since 1970-01-01 to a civil date: eras of 400 years that begin on 1 March, so that the leap
 * day is the last day of its year (Hinnant, "chrono-compatible low-level date algorithms"). */
static struct et_date date_of_day(int64_t day)
{
    int64_t shifted = day + 719468; /* from 0000-03-01; never negative from 1900 on */
    int64_t era = shifted / 146097;
    int64_t in_era = shifted % 146097;
    int64_t year = (in_era - in_era / 1460 + in_era / 36524 - in_era / 146096) / 365;
    int64_t in_year = in_era - (365 * year + year / 4 - year / 100);
    int64_t from_march = (5 * in_year + 2) / 153;
    int month = (int)(from_march < 10 ? from_march + 3 : from_march - 9);
    return (struct et_date){
        .year = (int)(year + era * 400 + (month <= 2 ? 1 : 0)),
        .month = month,
        .day = (int)(in_year - (153 * from_march + 2) / 5 + 1),
    };
}

void et_instant_format(int64_t unix_ms, char out[ET_INSTANT_SIZE])
{
    int64_t ms = unix_ms < FIRST_MS ? FIRST_MS : unix_ms > LAST_MS ? LAST_MS : unix_ms;
    int64_t day = ms / MS_PER_DAY - (ms % MS_PER_DAY < 0 ? 1 : 0);
    int in_day = (int)(ms - day * MS_PER_DAY);
    struct et_moment moment = {
        .hour = in_day / 3600000, .minute = in_day / 60000 % 60, .second = in_day / 1000 % 60};
    et_date_format(date_of_day(day), out);
    out[10] = 'T';
    et_time_format(&moment, out + 11);
    memcpy(out + 19, ".000Z", 6);
    put_digits(out + 20, in_day % 1000, 3);
}
