/* sessions.c - GET and DELETE /api/sessions, DELETE /api/sessions/{id}: where a person is signed
 * in.
 *
 * The table is out of the pool's reach; functions that name the asking session's person do the
 * work. The row is the authority on each request, so what is ended here has ended everywhere.
 */
#include "fcgi/api/device.h"
#include "fcgi/api/handlers.h"
#include "fcgi/api/put.h"
#include "fcgi/api/sql.h"
#include "lib/http/json_out.h"

const struct et_statement et_stmt_session_list = {
    .name = "session_list",
    .sql = "select s.id, s.user_agent, s.created_at, s.last_used_at, s.expires_at, s.current\n"
           "  from app.list_sessions() s",
    .params = 0,
};
enum { ID, USER_AGENT, CREATED_AT, LAST_USED_AT, EXPIRES_AT, CURRENT };

/* Without an id: all but the asking one. */
const struct et_statement et_stmt_session_end = {
    .name = "session_end",
    .sql = "with e as materialized (\n"
           "  select app.revoke_sessions($1::bigint) as count\n"
           "),\n" ET_SQL_KEEP_ONLY("$2", "$3",
                                   " and ($1::bigint is null or e.count > 0)") "select * from e",
    .params = 3,
};

static void put_session(struct et_json_out *out, const struct et_rows *rows, size_t row)
{
    struct et_slice user_agent = et_cell(rows, row, USER_AGENT);
    struct et_device device = et_device_of(user_agent);
    et_json_begin_object(out);
    et_json_pair_raw(out, "id", et_cell(rows, row, ID));
    et_json_pair_text(out, "browser", device.browser);
    et_json_pair_text(out, "system", device.system);
    et_json_pair_text(out, "user_agent", user_agent);
    et_put_pair_instant(out, "created_at", et_cell(rows, row, CREATED_AT));
    et_put_pair_instant(out, "last_used_at", et_cell(rows, row, LAST_USED_AT));
    et_put_pair_instant(out, "expires_at", et_cell(rows, row, EXPIRES_AT));
    et_json_pair_bool(out, "current", et_cell_bool(rows, row, CURRENT));
    et_json_end_object(out);
}

enum et_verdict et_plan_session_list(struct et_exchange *exchange)
{
    et_unit_init(exchange->unit, exchange->request->arena, ET_LANE_READ);
    et_unit_add(exchange->unit, &et_stmt_session_list);
    return ET_RUN;
}

void et_answer_session_list(struct et_exchange *exchange, const struct et_rows *rows, size_t count)
{
    (void)count;
    struct et_json_out out = et_json_out(&exchange->response->body);
    et_json_begin_array(&out);
    for (size_t row = 0; row < rows[0].rows; row++) {
        put_session(&out, &rows[0], row);
    }
    et_json_end_array(&out);
}

enum et_verdict et_plan_session_end(struct et_exchange *exchange)
{
    et_unit_init(exchange->unit, exchange->request->arena, ET_LANE_WRITE);
    et_unit_add(exchange->unit, &et_stmt_session_end);
    et_unit_i64(exchange->unit, exchange->request->args[0]);
    et_api_idempotency(exchange);
    return ET_RUN;
}

void et_answer_session_end(struct et_exchange *exchange, const struct et_rows *rows, size_t count)
{
    (void)count;
    struct et_json_out out = et_json_out(&exchange->response->body);
    if (et_cell_i64(&rows[0], 0, 0, 0) == 0) {
        et_problem(exchange->response, exchange->request, 404, "not_found",
                   "There is no such session; it may have ended already.");
        return;
    }
    et_json_begin_object(&out);
    et_json_pair_raw(&out, "count", et_cell(&rows[0], 0, 0));
    et_json_end_object(&out);
}

enum et_verdict et_plan_session_end_others(struct et_exchange *exchange)
{
    et_unit_init(exchange->unit, exchange->request->arena, ET_LANE_WRITE);
    et_unit_add(exchange->unit, &et_stmt_session_end);
    et_unit_null(exchange->unit);
    et_api_idempotency(exchange);
    return ET_RUN;
}

void et_answer_session_end_others(struct et_exchange *exchange, const struct et_rows *rows,
                                  size_t count)
{
    (void)count;
    struct et_json_out out = et_json_out(&exchange->response->body);
    et_json_begin_object(&out);
    et_json_pair_raw(&out, "count", et_cell(&rows[0], 0, 0));
    et_json_end_object(&out);
}
