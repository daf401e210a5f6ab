/* session.c - GET /api/session, GET /api/auth/me, POST /api/auth/logout.
 *
 * Signing in is the identity pool's work; here are only the parts that need nothing but the
 * database.
 */
#include "fcgi/api/answer.h"
#include "fcgi/api/handlers.h"
#include "fcgi/api/put.h"
#include "fcgi/api/settings.h"
#include "lib/base/calendar.h"
#include "lib/http/json_out.h"

/* The columns of a user, in order. */
#define SQL_USER                                                                                   \
    "u.id, u.email, u.name,\n"                                                                     \
    "       exists (select from app.avatars a where a.user_id = u.id) as has_picture"
enum { USER_ID, USER_EMAIL, USER_NAME, USER_HAS_PICTURE, USER_COLUMNS };

/* Of the session statement, after the user's and the settings': when the account is removed. */
enum { DELETE_AFTER = USER_COLUMNS + ET_SETTINGS_COLUMNS };

const struct et_statement et_stmt_me = {
    .name = "me",
    .sql = "select " SQL_USER "\n"
           "  from app.users u\n"
           " where u.id = $1::bigint",
    .params = 1,
};

const struct et_statement et_stmt_session = {
    .name = "session",
    .sql = "select " SQL_USER ",\n"
           "       " ET_SQL_SETTINGS ", u.delete_after\n"
           "  from app.users u\n"
           "  join app.user_settings s on s.user_id = u.id\n"
           " where u.id = $1::bigint",
    .params = 1,
};

const struct et_statement et_stmt_logout = {
    .name = "logout",
    .sql = "select app.end_session()",
    .params = 0,
};

static void put_user(struct et_json_out *out, const struct et_rows *rows)
{
    bool has_picture = et_cell_bool(rows, 0, USER_HAS_PICTURE);
    struct et_slice email = et_cell(rows, 0, USER_EMAIL);
    et_json_begin_object(out);
    et_json_pair_raw(out, "id", et_cell(rows, 0, USER_ID));
    et_json_pair_text(out, "email", et_slice_present(email) ? email : ET_LIT(""));
    et_json_pair_text(out, "name", et_cell(rows, 0, USER_NAME));
    et_json_pair_text(out, "picture", has_picture ? ET_LIT("/api/auth/picture") : ET_ABSENT);
    et_json_end_object(out);
}

static enum et_verdict plan_user(struct et_exchange *exchange, const struct et_statement *statement)
{
    et_unit_init(exchange->unit, exchange->request->arena, ET_LANE_READ);
    et_unit_add(exchange->unit, statement);
    et_unit_i64(exchange->unit, exchange->caller.user);
    return ET_RUN;
}

enum et_verdict et_plan_me(struct et_exchange *exchange)
{
    return plan_user(exchange, &et_stmt_me);
}

void et_answer_me(struct et_exchange *exchange, const struct et_rows *rows, size_t count)
{
    (void)count;
    struct et_json_out out = et_json_out(&exchange->response->body);
    put_user(&out, &rows[0]);
}

/* Never 401: a page asks this first, to know whether to offer signing in. */
enum et_verdict et_plan_session(struct et_exchange *exchange)
{
    if (exchange->caller.user == 0) {
        ET_PUT(&exchange->response->body, "{\"user\":null}");
        return ET_ANSWERED;
    }
    return plan_user(exchange, &et_stmt_session);
}

void et_answer_session(struct et_exchange *exchange, const struct et_rows *rows, size_t count)
{
    (void)count;
    char expires[ET_INSTANT_SIZE];
    struct et_json_out out = et_json_out(&exchange->response->body);
    et_instant_format(exchange->caller.expires * 1000, expires);
    et_json_begin_object(&out);
    et_json_key(&out, "user");
    put_user(&out, &rows[0]);
    et_json_key(&out, "settings");
    et_settings_put(&out, &rows[0], USER_COLUMNS);
    et_json_pair_text(&out, "expires_at", et_slice_from(expires));
    if (et_slice_present(et_cell(&rows[0], 0, DELETE_AFTER))) {
        et_put_pair_instant(&out, "deletes_at", et_cell(&rows[0], 0, DELETE_AFTER));
    }
    et_json_end_object(&out);
}

static void answer_logged_out(struct et_exchange *exchange)
{
    ET_PUT(&exchange->response->body, "{\"message\":\"Logged out successfully\"}");
    et_answer_signed_out(exchange);
}

/* Works without a live session too: whoever wants to be out is out. */
enum et_verdict et_plan_logout(struct et_exchange *exchange)
{
    if (exchange->caller.user == 0) {
        answer_logged_out(exchange);
        return ET_ANSWERED;
    }
    et_unit_init(exchange->unit, exchange->request->arena, ET_LANE_WRITE);
    et_unit_add(exchange->unit, &et_stmt_logout);
    return ET_RUN;
}

void et_answer_logout(struct et_exchange *exchange, const struct et_rows *rows, size_t count)
{
    (void)rows;
    (void)count;
    answer_logged_out(exchange);
}
