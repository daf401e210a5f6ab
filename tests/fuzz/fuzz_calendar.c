/* A day that is read is written as it was. */
#include "lib/base/calendar.h"
#include "lib/base/error.h"
#include "tests/fuzz/fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct et_slice text = et_fuzz_text(data, size);
    struct et_moment moment;
    if (et_moment_parse(text, &moment) == ET_OK) {
        char day[ET_DATE_SIZE];
        char time[ET_TIME_SIZE];
        et_date_format(moment.date, day);
        et_time_format(&moment, time);
        ET_MUST(size >= 10 && memcmp(day, data, 10) == 0);
        ET_MUST(!moment.has_time || memcmp(time, data + 11, 5) == 0);
    }
    return 0;
}
