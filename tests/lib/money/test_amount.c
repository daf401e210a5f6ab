#include "lib/money/amount.h"

#include "lib/base/arena.h"
#include "lib/base/buf.h"
#include "lib/base/error.h"
#include "tests/lib/unit.h"

static enum et_amount_fault read(const char *text, unsigned digits, int64_t *minor)
{
    return et_amount_parse(et_slice_from(text), digits, minor);
}

static void decimals_become_minor_units_exactly(void)
{
    static const struct {
        const char *text;
        unsigned digits;
        int64_t minor;
    } good[] = {{"15.50", 2, 1550},
                {"15.5", 2, 1550},
                {"15", 2, 1500},
                {"0.07", 2, 7},
                {"0", 2, 0},
                {"-0.01", 2, -1},
                {"007.10", 2, 710},
                {"1200", 0, 1200},
                {"1200.00", 0, 1200},
                {"1.234", 3, 1234},
                {"1.2340", 3, 1234},
                {"0.0001", 4, 1},
                {"90071992547409.91", 2, ET_AMOUNT_MAX},
                {"-90071992547409.91", 2, -ET_AMOUNT_MAX},
                {"9007199254740991", 0, ET_AMOUNT_MAX}};
    for (size_t i = 0; i < ET_COUNT(good); i++) {
        int64_t minor = 99;
        CU_ASSERT(read(good[i].text, good[i].digits, &minor) == ET_AMOUNT_OK);
        CU_ASSERT(minor == good[i].minor);
    }
}

static void other_spellings_of_numbers_are_refused(void)
{
    static const char *const bad[] = {
        "",   "-",    ".",   ".5",  "5.",  "+5",   "1e3",   "1E3",  "1,5", "1 5",      " 5",
        "5 ", "0x10", "NaN", "inf", "--5", "1.5.", "1.5.5", "1.-5", "5\n", "\xD9\xA5", "1_000"};
    int64_t minor = 99;
    for (size_t i = 0; i < ET_COUNT(bad); i++) {
        CU_ASSERT(read(bad[i], 2, &minor) == ET_AMOUNT_SYNTAX);
    }
    CU_ASSERT(et_amount_parse(ET_ABSENT, 2, &minor) == ET_AMOUNT_SYNTAX);
    CU_ASSERT(minor == 99);
}

static void decimals_that_the_currency_lacks_are_told(void)
{
    int64_t minor = 99;
    CU_ASSERT(read("1.234", 2, &minor) == ET_AMOUNT_TOO_MANY_DECIMALS);
    CU_ASSERT(read("1.5", 0, &minor) == ET_AMOUNT_TOO_MANY_DECIMALS);
    CU_ASSERT(read("1.00001", 4, &minor) == ET_AMOUNT_TOO_MANY_DECIMALS);
    CU_ASSERT(read("1.00000", 2, &minor) == ET_AMOUNT_TOO_MANY_DECIMALS && minor == 99);
}

static void amounts_beyond_the_limit_are_told(void)
{
    int64_t minor = 99;
    CU_ASSERT(read("90071992547409.92", 2, &minor) == ET_AMOUNT_OUT_OF_RANGE);
    CU_ASSERT(read("9007199254740992", 0, &minor) == ET_AMOUNT_OUT_OF_RANGE);
    CU_ASSERT(read("9999999999999999", 4, &minor) == ET_AMOUNT_OUT_OF_RANGE);
    CU_ASSERT(read("99999999999999999", 0, &minor) == ET_AMOUNT_OUT_OF_RANGE);
    CU_ASSERT(read("99999999999999999999999999999999999999", 2, &minor) == ET_AMOUNT_OUT_OF_RANGE);
    CU_ASSERT(minor == 99);
}

static struct et_slice put(struct et_arena *arena, int64_t minor, unsigned digits)
{
    struct et_buf buf;
    et_buf_init(&buf, arena, 100);
    et_amount_put(&buf, minor, digits);
    return et_buf_text(&buf);
}

static void minor_units_are_written_with_all_their_decimals(void)
{
    struct et_arena *arena = et_arena_new(1 << 16);
    ET_ASSERT_TEXT(put(arena, 1550, 2), "15.50");
    ET_ASSERT_TEXT(put(arena, 7, 2), "0.07");
    ET_ASSERT_TEXT(put(arena, 0, 2), "0.00");
    ET_ASSERT_TEXT(put(arena, -5, 2), "-0.05");
    ET_ASSERT_TEXT(put(arena, 1200, 0), "1200");
    ET_ASSERT_TEXT(put(arena, 1234, 3), "1.234");
    ET_ASSERT_TEXT(put(arena, INT64_MIN, 2), "-92233720368547758.08");
    et_arena_free(arena);
}

static void sums_of_any_length_are_written(void)
{
    struct et_arena *arena = et_arena_new(1 << 16);
    struct et_buf buf;
    et_buf_init(&buf, arena, 100);
    CU_ASSERT(et_amount_put_digits(&buf, ET_LIT("123456789012345678901234567890"), 2) == ET_OK);
    ET_ASSERT_TEXT(et_buf_text(&buf), "1234567890123456789012345678.90");
    CU_ASSERT(et_amount_put_digits(&buf, ET_LIT("12.5"), 2) == ET_EINVAL);
    CU_ASSERT(et_amount_put_digits(&buf, ET_LIT(""), 2) == ET_EINVAL);
    CU_ASSERT(et_amount_put_digits(&buf, ET_LIT("-"), 2) == ET_EINVAL);
    CU_ASSERT(et_amount_put_digits(&buf, ET_ABSENT, 2) == ET_EINVAL);
    CU_ASSERT(et_buf_text(&buf).len == 31);
    et_arena_free(arena);
}

static void writing_and_reading_agree(void)
{
    struct et_arena *arena = et_arena_new(1 << 20);
    for (unsigned digits = 0; digits <= 4; digits++) {
        for (int64_t minor = 1; minor <= ET_AMOUNT_MAX / 7; minor = minor * 7 + 3) {
            int64_t back = 0;
            CU_ASSERT(et_amount_parse(put(arena, minor, digits), digits, &back) == ET_AMOUNT_OK);
            CU_ASSERT(back == minor);
        }
    }
    et_arena_free(arena);
}

static void means_round_half_to_even(void)
{
    static const struct {
        const char *total;
        int64_t count;
        int64_t mean;
    } good[] = {{"5", 2, 2},   {"7", 2, 4},     {"-5", 2, -2},
                {"-7", 2, -4}, {"10", 3, 3},    {"11", 3, 4},
                {"0", 5, 0},   {"100", 1, 100}, {"9007199254740991000000", 1000000, ET_AMOUNT_MAX}};
    int64_t mean = 99;
    for (size_t i = 0; i < ET_COUNT(good); i++) {
        CU_ASSERT(et_amount_mean(et_slice_from(good[i].total), good[i].count, &mean) == ET_OK);
        CU_ASSERT(mean == good[i].mean);
    }
    CU_ASSERT(et_amount_mean(ET_LIT("100000000000000000000000000000000000"), INT64_MAX, &mean) ==
              ET_OK);
    CU_ASSERT(et_amount_mean(ET_LIT("1000000000000000000000000000000000000"), INT64_MAX, &mean) ==
              ET_ERANGE);
    CU_ASSERT(et_amount_mean(ET_LIT("5"), 0, &mean) == ET_EINVAL);
    CU_ASSERT(et_amount_mean(ET_LIT("5.0"), 1, &mean) == ET_EINVAL);
    CU_ASSERT(et_amount_mean(ET_LIT("9223372036854775808"), 1, &mean) == ET_ERANGE);
    CU_ASSERT(et_amount_mean(ET_LIT("1111111111222222222233333333334444444"), 1, &mean) ==
              ET_ERANGE);
}

static const struct et_test tests[] = {
    {"decimals become minor units exactly", decimals_become_minor_units_exactly},
    {"other spellings of numbers are refused", other_spellings_of_numbers_are_refused},
    {"decimals that the currency lacks are told", decimals_that_the_currency_lacks_are_told},
    {"amounts beyond the limit are told", amounts_beyond_the_limit_are_told},
    {"minor units are written with all their decimals",
     minor_units_are_written_with_all_their_decimals},
    {"sums of any length are written", sums_of_any_length_are_written},
    {"writing and reading agree", writing_and_reading_agree},
    {"means round half to even", means_round_half_to_even},
};

int main(void)
{
    return et_test_run("amount", tests, ET_COUNT(tests));
}
