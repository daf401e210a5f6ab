#include "lib/base/number.h"

#include "lib/base/error.h"
#include "tests/lib/unit.h"

static int read(const char *text, int64_t *value)
{
    return et_parse_i64(et_slice_from(text), INT64_MIN, INT64_MAX, value);
}

static void whole_numbers_are_read_to_the_ends_of_64_bits(void)
{
    int64_t value = 5;
    CU_ASSERT(read("0", &value) == ET_OK && value == 0);
    CU_ASSERT(read("-17", &value) == ET_OK && value == -17);
    CU_ASSERT(read("9223372036854775807", &value) == ET_OK && value == INT64_MAX);
    CU_ASSERT(read("-9223372036854775808", &value) == ET_OK && value == INT64_MIN);
    CU_ASSERT(read("9223372036854775808", &value) == ET_ERANGE);
    CU_ASSERT(read("-9223372036854775809", &value) == ET_ERANGE);
    CU_ASSERT(read("99999999999999999999999999", &value) == ET_ERANGE && value == INT64_MIN);
}

static void what_strtol_would_forgive_is_refused(void)
{
    static const char *const bad[] = {"",    "-",   "+1",  " 1",  "1 ",  "01", "-0", "--1",
                                      "0x1", "1e3", "1.0", "1,0", "1\n", "a",  "00"};
    int64_t value = 5;
    for (size_t i = 0; i < ET_COUNT(bad); i++) {
        CU_ASSERT(read(bad[i], &value) == ET_EINVAL);
    }
    CU_ASSERT(et_parse_i64(ET_ABSENT, 0, 9, &value) == ET_EINVAL);
    CU_ASSERT(et_parse_i64(ET_LIT("1\0"), 0, 9, &value) == ET_EINVAL);
    CU_ASSERT(value == 5);
}

static void the_range_is_inclusive(void)
{
    int64_t value = 0;
    CU_ASSERT(et_parse_i64(ET_LIT("1"), 1, 200, &value) == ET_OK);
    CU_ASSERT(et_parse_i64(ET_LIT("200"), 1, 200, &value) == ET_OK);
    CU_ASSERT(et_parse_i64(ET_LIT("0"), 1, 200, &value) == ET_ERANGE);
    CU_ASSERT(et_parse_i64(ET_LIT("201"), 1, 200, &value) == ET_ERANGE && value == 200);
}

static void digits_may_begin_with_zero(void)
{
    int64_t value = 0;
    CU_ASSERT(et_parse_digits("0042x", 4, &value) == ET_OK && value == 42);
    CU_ASSERT(et_parse_digits("0042x", 5, &value) == ET_EINVAL);
    CU_ASSERT(et_parse_digits("", 0, &value) == ET_EINVAL);
}

static const struct et_test tests[] = {
    {"whole numbers are read to the ends of 64 bits",
     whole_numbers_are_read_to_the_ends_of_64_bits},
    {"what strtol would forgive is refused", what_strtol_would_forgive_is_refused},
    {"the range is inclusive", the_range_is_inclusive},
    {"digits may begin with zero", digits_may_begin_with_zero},
};

int main(void)
{
    return et_test_run("number", tests, ET_COUNT(tests));
}
