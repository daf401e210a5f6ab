#include "lib/money/currency.h"

#include "tests/lib/unit.h"

static void codes_are_found_with_their_decimals(void)
{
    CU_ASSERT(et_currency_find(ET_LIT("INR"))->digits == 2);
    CU_ASSERT(et_currency_find(ET_LIT("JPY"))->digits == 0);
    CU_ASSERT(et_currency_find(ET_LIT("KWD"))->digits == 3);
    size_t count;
    const struct et_currency *all = et_currency_all(&count);
    for (size_t i = 0; i < count; i++) {
        CU_ASSERT(et_currency_find(et_slice_from(all[i].code)) == &all[i]);
        CU_ASSERT(all[i].digits <= ET_CURRENCY_DIGITS_MAX && all[i].name[0] != '\0');
    }
}

static void what_is_no_code_is_not_found(void)
{
    CU_ASSERT(et_currency_find(ET_LIT("inr")) == NULL);
    CU_ASSERT(et_currency_find(ET_LIT("XXX")) == NULL);
    CU_ASSERT(et_currency_find(ET_LIT("IN")) == NULL);
    CU_ASSERT(et_currency_find(ET_LIT("INRR")) == NULL);
    CU_ASSERT(et_currency_find(ET_ABSENT) == NULL);
    CU_ASSERT(et_currency_find(ET_LIT("$")) == NULL);
}

static void four_signs_are_read_as_codes(void)
{
    CU_ASSERT_STRING_EQUAL(et_currency_read(ET_LIT("\xE2\x82\xB9"))->code, "INR");
    CU_ASSERT_STRING_EQUAL(et_currency_read(ET_LIT("$"))->code, "USD");
    CU_ASSERT_STRING_EQUAL(et_currency_read(ET_LIT("\xE2\x82\xAC"))->code, "EUR");
    CU_ASSERT_STRING_EQUAL(et_currency_read(ET_LIT("\xC2\xA3"))->code, "GBP");
    CU_ASSERT_STRING_EQUAL(et_currency_read(ET_LIT("CHF"))->code, "CHF");
    CU_ASSERT(et_currency_read(ET_LIT("\xC2\xA5")) == NULL);
}

/* `make check` names the source tree; by hand tests run from its root. */
static FILE *open_source(const char *path)
{
    char full[1024];
    const char *source = getenv("EXPENSE_SOURCE");
    snprintf(full, sizeof full, "%s/%s", source != NULL ? source : ".", path);
    return fopen(full, "r");
}

static void the_table_equals_the_database(void)
{
    size_t count;
    size_t at = 0;
    const struct et_currency *all = et_currency_all(&count);
    FILE *file = open_source("db/deploy/currencies.sql");
    CU_ASSERT(file != NULL);
    if (file == NULL) {
        return;
    }
    char line[256];
    while (fgets(line, sizeof line, file) != NULL) {
        char code[4];
        unsigned digits;
        if (sscanf(line, " ('%3[A-Z]', %u,", code, &digits) != 2) {
            continue;
        }
        CU_ASSERT(at < count && strcmp(all[at].code, code) == 0 && all[at].digits == digits);
        /* SQL doubles an apostrophe; the part after it is enough to compare. */
        const char *quote = at < count ? strchr(all[at].name, '\'') : NULL;
        CU_ASSERT(at < count && strstr(line, quote != NULL ? quote : all[at].name) != NULL);
        at++;
    }
    CU_ASSERT(at == count);
    fclose(file);
}

static const struct et_test tests[] = {
    {"codes are found with their decimals", codes_are_found_with_their_decimals},
    {"what is no code is not found", what_is_no_code_is_not_found},
    {"four signs are read as codes", four_signs_are_read_as_codes},
    {"the table equals the database", the_table_equals_the_database},
};

int main(void)
{
    return et_test_run("currency", tests, ET_COUNT(tests));
}
