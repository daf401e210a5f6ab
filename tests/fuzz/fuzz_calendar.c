/* A day that is read is written as it was; a database instant becomes one that we can read. */
#include "lib/base/calendar.h"
#include "lib/base/error.h"
#include "tests/fuzz/fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct et_arena *arena = et_arena_new((size_t)1 << 20);
    struct et_slice text = et_fuzz_text(data, size);
    struct et_moment moment;
    struct et_slice instant;
    if (et_moment_parse(text, &moment) == ET_OK) {
        char day[ET_DATE_SIZE];
        char time[ET_TIME_SIZE];
        et_date_format(moment.date, day);
        et_time_format(&moment, time);
        ET_MUST(size >= 10 && memcmp(day, data, 10) == 0);
        ET_MUST(!moment.has_time || memcmp(time, data + 11, 5) == 0);
    }
    if (et_timestamptz_to_rfc3339(arena, text, &instant) == ET_OK) {
        ET_MUST(et_moment_parse(instant, &moment) == ET_OK && moment.has_time);
        ET_MUST(instant.ptr[instant.len - 1] == 'Z');
    }
    et_arena_free(arena);
    return 0;
}
