/* From what the provider says about a person to a session and its token. */
#include <openssl/evp.h>
#include <stdio.h>
#include <stdlib.h>

#include "fcgi/hooks.h"
#include "fcgi/identity_db.h"
#include "fcgi/identity_pool.h"
#include "lib/auth/random.h"
#include "lib/auth/session_token.h"
#include "lib/base/arena.h"
#include "lib/base/base64url.h"
#include "lib/base/error.h"
#include "lib/base/utf8.h"
#include "lib/http/request.h"

/* One statement, so one transaction and one round trip: a person never exists without what they
 * need (ledger, settings, categories), and is never new twice. */
static const char sign_in_sql[] =
    "select s.user_id, s.ledger_id, s.is_new,"
    "       app.open_session($8::bytea, s.user_id, s.ledger_id, $9::text, $10::text,"
    "                        $11::integer, $12::integer, $13::bytea)"
    "  from app.sign_in($1::text, $2::text, $3::text, $4::boolean, $5::text, $6::text, $7::text)"
    "       as s";

struct new_session {
    char id[ET_RANDOM_TOKEN_LEN + 1];
    unsigned char hash[32];
    unsigned char replaces[32]; /* hash of the one that ends with it */
    bool has_replaces;
};

static int make_session(struct et_slice replaces, struct new_session *ret_session)
{
    size_t length;

    ret_session->has_replaces = et_slice_present(replaces) &&
                                et_base64url_decode(replaces, ret_session->replaces,
                                                    sizeof(ret_session->replaces), &length) == 0;
    if (et_random_token(ret_session->id) != 0 ||
        EVP_Digest(ret_session->id, ET_RANDOM_TOKEN_LEN, ret_session->hash, NULL, EVP_sha256(),
                   NULL) != 1)
        return ET_EIO;
    return 0;
}

static struct et_db_value text_value(const char *text)
{
    return (struct et_db_value){.data = text};
}

/* Text for the database: NULL when absent, empty or not UTF-8. */
static struct et_db_value optional(struct et_arena *arena, struct et_slice text)
{
    if (text.ptr == NULL || text.len == 0 || !et_utf8_valid(text) ||
        memchr(text.ptr, '\0', text.len) != NULL)
        return text_value(NULL);
    return text_value(et_arena_copy(arena, text));
}

static int run_sign_in(struct et_identity_pool *pool, const struct et_request *request,
                       const struct et_id_claims *claims, enum et_session_kind kind,
                       const struct new_session *session, PGresult **ret_result)
{
    const struct et_identity_settings *settings = pool->settings;
    struct et_arena *arena = request->arena;
    bool web = kind == ET_SESSION_WEB;
    char idle[24];
    char lifetime[24];

    snprintf(idle, sizeof(idle), "%lld",
             (long long)(web ? settings->session_idle_seconds : settings->bearer_lifetime_seconds));
    snprintf(
        lifetime, sizeof(lifetime), "%lld",
        (long long)(web ? settings->session_lifetime_seconds : settings->bearer_lifetime_seconds));
    /* What the provider has not verified is not kept: whatever is kept may be shown. */
    const struct et_db_value values[] = {
        text_value(settings->issuer),
        optional(arena, claims->subject),
        optional(arena, claims->email_verified ? claims->email : ET_ABSENT),
        text_value(claims->email_verified ? "true" : "false"),
        optional(arena, claims->name),
        optional(arena, claims->email_verified ? claims->picture : ET_ABSENT),
        text_value(settings->default_currency),
        {.data = (const char *)session->hash, .len = sizeof(session->hash), .binary = true},
        text_value(web ? "web" : "api"),
        optional(arena, et_request_param(request, "HTTP_USER_AGENT")),
        text_value(idle),
        text_value(lifetime),
        {.data = session->has_replaces ? (const char *)session->replaces : NULL,
         .len = sizeof(session->replaces),
         .binary = true},
    };
    return et_identity_db_run(pool->db, sign_in_sql, values, sizeof(values) / sizeof(values[0]),
                              ret_result);
}

/* A disabled person is ET403; whatever concerns the server rather than the person is ET_EIO. */
static int refused(const PGresult *result)
{
    const char *state = PQresultErrorField(result, PG_DIAG_SQLSTATE);

    if (state == NULL)
        return ET_EIO;
    if (strcmp(state, "ET403") == 0)
        return ET_EAUTH;
    if (strncmp(state, "57", 2) == 0 || strncmp(state, "53", 2) == 0 ||
        strncmp(state, "40", 2) == 0 || strcmp(state, "55P03") == 0)
        return ET_EIO;
    return ET_EINVAL;
}

static int64_t number(const PGresult *result, int column)
{
    return strtoll(PQgetvalue(result, 0, column), NULL, 10);
}

/* The connection was lost after the commit, and the repeat met the session of the first try. */
static bool was_done(const PGresult *result)
{
    const char *state = PQresultErrorField(result, PG_DIAG_SQLSTATE);
    const char *constraint = PQresultErrorField(result, PG_DIAG_CONSTRAINT_NAME);

    return state != NULL && strcmp(state, "23505") == 0 && constraint != NULL &&
           strcmp(constraint, "sessions_pkey") == 0;
}

int et_identity_open_session(struct et_identity_pool *pool, const struct et_request *request,
                             const struct et_id_claims *claims, enum et_session_kind kind,
                             struct et_slice replaces, struct et_signed_in *ret_signed_in)
{
    __attribute__((cleanup(et_identity_db_clear))) PGresult *result = NULL;
    struct new_session session;

    et_identity_beat(pool);
    int r = make_session(replaces, &session);
    if (r == 0)
        r = run_sign_in(pool, request, claims, kind, &session, &result);
    if (r == ET_EINVAL && was_done(result)) {
        et_identity_db_clear(&result);
        r = make_session(replaces, &session);
        if (r == 0)
            r = run_sign_in(pool, request, claims, kind, &session, &result);
    }
    if (r == ET_EINVAL)
        return refused(result);
    if (r != 0)
        return r;
    et_hook(ET_HOOK_IDENTITY_SIGNED_IN);
    if (PQntuples(result) != 1)
        return ET_EINVAL;
    struct et_signed_in found = {
        .user = number(result, 0),
        .ledger = number(result, 1),
        .is_new = PQgetvalue(result, 0, 2)[0] == 't',
        .expires = number(result, 3),
    };
    const struct et_session_claims token = {
        .user = found.user,
        .ledger = found.ledger,
        .issued = pool->now.wall,
        .expires = found.expires,
        .session = {session.id, ET_RANDOM_TOKEN_LEN},
    };
    bool web = kind == ET_SESSION_WEB;
    r = et_session_token_make(pool->settings->ring, &token, web ? ET_TYP_SESSION : ET_TYP_ACCESS,
                              web ? ET_AUD_SESSION : ET_AUD_ACCESS, pool->settings->public_origin,
                              request->arena, &found.token);
    if (r == 0)
        *ret_signed_in = found;
    return r;
}
