#include "lib/auth/freshness.h"

#include "tests/lib/unit.h"

static void test_age_is_bounded(void)
{
    struct et_freshness f = {.held = false};

    et_freshness_succeeded(&f, 1000, -1);
    CU_ASSERT_EQUAL(f.fresh_until, 1000 + ET_FRESH_DEFAULT);
    et_freshness_succeeded(&f, 1000, 0);
    CU_ASSERT_EQUAL(f.fresh_until, 1000 + ET_FRESH_MIN);
    et_freshness_succeeded(&f, 1000, INT64_MAX);
    CU_ASSERT_EQUAL(f.fresh_until, 1000 + ET_FRESH_MAX);
    et_freshness_succeeded(&f, 1000, 600);
    CU_ASSERT_EQUAL(f.fresh_until, 1600);
}

static void test_due(void)
{
    struct et_freshness f = {.held = false};

    CU_ASSERT_TRUE(et_freshness_due(&f, 1000, false));
    et_freshness_succeeded(&f, 1000, 600);
    CU_ASSERT_FALSE(et_freshness_due(&f, 1001, false));
    CU_ASSERT_FALSE(et_freshness_due(&f, 1059, true));
    CU_ASSERT_TRUE(et_freshness_due(&f, 1060, true));
    CU_ASSERT_FALSE(et_freshness_due(&f, 1599, false));
    CU_ASSERT_TRUE(et_freshness_due(&f, 1600, false));
}

static void test_outage(void)
{
    struct et_freshness f = {.held = false};

    et_freshness_failed(&f, 1000);
    CU_ASSERT_FALSE(et_freshness_usable(&f, 1000));
    CU_ASSERT_FALSE(et_freshness_due(&f, 1004, true));
    CU_ASSERT_TRUE(et_freshness_due(&f, 1005, false));
    et_freshness_succeeded(&f, 1005, 60);
    et_freshness_failed(&f, 1065);
    CU_ASSERT_TRUE(et_freshness_usable(&f, 1065));
    CU_ASSERT_FALSE(et_freshness_due(&f, 1124, true));
    CU_ASSERT_TRUE(et_freshness_due(&f, 1125, false));
    CU_ASSERT_TRUE(et_freshness_usable(&f, 1005 + ET_FRESH_USABLE - 1));
    CU_ASSERT_FALSE(et_freshness_usable(&f, 1005 + ET_FRESH_USABLE));
}

int main(void)
{
    static const struct et_test tests[] = {
        {"max-age counts between a minute and a day, an hour when there is none",
         test_age_is_bounded},
        {"a fetch is due when out of date or lacking, never twice within a minute", test_due},
        {"after a failure what is kept stays usable for a day", test_outage},
    };
    return et_test_run("freshness", tests, ET_COUNT(tests));
}
