#include "lib/db/unit.h"

#include "lib/base/arena.h"
#include "tests/lib/unit.h"

static const struct et_statement two = {.name = "two", .sql = "select $1, $2", .params = 2};

static void test_values(void)
{
    struct et_arena *arena = et_arena_new(65536);
    struct et_unit unit;

    et_unit_init(&unit, arena, ET_LANE_READ);
    (void)et_unit_add(&unit, &two);
    et_unit_i64(&unit, INT64_MIN);
    et_unit_text(&unit, ET_LIT("tea"));
    CU_ASSERT_STRING_EQUAL(unit.steps[0].values[0], "-9223372036854775808");
    CU_ASSERT_STRING_EQUAL(unit.steps[0].values[1], "tea");
    (void)et_unit_add(&unit, &two);
    et_unit_bool(&unit, true);
    et_unit_text(&unit, ET_ABSENT);
    CU_ASSERT_STRING_EQUAL(unit.steps[1].values[0], "t");
    CU_ASSERT_PTR_NULL(unit.steps[1].values[1]);
    CU_ASSERT_FALSE(unit.failed);
    et_arena_free(arena);
}

static void test_limits(void)
{
    struct et_arena *arena = et_arena_new(65536);
    struct et_unit unit;

    et_unit_init(&unit, arena, ET_LANE_READ);
    for (int i = 0; i < ET_UNIT_STEPS_MAX; i++)
        CU_ASSERT_PTR_NOT_NULL(et_unit_add(&unit, &two));
    CU_ASSERT_FALSE(unit.failed);
    CU_ASSERT_PTR_NOT_NULL(et_unit_add(&unit, &two));
    CU_ASSERT_TRUE(unit.failed);
    et_unit_init(&unit, arena, ET_LANE_READ);
    (void)et_unit_add(&unit, &two);
    for (int i = 0; i < 3; i++)
        et_unit_null(&unit);
    CU_ASSERT_TRUE(unit.failed);
    et_arena_free(arena);
}

static void test_nul(void)
{
    struct et_arena *arena = et_arena_new(65536);
    struct et_unit unit;

    et_unit_init(&unit, arena, ET_LANE_READ);
    (void)et_unit_add(&unit, &two);
    et_unit_text(&unit, (struct et_slice){"a\0b", 3});
    CU_ASSERT_TRUE(unit.failed);
    et_arena_free(arena);
}

static int64_t number(struct et_slice cell)
{
    struct et_rows rows = {1, 1, &cell};

    return et_cell_i64(&rows, 0, 0, -7);
}

static void test_cells(void)
{
    struct et_slice yes = ET_LIT("t");
    struct et_rows rows = {1, 1, &yes};

    CU_ASSERT_EQUAL(number(ET_LIT("42")), 42);
    CU_ASSERT_EQUAL(number(ET_LIT("-9223372036854775808")), INT64_MIN);
    CU_ASSERT_EQUAL(number(ET_LIT("9223372036854775807")), INT64_MAX);
    CU_ASSERT_EQUAL(number(ET_LIT("9223372036854775808")), -7);
    CU_ASSERT_EQUAL(number(ET_LIT("1.5")), -7);
    CU_ASSERT_EQUAL(number(ET_LIT("-")), -7);
    CU_ASSERT_EQUAL(number(ET_LIT("")), -7);
    CU_ASSERT_EQUAL(number(ET_ABSENT), -7);
    CU_ASSERT_TRUE(et_cell_bool(&rows, 0, 0));
}

int main(void)
{
    static const struct et_test tests[] = {
        {"values become text, absent becomes NULL", test_values},
        {"too many steps or values mark the unit failed", test_limits},
        {"a NUL byte in a text marks the unit failed", test_nul},
        {"cells that are no number give the other value", test_cells},
    };

    return et_test_run("unit", tests, ET_COUNT(tests));
}
