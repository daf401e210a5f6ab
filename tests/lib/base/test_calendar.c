#include "lib/base/calendar.h"

#include <time.h>

#include "lib/base/error.h"
#include "tests/lib/unit.h"

static int read_date(const char *text)
{
    struct et_date date;
    return et_date_parse(et_slice_from(text), &date);
}

static int read_moment(const char *text, struct et_moment *moment)
{
    return et_moment_parse(et_slice_from(text), moment);
}

static void every_day_of_eleven_centuries_is_read_and_written_back(void)
{
    size_t days = 0;
    size_t wrong = 0;
    for (int year = 1900; year <= 2999; year++) {
        for (int month = 1; month <= 12; month++) {
            for (int day = 1; day <= et_days_in_month(year, month); day++) {
                struct et_date date = {0};
                char text[ET_DATE_SIZE];
                et_date_format((struct et_date){year, month, day}, text);
                wrong += et_date_parse(et_slice_from(text), &date) != ET_OK;
                wrong += date.year != year || date.month != month || date.day != day;
                days++;
            }
        }
    }
    CU_ASSERT(days == 401767 && wrong == 0);
}

static void days_that_do_not_exist_are_refused(void)
{
    static const char *const bad[] = {
        "2023-02-29",  "1900-02-29",  "2100-02-29", "2024-02-30", "2024-04-31", "2024-00-10",
        "2024-13-01",  "2024-01-00",  "2024-01-32", "2024-1-15",  "24-01-15",   "2024/01/15",
        "2024-01-15 ", " 2024-01-15", "",           "2024-01-1a", "+024-01-01"};
    for (size_t i = 0; i < ET_COUNT(bad); i++) {
        CU_ASSERT(read_date(bad[i]) == ET_EINVAL);
    }
    CU_ASSERT(read_date("2000-02-29") == ET_OK && read_date("2024-02-29") == ET_OK);
}

static void years_outside_our_range_are_told_apart(void)
{
    CU_ASSERT(read_date("1899-12-31") == ET_ERANGE && read_date("3000-01-01") == ET_ERANGE);
    CU_ASSERT(read_date("0000-01-01") == ET_ERANGE && read_date("9999-12-31") == ET_ERANGE);
    CU_ASSERT(read_date("1900-01-01") == ET_OK && read_date("2999-12-31") == ET_OK);
}

static void a_timestamp_keeps_its_own_day_and_wall_time(void)
{
    struct et_moment moment = {0};
    CU_ASSERT(read_moment("2024-01-15T23:30:05.123456-08:00", &moment) == ET_OK);
    CU_ASSERT(moment.date.day == 15 && moment.has_time && moment.hour == 23);
    CU_ASSERT(moment.minute == 30 && moment.second == 5);
    CU_ASSERT(read_moment("2024-01-15T00:10+14:00", &moment) == ET_OK);
    CU_ASSERT(moment.date.day == 15 && moment.hour == 0 && moment.second == 0);
    CU_ASSERT(read_moment("2024-01-15", &moment) == ET_OK && !moment.has_time);
    CU_ASSERT(read_moment("2024-01-15T10:00:00.000Z", &moment) == ET_OK && moment.hour == 10);
    CU_ASSERT(read_moment("2024-01-15 10:00", &moment) == ET_OK);
}

static void malformed_timestamps_are_refused(void)
{
    static const char *const bad[] = {
        "2024-01-15T",
        "2024-01-15T10",
        "2024-01-15T10:0",
        "2024-01-15T24:00",
        "2024-01-15T10:60",
        "2024-01-15T10:00:60",
        "2024-01-15T10:00:",
        "2024-01-15T10:00:00.",
        "2024-01-15T10:00.5",
        "2024-01-15T10:00+5",
        "2024-01-15T10:00+24:00",
        "2024-01-15T10:00+05:60",
        "2024-01-15T10:00ZZ",
        "2024-01-15T10:00+0530",
        "2024-01-15X10:00",
        "2024-01-15T10:00:00.1234567890",
        "2023-02-29T10:00",
        "2024-01-15T10:00Z ",
    };
    struct et_moment moment;
    for (size_t i = 0; i < ET_COUNT(bad); i++) {
        CU_ASSERT(read_moment(bad[i], &moment) == ET_EINVAL);
    }
    CU_ASSERT(read_moment("1899-12-31T10:00", &moment) == ET_ERANGE);
}

static void instants_agree_with_the_c_library(void)
{
    size_t wrong = 0;
    for (int64_t seconds = -2208988800; seconds < 32503680000; seconds += 86400 * 7 + 4567) {
        struct tm parts;
        time_t time = (time_t)seconds;
        char want[64];
        char got[ET_INSTANT_SIZE];
        gmtime_r(&time, &parts);
        strftime(want, sizeof want, "%Y-%m-%dT%H:%M:%S.042Z", &parts);
        et_instant_format(seconds * 1000 + 42, got);
        wrong += strcmp(got, want) != 0;
    }
    CU_ASSERT(wrong == 0);
}

static void instants_far_away_are_held_at_the_ends(void)
{
    char text[ET_INSTANT_SIZE];
    et_instant_format(INT64_MIN, text);
    CU_ASSERT_STRING_EQUAL(text, "1900-01-01T00:00:00.000Z");
    et_instant_format(INT64_MAX, text);
    CU_ASSERT_STRING_EQUAL(text, "2999-12-31T23:59:59.999Z");
    et_instant_format(-1, text);
    CU_ASSERT_STRING_EQUAL(text, "1969-12-31T23:59:59.999Z");
}

static void months_have_names(void)
{
    CU_ASSERT_STRING_EQUAL(et_month_name(1), "January");
    CU_ASSERT_STRING_EQUAL(et_month_name(12), "December");
}

static const struct et_test tests[] = {
    {"every day of eleven centuries is read and written back",
     every_day_of_eleven_centuries_is_read_and_written_back},
    {"days that do not exist are refused", days_that_do_not_exist_are_refused},
    {"years outside our range are told apart", years_outside_our_range_are_told_apart},
    {"a timestamp keeps its own day and wall time", a_timestamp_keeps_its_own_day_and_wall_time},
    {"malformed timestamps are refused", malformed_timestamps_are_refused},
    {"instants agree with the C library", instants_agree_with_the_c_library},
    {"instants far away are held at the ends", instants_far_away_are_held_at_the_ends},
    {"months have names", months_have_names},
};

int main(void)
{
    return et_test_run("calendar", tests, ET_COUNT(tests));
}
