/* replay.h - the answer that was kept under an Idempotency-Key, as rows again. */
#ifndef ET_FCGI_REPLAY_H
#define ET_FCGI_REPLAY_H

#include "lib/db/unit.h"

struct et_arena;

/* Looks a key of the current user up: one row (request hash in hex, answer as JSON text) or none.
 */
extern const struct et_statement et_stmt_replay;

/* Turns a JSON array of flat objects back into the rows that it was made from by json_agg():
 * strings lose their quotes, numbers keep their text, booleans become t and f, null becomes NULL.
 * Returns 0, ET_EINVAL for any other shape, or ET_ENOMEM. */
int et_replay_rows(struct et_arena *arena, struct et_slice json, struct et_rows *ret_rows);

#endif
