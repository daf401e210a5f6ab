/* What is read as an amount is written in a form that reads as the same amount. */
#include "lib/base/buf.h"
#include "lib/base/error.h"
#include "lib/money/amount.h"
#include "lib/money/share.h"
#include "tests/fuzz/fuzz.h"

static void shares(struct et_arena *arena, struct et_slice text)
{
    struct et_slice parts[16];
    int32_t hundredths[16];
    size_t count = 0;
    while (count < 16 && text.len > 0) {
        const char *space = memchr(text.ptr, ' ', text.len);
        size_t len = space != NULL ? (size_t)(space - text.ptr) : text.len;
        parts[count++] = (struct et_slice){text.ptr, len};
        size_t used = space != NULL ? len + 1 : len;
        text = (struct et_slice){text.ptr + used, text.len - used};
    }
    if (et_share_percent(arena, parts, count, hundredths) == ET_OK) {
        int32_t sum = 0;
        for (size_t i = 0; i < count; i++) {
            ET_MUST(hundredths[i] >= 0);
            sum += hundredths[i];
        }
        ET_MUST(sum == ET_SHARE_WHOLE || sum == 0);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct et_arena *arena = et_arena_new((size_t)1 << 20);
    struct et_slice text = et_fuzz_text(data, size);
    for (unsigned digits = 0; digits <= 4; digits++) {
        struct et_buf buf;
        int64_t minor = 0;
        int64_t back = 0;
        et_buf_init(&buf, arena, 100);
        if (et_amount_parse(text, digits, &minor) == ET_AMOUNT_OK) {
            ET_MUST(minor >= -ET_AMOUNT_MAX && minor <= ET_AMOUNT_MAX);
            et_amount_put(&buf, minor, digits);
            ET_MUST(et_amount_parse(et_buf_text(&buf), digits, &back) == ET_AMOUNT_OK);
            ET_MUST(back == minor);
        }
        et_buf_init(&buf, arena, 100);
        (void)et_amount_put_digits(&buf, text, digits);
    }
    int64_t mean;
    (void)et_amount_mean(text, 7, &mean);
    shares(arena, text);
    et_arena_free(arena);
    return 0;
}
