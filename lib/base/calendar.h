/* calendar.h - civil days and wall times, as people write them.
 *
 * A day is chosen by the user and no conversion ever moves it: a timestamp such as
 * 2024-01-15T23:30:00-08:00 is read as the 15th, half past eleven at night; its offset is checked
 * for form and then forgotten. Days are those of the Gregorian calendar from 1900-01-01 to
 * 2999-12-31. Nothing here knows of time zones or of the current time.
 */
#ifndef ET_BASE_CALENDAR_H
#define ET_BASE_CALENDAR_H

#include <stdbool.h>
#include <stdint.h>

#include "lib/base/slice.h"

struct et_date {
    int year;  /* 1900..2999 */
    int month; /* 1..12 */
    int day;   /* 1..31 */
};

/* A day, and perhaps the wall time that was written with it. */
struct et_moment {
    struct et_date date;
    bool has_time;
    int hour;
    int minute;
    int second;
};

#define ET_DATE_SIZE 11    /* "2024-01-15" and its NUL */
#define ET_TIME_SIZE 9     /* "23:30:00" and its NUL */
#define ET_INSTANT_SIZE 25 /* "2024-01-15T23:30:00.123Z" and its NUL */

bool et_is_leap_year(int year);

/* Days of a month (1..12). */
int et_days_in_month(int year, int month);

/* "January" for 1 … "December" for 12. */
const char *et_month_name(int month);

/* Reads YYYY-MM-DD. ET_EINVAL for another form or a day that doesn't exist, ET_ERANGE for a year
 * outside 1900..2999. */
int et_date_parse(struct et_slice text, struct et_date *ret_date);

/* Reads YYYY-MM-DD or YYYY-MM-DDTHH:MM[:SS[.fraction]][Z|±HH:MM] (RFC 3339, with the seconds and
 * the offset optional; 'T', 't' or a space; a fraction of 1..9 digits is cut off). Fails as
 * et_date_parse does; 24:00 and leap seconds are ET_EINVAL. */
int et_moment_parse(struct et_slice text, struct et_moment *ret_moment);

/* Write NUL-terminated text into the caller's array. */
void et_date_format(struct et_date date, char out[ET_DATE_SIZE]);
void et_time_format(const struct et_moment *moment, char out[ET_TIME_SIZE]);

/* Writes an instant, in milliseconds since 1970-01-01T00:00:00Z, in UTC. Instants outside the years
 * 1900..2999 are shown as the nearest one within. */
void et_instant_format(int64_t unix_ms, char out[ET_INSTANT_SIZE]);

#endif
