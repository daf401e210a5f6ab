#include "lib/db/sqlstate.h"

#include "lib/http/response.h"
#include "tests/lib/unit.h"

static void expect(const char *state, int status, const char *code)
{
    const struct et_sqlstate_rule *rule = et_sqlstate_rule(state);

    CU_ASSERT_EQUAL(rule->status, status);
    CU_ASSERT_STRING_EQUAL(rule->code, code);
}

static void test_map(void)
{
    static const struct {
        const char *state;
        int status;
        const char *code;
    } rows[] = {
        {"23505", 409, "conflict"},
        {"23503", 422, "invalid_reference"},
        {"23514", 422, "out_of_range"},
        {"22003", 422, "out_of_range"},
        {"22021", 422, "invalid_text"},
        {"22P02", 422, "invalid_value"},
        {"22P05", 422, "invalid_text"},
        {"40001", 503, "busy"},
        {"40P01", 503, "busy"},
        {"55P03", 503, "busy"},
        {"57014", 504, "too_slow"},
        {"53100", 503, "storage_full"},
        {"53200", 503, "database_unavailable"},
        {"53300", 503, "database_unavailable"},
        {"53400", 503, "database_unavailable"},
        {"57P01", 503, "database_unavailable"},
        {"57P02", 503, "database_unavailable"},
        {"57P03", 503, "database_unavailable"},
        {"08006", 503, "database_unavailable"},
        {"25006", 503, "database_unavailable"},
        {"42501", 403, "forbidden"},
        {"42P01", 500, "internal"},
        {"XX000", 500, "internal"},
        {"99999", 500, "internal"},
        {"", 503, "database_unavailable"},
    };

    for (size_t i = 0; i < ET_COUNT(rows); i++)
        expect(rows[i].state, rows[i].status, rows[i].code);
    for (size_t i = 0; i < et_sqlstate_rule_count; i++)
        CU_ASSERT_STRING_NOT_EQUAL(et_status_reason(et_sqlstate_rules[i].status), "Unknown");
}

static void test_own(void)
{
    CU_ASSERT_EQUAL(et_sqlstate_own("ET404"), 404);
    CU_ASSERT_EQUAL(et_sqlstate_own("ET422"), 422);
    CU_ASSERT_EQUAL(et_sqlstate_own("ETx04"), 0);
    CU_ASSERT_EQUAL(et_sqlstate_own("23505"), 0);
    CU_ASSERT_EQUAL(et_sqlstate_own(""), 0);
    for (size_t i = 0; i < et_sqlstate_rule_count; i++) {
        int own = et_sqlstate_own(et_sqlstate_rules[i].state);

        CU_ASSERT(own == 0 || own == et_sqlstate_rules[i].status);
    }
}

static void test_what_to_do(void)
{
    CU_ASSERT_TRUE(et_sqlstate_rule("40001")->again);
    CU_ASSERT_TRUE(et_sqlstate_rule("40P01")->again);
    CU_ASSERT_FALSE(et_sqlstate_rule("57014")->again);
    CU_ASSERT_TRUE(et_sqlstate_rule("0A000")->reconnect);
    CU_ASSERT_TRUE(et_sqlstate_rule("26000")->reconnect);
    CU_ASSERT_TRUE(et_sqlstate_rule("57P01")->reconnect);
    CU_ASSERT_TRUE(et_sqlstate_rule("08003")->reconnect);
    CU_ASSERT_FALSE(et_sqlstate_rule("23505")->reconnect);
    CU_ASSERT_TRUE(et_sqlstate_rule("42501")->alarm);
    CU_ASSERT_FALSE(et_sqlstate_rule("ET404")->alarm);
}

static void test_retry_after(void)
{
    for (size_t i = 0; i < et_sqlstate_rule_count; i++) {
        const struct et_sqlstate_rule *rule = &et_sqlstate_rules[i];
        bool later = rule->status == 503 || rule->status == 504;

        CU_ASSERT_EQUAL(rule->retry_after > 0, later);
        CU_ASSERT(strlen(rule->detail) > 10);
    }
}

int main(void)
{
    static const struct et_test tests[] = {
        {"each database error has its status and code", test_map},
        {"the digits of our own codes are the status", test_own},
        {"lost races are repeated, broken connections are left", test_what_to_do},
        {"exactly what may be tried again says when", test_retry_after},
    };

    return et_test_run("sqlstate", tests, ET_COUNT(tests));
}
