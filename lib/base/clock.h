/* clock.h - the two clocks. Code that can be tested takes the time as an argument; only the edges
 * of the program read it here. */
#ifndef ET_BASE_CLOCK_H
#define ET_BASE_CLOCK_H

#include <stdint.h>

/* Milliseconds and microseconds that only ever go forward, from an unknown start: for durations. */
int64_t et_clock_monotonic_ms(void);
int64_t et_clock_monotonic_us(void);

/* Milliseconds and seconds since 1970-01-01T00:00:00Z: for instants. May jump. */
int64_t et_clock_unix_ms(void);
int64_t et_clock_unix_seconds(void);

#endif
