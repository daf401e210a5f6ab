/* tokens.c - GET and POST /api/tokens, DELETE /api/tokens/{id}: tokens that a person makes for
 * their programs.
 *
 * A token is the signed token that programs have anyway, with a scope, and names a session row of
 * kind "token". The secret is shown by the answer that makes it and is nowhere after that: the row
 * has its hash.
 */
#include <openssl/evp.h>
#include <string.h>

#include "fcgi/api/answer.h"
#include "fcgi/api/handlers.h"
#include "fcgi/api/idempotency.h"
#include "fcgi/api/input.h"
#include "fcgi/api/put.h"
#include "fcgi/api/sql.h"
#include "lib/auth/random.h"
#include "lib/auth/session_token.h"
#include "lib/base/arena.h"
#include "lib/base/base64url.h"
#include "lib/base/error.h"
#include "lib/base/hex.h"
#include "lib/base/mac.h"
#include "lib/http/json_in.h"
#include "lib/http/json_out.h"

#define NAME_POINTS_MAX 60
#define DAYS_MAX 366
#define DAYS_DEFAULT 90
#define HASH_SIZE 32

#define SQL_TOKEN                                                                                  \
    "t.id, t.name, t.scope, t.created_at::text as created_at, t.expires_at::text as expires_at,\n" \
    "       t.last_used_at::text as last_used_at"
enum { ID, NAME, SCOPE, CREATED_AT, EXPIRES_AT, LAST_USED_AT, ISSUED, EXPIRES };

const struct et_statement et_stmt_token_list = {
    .name = "token_list",
    .sql = "select " SQL_TOKEN "\n"
           "  from app.list_tokens() t",
    .params = 0,
};

const struct et_statement et_stmt_token_create = {
    .name = "token_create",
    .sql = "with e as materialized (\n"
           "select " SQL_TOKEN ",\n"
           "       extract(epoch from t.created_at)::bigint as issued,\n"
           "       extract(epoch from t.expires_at)::bigint as expires\n"
           "  from app.create_token(decode($1::text, 'hex'), $2::text, $3::text, $4::integer) t\n"
           "),\n" ET_SQL_KEEP("$5", "$6") "select * from e",
    .params = 6,
};

const struct et_statement et_stmt_token_revoke = {
    .name = "token_revoke",
    .sql = "with e as materialized (\n"
           "  select app.revoke_token($1::bigint) as revoked\n"
           "),\n" ET_SQL_KEEP_ONLY("$2", "$3", " and e.revoked") "select * from e",
    .params = 3,
};

static void put_token(struct et_json_out *out, const struct et_rows *rows, size_t row)
{
    et_json_pair_raw(out, "id", et_cell(rows, row, ID));
    et_json_pair_text(out, "name", et_cell(rows, row, NAME));
    et_json_pair_text(out, "scope", et_cell(rows, row, SCOPE));
    et_put_pair_instant(out, "created_at", et_cell(rows, row, CREATED_AT));
    et_put_pair_instant(out, "expires_at", et_cell(rows, row, EXPIRES_AT));
    et_put_pair_instant(out, "last_used_at", et_cell(rows, row, LAST_USED_AT));
}

enum et_verdict et_plan_token_list(struct et_exchange *exchange)
{
    et_unit_init(exchange->unit, exchange->request->arena, ET_LANE_READ);
    et_unit_add(exchange->unit, &et_stmt_token_list);
    return ET_RUN;
}

void et_answer_token_list(struct et_exchange *exchange, const struct et_rows *rows, size_t count)
{
    (void)count;
    struct et_json_out out = et_json_out(&exchange->response->body);
    et_json_begin_array(&out);
    for (size_t row = 0; row < rows[0].rows; row++) {
        et_json_begin_object(&out);
        put_token(&out, &rows[0], row);
        et_json_end_object(&out);
    }
    et_json_end_array(&out);
}

/* HMAC of who asks and under which key: a repeat of the request makes the same secret again, so
 * that an answer that was lost on its way can be had once more, and the secret still isn't kept. */
static bool secret_of_key(const struct et_exchange *exchange, struct et_slice key,
                          char ret_secret[ET_RANDOM_TOKEN_LEN + 1])
{
    const struct et_caller *caller = &exchange->caller;
    const struct et_slice parts[] = {{(const char *)&caller->user, sizeof caller->user}, key};
    unsigned char mac[ET_MAC_SIZE];
    bool made = et_mac(exchange->settings->cursor_key, "api token", parts, 2, mac) == ET_OK;
    if (made) {
        ret_secret[et_base64url_encode(mac, sizeof mac, ret_secret)] = '\0';
    }
    return made;
}

/* The session id that the new token names, in the arena; NULL when it can't be made. */
static const char *make_secret(const struct et_exchange *exchange)
{
    char secret[ET_RANDOM_TOKEN_LEN + 1];
    struct et_slice key;
    if (et_idempotency_key(exchange->request, &key) != 0) {
        return NULL;
    }
    bool made =
        et_slice_present(key) ? secret_of_key(exchange, key, secret) : et_random_token(secret) == 0;
    return made ? et_arena_copy(exchange->request->arena,
                                (struct et_slice){secret, ET_RANDOM_TOKEN_LEN})
                : NULL;
}

enum { FIELD_NAME, FIELD_SCOPE, FIELD_DAYS, FIELDS };

static const struct et_json_field fields[FIELDS] = {
    [FIELD_NAME] = {"name", ET_JSON_TEXT, true},
    [FIELD_SCOPE] = {"scope", ET_JSON_TEXT, true},
    [FIELD_DAYS] = {"expires_in_days", ET_JSON_INTEGER, false},
};

static bool read_fields(struct et_exchange *exchange, struct et_json_value values[FIELDS])
{
    struct et_arena *arena = exchange->request->arena;
    struct json_object *body;
    struct et_problems *problems = et_input_problems(exchange);
    if (problems == NULL || !et_json_body(exchange->request, exchange->response, &body)) {
        return false;
    }
    et_json_read(arena, body, fields, FIELDS, "", problems, values);
    if (values[FIELD_NAME].present) {
        et_input_text(arena, problems, "name", values[FIELD_NAME].text, "The name", NAME_POINTS_MAX,
                      ET_INPUT_BLANK_REFUSED);
    }
    if (values[FIELD_SCOPE].present && !et_slice_eq(values[FIELD_SCOPE].text, ET_LIT("read")) &&
        !et_slice_eq(values[FIELD_SCOPE].text, ET_LIT("write"))) {
        et_problems_add(problems, "scope", "unknown_scope", "Choose read or write.");
    }
    if (!values[FIELD_DAYS].present) {
        values[FIELD_DAYS].integer = DAYS_DEFAULT;
    } else if (values[FIELD_DAYS].integer < 1 || values[FIELD_DAYS].integer > DAYS_MAX) {
        et_problems_add(problems, "expires_in_days", "out_of_range", "Choose from 1 to 366 days.");
    }
    return et_input_good(exchange, problems);
}

enum et_verdict et_plan_token_create(struct et_exchange *exchange)
{
    struct et_unit *unit = exchange->unit;
    struct et_json_value values[FIELDS] = {{.present = false}};
    unsigned char hash[HASH_SIZE];
    char hex[2 * HASH_SIZE];
    if (!read_fields(exchange, values)) {
        return ET_ANSWERED;
    }
    const char *secret = make_secret(exchange);
    if (secret == NULL ||
        EVP_Digest(secret, ET_RANDOM_TOKEN_LEN, hash, NULL, EVP_sha256(), NULL) != 1) {
        return et_answer_no_memory(exchange);
    }
    et_hex_encode(hash, sizeof hash, hex);
    exchange->state = (void *)secret;
    et_unit_init(unit, exchange->request->arena, ET_LANE_WRITE);
    et_unit_add(unit, &et_stmt_token_create);
    et_unit_text(unit, (struct et_slice){hex, sizeof hex});
    et_unit_text(unit, values[FIELD_NAME].text);
    et_unit_text(unit, values[FIELD_SCOPE].text);
    et_unit_i64(unit, values[FIELD_DAYS].integer);
    et_api_idempotency(exchange);
    return ET_RUN;
}

static int sign(const struct et_exchange *exchange, const struct et_rows *row,
                struct et_slice *ret_token)
{
    bool may_write = et_slice_eq(et_cell(row, 0, SCOPE), ET_LIT("write"));
    const struct et_session_claims claims = {
        .user = exchange->caller.user,
        .ledger = exchange->caller.ledger,
        .issued = et_cell_i64(row, 0, ISSUED, 0),
        .expires = et_cell_i64(row, 0, EXPIRES, 0),
        .session = {exchange->state, ET_RANDOM_TOKEN_LEN},
        .scope = may_write ? ET_SCOPE_WRITE : ET_SCOPE_READ,
    };
    return et_session_token_make(exchange->settings->ring, &claims, ET_TYP_ACCESS, ET_AUD_ACCESS,
                                 exchange->settings->public_origin, exchange->request->arena,
                                 ret_token);
}

void et_answer_token_create(struct et_exchange *exchange, const struct et_rows *rows, size_t count)
{
    (void)count;
    struct et_json_out out = et_json_out(&exchange->response->body);
    struct et_slice token;
    if (sign(exchange, &rows[0], &token) != 0) {
        et_problem(exchange->response, exchange->request, 500, "internal",
                   "The token could not be signed. Revoke it and make another one.");
        return;
    }
    exchange->response->status = 201;
    et_json_begin_object(&out);
    put_token(&out, &rows[0], 0);
    et_json_pair_text(&out, "token", token);
    et_json_end_object(&out);
}

enum et_verdict et_plan_token_revoke(struct et_exchange *exchange)
{
    et_unit_init(exchange->unit, exchange->request->arena, ET_LANE_WRITE);
    et_unit_add(exchange->unit, &et_stmt_token_revoke);
    et_unit_i64(exchange->unit, exchange->request->args[0]);
    et_api_idempotency(exchange);
    return ET_RUN;
}

void et_answer_token_revoke(struct et_exchange *exchange, const struct et_rows *rows, size_t count)
{
    (void)count;
    if (!et_cell_bool(&rows[0], 0, 0)) {
        et_problem(exchange->response, exchange->request, 404, "not_found",
                   "There is no such token; it may be revoked already.");
        return;
    }
    ET_PUT(&exchange->response->body, "{\"message\":\"Token revoked\"}");
}
