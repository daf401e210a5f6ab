/* fuzz.h - what the fuzz targets share. A broken promise aborts, so that a fuzzer sees it. */
#ifndef ET_TESTS_FUZZ_FUZZ_H
#define ET_TESTS_FUZZ_FUZZ_H

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include "lib/base/arena.h"
#include "lib/base/slice.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define ET_MUST(promise)                                                                           \
    do {                                                                                           \
        if (!(promise)) {                                                                          \
            fprintf(stderr, "%s:%d: broken: %s\n", __FILE__, __LINE__, #promise);                  \
            abort();                                                                               \
        }                                                                                          \
    } while (0)

static inline struct et_slice et_fuzz_text(const uint8_t *data, size_t size)
{
    return (struct et_slice){(const char *)data, size};
}

#endif
