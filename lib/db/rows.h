/* rows.h - a PGresult as plain cells.
 *
 * The cells point into the PGresult, which is released with the request's arena: no copy is made.
 */
#ifndef ET_DB_ROWS_H
#define ET_DB_ROWS_H

#include <libpq-fe.h>

#include "lib/db/unit.h"

struct et_arena;

/* Views `result` as rows. Takes the result over in every case: it is cleared when the arena is
 * reset, or at once on failure. A command without rows gives 0 rows. Returns 0 or ET_ENOMEM. */
int et_rows_from_result(struct et_arena *arena, PGresult *result, struct et_rows *ret_rows);

/* Copies what PostgreSQL said into the arena; `result` stays the caller's. A message that does not
 * fit in the arena becomes absent. */
void et_db_error_from_result(struct et_arena *arena, const PGresult *result,
                             struct et_db_error *ret_error);

#endif
