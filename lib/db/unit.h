/* unit.h - a unit of work: the statements of one request, sent in one round trip.
 *
 * The statements of a unit run in one implicit transaction that ends at the pipeline's sync: all of
 * them happen or none does. Values are always parameters, in text format; every `$n` in the SQL
 * carries its own cast, so PostgreSQL never guesses a type.
 *
 * Statements are static constants beside the code that uses them. A unit and its values live in the
 * request's arena; results (struct et_rows) too, until the arena is reset.
 */
#ifndef ET_DB_UNIT_H
#define ET_DB_UNIT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lib/base/slice.h"

struct et_arena;

/* SQL with a name. `name` is the prepared statement's name, unique in the program. A statement with
 * `plan_each_time` is sent unnamed, so that PostgreSQL plans it with the actual values: for
 * searches whose best index depends on what was typed. */
struct et_statement {
    const char *name;
    const char *sql;
    unsigned char params;
    bool plan_each_time;
};

#define ET_UNIT_STEPS_MAX 6
#define ET_STEP_PARAMS_MAX 16

struct et_step {
    const struct et_statement *statement;
    const char *values[ET_STEP_PARAMS_MAX]; /* NUL-terminated text; NULL is SQL NULL */
    unsigned char count;
};

/* Which of a worker's database connections a unit takes: reads share few, writes several (group
 * commit), long work never holds up either. */
enum et_lane { ET_LANE_READ, ET_LANE_WRITE, ET_LANE_LONG };

struct et_unit {
    struct et_arena *arena;
    enum et_lane lane;
    struct et_step steps[ET_UNIT_STEPS_MAX];
    size_t count;
    bool failed;  /* sticky: out of memory or too many steps or values */
    bool patient; /* see et_unit_be_patient() */
};

/* What a patient unit may take. */
#define ET_PATIENT_MS 30000

void et_unit_init(struct et_unit *unit, struct et_arena *arena, enum et_lane lane);

/* Lets the unit's statements take up to ET_PATIENT_MS instead of the connection's own limit, by a
 * first statement, whose rows come first. For work that grows with what a person has chosen; the
 * owner of the connections keeps others from waiting behind it. */
extern const struct et_statement et_stmt_patience;
void et_unit_be_patient(struct et_unit *unit);

/* Adds a statement. Never NULL: when the unit is full it marks it failed and returns a spare step.
 */
struct et_step *et_unit_add(struct et_unit *unit, const struct et_statement *statement);

/* Append the next value of the step that was added last. An absent slice is SQL NULL; a slice with
 * an embedded NUL byte marks the unit failed (PostgreSQL text cannot hold it). */
void et_unit_text(struct et_unit *unit, struct et_slice value);
void et_unit_i64(struct et_unit *unit, int64_t value);
void et_unit_bool(struct et_unit *unit, bool value);
void et_unit_null(struct et_unit *unit);

/* The rows of one statement: cells in row-major order; an absent slice is SQL NULL. Plain data, so
 * that a test can write it by hand. */
struct et_rows {
    size_t rows;
    size_t columns;
    const struct et_slice *cells;
};

static inline struct et_slice et_cell(const struct et_rows *rows, size_t row, size_t column)
{
    return rows->cells[row * rows->columns + column];
}

/* A cell as a number; NULL, text that is no number and out-of-range all give `otherwise`. */
int64_t et_cell_i64(const struct et_rows *rows, size_t row, size_t column, int64_t otherwise);
bool et_cell_bool(const struct et_rows *rows, size_t row, size_t column);

/* What PostgreSQL said when a unit failed. */
struct et_db_error {
    char sqlstate[6];           /* "" when the connection was lost before an answer */
    struct et_slice message;    /* primary message: public only for the class ET of our own codes */
    struct et_slice field;      /* column name given by our own raise, else absent */
    struct et_slice hint;       /* stable machine code given by our own raise, else absent */
    struct et_slice constraint; /* name of the violated constraint, else absent */
};

#endif
