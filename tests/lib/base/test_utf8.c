#include "lib/base/utf8.h"

#include "lib/base/error.h"
#include "tests/lib/unit.h"

static void every_code_point_survives_writing_and_reading(void)
{
    size_t wrong = 0;
    for (uint32_t point = 0; point <= 0x110010; point++) {
        char bytes[4];
        uint32_t read = 0;
        size_t len = et_utf8_put(bytes, point);
        bool scalar = point <= 0x10FFFF && !(point >= 0xD800 && point <= 0xDFFF);
        wrong += (len != 0) != scalar;
        if (len != 0) {
            wrong += et_utf8_next(bytes, len, &read) != len || read != point;
            wrong += et_utf8_next(bytes, len - 1, &read) != 0;
        }
    }
    CU_ASSERT(wrong == 0);
}

static void malformed_sequences_are_refused(void)
{
    static const struct et_slice bad[] = {
        {"\x80", 1},             /* tail without lead */
        {"\xC0\x80", 2},         /* overlong NUL */
        {"\xC1\xBF", 2},         /* overlong U+007F */
        {"\xE0\x9F\xBF", 3},     /* overlong U+07FF */
        {"\xF0\x8F\xBF\xBF", 4}, /* overlong U+FFFF */
        {"\xED\xA0\x80", 3},     /* U+D800 */
        {"\xED\xBF\xBF", 3},     /* U+DFFF */
        {"\xF4\x90\x80\x80", 4}, /* U+110000 */
        {"\xF5\x80\x80\x80", 4},
        {"\xFE", 1},
        {"\xFF", 1},
        {"a\xE2\x82", 3}, /* cut off */
        {"\xE2\x28\xA1", 3},
    };
    for (size_t i = 0; i < ET_COUNT(bad); i++) {
        CU_ASSERT(!et_utf8_valid(bad[i]));
    }
    CU_ASSERT(et_utf8_valid(ET_LIT("")) && et_utf8_valid(ET_ABSENT));
    CU_ASSERT(et_utf8_valid(ET_LIT("\xED\x9F\xBF\xEE\x80\x80\xF4\x8F\xBF\xBF")));
}

static void code_points_are_counted_not_bytes(void)
{
    size_t count = 99;
    CU_ASSERT(et_utf8_count(ET_LIT("\xE2\x82\xB9"
                                   "5 \xF0\x9F\x8D\x95"),
                            &count) == ET_OK);
    CU_ASSERT(count == 4);
    CU_ASSERT(et_utf8_count(ET_LIT("\xFF"), &count) == ET_EINVAL && count == 4);
}

static void a_typed_line_is_told_its_fault(void)
{
    CU_ASSERT(et_text_check(ET_LIT("Tea"), 3) == ET_TEXT_OK);
    CU_ASSERT(et_text_check(ET_LIT("Teas"), 3) == ET_TEXT_TOO_LONG);
    CU_ASSERT(et_text_check(ET_LIT("\xF0\x9F\x8D\x95\xF0\x9F\x8D\x95"), 2) == ET_TEXT_OK);
    CU_ASSERT(et_text_check(ET_LIT(""), 3) == ET_TEXT_BLANK);
    CU_ASSERT(et_text_check(ET_ABSENT, 3) == ET_TEXT_BLANK);
    CU_ASSERT(et_text_check(ET_LIT("  \xC2\xA0\xE3\x80\x80\xE2\x80\x8B"), 9) == ET_TEXT_BLANK);
    CU_ASSERT(et_text_check(ET_LIT("a\nb"), 9) == ET_TEXT_CONTROL);
    CU_ASSERT(et_text_check(ET_LIT("a\0b"), 9) == ET_TEXT_CONTROL);
    CU_ASSERT(et_text_check(ET_LIT("a\x7F"), 9) == ET_TEXT_CONTROL);
    CU_ASSERT(et_text_check(ET_LIT("a\xC2\x85"), 9) == ET_TEXT_CONTROL);
    CU_ASSERT(et_text_check(ET_LIT("a\xC2"), 9) == ET_TEXT_BAD_UTF8);
    CU_ASSERT(et_text_check(ET_LIT("too long\n"), 2) == ET_TEXT_CONTROL);
}

static const struct et_test tests[] = {
    {"every code point survives writing and reading",
     every_code_point_survives_writing_and_reading},
    {"malformed sequences are refused", malformed_sequences_are_refused},
    {"code points are counted, not bytes", code_points_are_counted_not_bytes},
    {"a typed line is told its fault", a_typed_line_is_told_its_fault},
};

int main(void)
{
    return et_test_run("utf8", tests, ET_COUNT(tests));
}
