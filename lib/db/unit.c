/* unit.c - see unit.h. */
#include "lib/db/unit.h"

#include "lib/base/arena.h"

void et_unit_init(struct et_unit *unit, struct et_arena *arena, enum et_lane lane)
{
    unit->arena = arena;
    unit->lane = lane;
    unit->count = 0;
    unit->failed = false;
    unit->patient = false;
}

/* Local to the unit's transaction; the limit counts anew for each statement. */
const struct et_statement et_stmt_patience = {
    .name = "patience",
    .sql = "select set_config('statement_timeout', $1::text, true)",
    .params = 1,
};

void et_unit_be_patient(struct et_unit *unit)
{
    unit->patient = true;
    (void)et_unit_add(unit, &et_stmt_patience);
    et_unit_i64(unit, ET_PATIENT_MS);
}

struct et_step *et_unit_add(struct et_unit *unit, const struct et_statement *statement)
{
    size_t at = unit->count;

    if (at >= ET_UNIT_STEPS_MAX) {
        unit->failed = true;
        at = ET_UNIT_STEPS_MAX - 1;
    } else {
        unit->count++;
    }
    unit->steps[at].statement = statement;
    unit->steps[at].count = 0;
    return &unit->steps[at];
}

static void put(struct et_unit *unit, const char *value)
{
    struct et_step *step;

    if (unit->count == 0) {
        unit->failed = true;
        return;
    }
    step = &unit->steps[unit->count - 1];
    if (step->count >= ET_STEP_PARAMS_MAX || step->count >= step->statement->params) {
        unit->failed = true;
        return;
    }
    step->values[step->count++] = value;
}

void et_unit_text(struct et_unit *unit, struct et_slice value)
{
    char *copy;

    if (!et_slice_present(value)) {
        put(unit, NULL);
        return;
    }
    if (memchr(value.ptr, '\0', value.len) != NULL) {
        unit->failed = true;
        return;
    }
    copy = et_arena_copy(unit->arena, value);
    if (copy == NULL) {
        unit->failed = true;
        return;
    }
    put(unit, copy);
}

void et_unit_i64(struct et_unit *unit, int64_t value)
{
    char digits[24];
    size_t at = sizeof(digits);
    uint64_t rest = value < 0 ? 0 - (uint64_t)value : (uint64_t)value;

    do {
        digits[--at] = (char)('0' + (int)(rest % 10));
        rest /= 10;
    } while (rest != 0);
    if (value < 0)
        digits[--at] = '-';
    et_unit_text(unit, (struct et_slice){digits + at, sizeof(digits) - at});
}

void et_unit_bool(struct et_unit *unit, bool value)
{
    put(unit, value ? "t" : "f");
}

void et_unit_null(struct et_unit *unit)
{
    put(unit, NULL);
}

int64_t et_cell_i64(const struct et_rows *rows, size_t row, size_t column, int64_t otherwise)
{
    struct et_slice cell = et_cell(rows, row, column);
    bool negative = cell.len > 0 && cell.ptr[0] == '-';
    size_t at = negative ? 1 : 0;
    int64_t value = 0;

    if (cell.len == at)
        return otherwise;
    for (; at < cell.len; at++) {
        char c = cell.ptr[at];
        int digit;

        if (c < '0' || c > '9')
            return otherwise;
        digit = negative ? -(c - '0') : c - '0';
        if (__builtin_mul_overflow(value, 10, &value) ||
            __builtin_add_overflow(value, digit, &value))
            return otherwise;
    }
    return value;
}

bool et_cell_bool(const struct et_rows *rows, size_t row, size_t column)
{
    struct et_slice cell = et_cell(rows, row, column);

    return cell.len > 0 && cell.ptr[0] == 't';
}
