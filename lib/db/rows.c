/* rows.c - see rows.h. */
#include "lib/db/rows.h"

#include <stdint.h>

#include "lib/base/arena.h"
#include "lib/base/error.h"

static void clear_result(void *result)
{
    PQclear(result);
}

int et_rows_from_result(struct et_arena *arena, PGresult *result, struct et_rows *ret_rows)
{
    size_t rows = (size_t)PQntuples(result);
    size_t columns = (size_t)PQnfields(result);
    struct et_slice *cells = NULL;
    struct et_slice *cell;

    if (et_arena_defer(arena, clear_result, result) != 0)
        return ET_ENOMEM;
    if (rows != 0 && columns != 0) {
        if (rows > SIZE_MAX / columns)
            return ET_ENOMEM;
        cells = et_arena_array(arena, rows * columns, sizeof(*cells));
        if (cells == NULL)
            return ET_ENOMEM;
    }
    cell = cells;
    for (int row = 0; cells != NULL && row < (int)rows; row++) {
        for (int column = 0; column < (int)columns; column++, cell++) {
            size_t len = (size_t)PQgetlength(result, row, column);

            if (len == 0 && PQgetisnull(result, row, column))
                continue;
            *cell = (struct et_slice){PQgetvalue(result, row, column), len};
        }
    }
    *ret_rows = (struct et_rows){rows, columns, cells};
    return 0;
}

static struct et_slice field(struct et_arena *arena, const PGresult *result, int code)
{
    struct et_slice text = et_slice_from(PQresultErrorField(result, code));
    char *copy;

    if (!et_slice_present(text))
        return ET_ABSENT;
    copy = et_arena_copy(arena, text);
    return copy != NULL ? (struct et_slice){copy, text.len} : ET_ABSENT;
}

void et_db_error_from_result(struct et_arena *arena, const PGresult *result,
                             struct et_db_error *ret_error)
{
    const char *state = PQresultErrorField(result, PG_DIAG_SQLSTATE);

    *ret_error = (struct et_db_error){0};
    if (state != NULL && strlen(state) == 5)
        memcpy(ret_error->sqlstate, state, 6);
    ret_error->message = field(arena, result, PG_DIAG_MESSAGE_PRIMARY);
    ret_error->field = field(arena, result, PG_DIAG_COLUMN_NAME);
    ret_error->hint = field(arena, result, PG_DIAG_MESSAGE_HINT);
    ret_error->constraint = field(arena, result, PG_DIAG_CONSTRAINT_NAME);
}
