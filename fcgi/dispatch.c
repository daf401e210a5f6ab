/* dispatch.c - see dispatch.h. What a database error becomes is in outcome.c. */
#include "fcgi/dispatch.h"

#include "fcgi/outcome.h"
#include "fcgi/replay.h"
#include "lib/base/arena.h"
#include "lib/http/content_type.h"
#include "lib/http/etag.h"
#include "lib/http/idempotency_key.h"

const struct et_statement et_stmt_begin_session = {
    .name = "begin_session",
    .sql = "select currency, time_zone, today, role\n"
           "from app.begin_session(decode($1::text, 'hex'), $2::bigint, $3::bigint, $4::text)",
    .params = 4,
};

void et_dispatch_route(const struct et_dispatch *dispatch, struct et_call *call)
{
    call->route = et_route_find(&dispatch->table, call->request.method, call->request.path,
                                call->request.args, call->allow);
}

size_t et_dispatch_body_limit(const struct et_call *call)
{
    return call->route != NULL ? call->route->body_limit : 0;
}

bool et_call_is_read(const struct et_call *call)
{
    return call->request.method == ET_GET || call->request.method == ET_HEAD;
}

void et_dispatch_refuse(struct et_call *call, int status, const char *code, const char *detail)
{
    et_response_init(&call->response, call->request.arena);
    et_problem(&call->response, &call->request, status, code, detail);
    if (status == 401)
        (void)et_response_header(&call->response, "WWW-Authenticate", ET_LIT("Bearer"));
    if (status == 503 || status == 504)
        (void)et_response_header(&call->response, "Retry-After", ET_LIT("1"));
}

void et_dispatch_unavailable(struct et_call *call, bool sent)
{
    call->fault = "database_unavailable";
    if (sent && !et_call_is_read(call))
        et_dispatch_refuse(call, 503, "unknown_outcome",
                           "The connection to the database was lost, so it is not known whether "
                           "this was saved. Repeat the request with the same Idempotency-Key.");
    else
        et_dispatch_refuse(call, 503, "database_unavailable",
                           "The service is busy or restarting. Please try again in a moment.");
}

void et_dispatch_late(struct et_call *call, bool sent)
{
    call->fault = "deadline";
    if (sent && !et_call_is_read(call))
        et_dispatch_refuse(call, 503, "unknown_outcome",
                           "This took too long, so it is not known whether it was saved. Repeat "
                           "the request with the same Idempotency-Key.");
    else
        et_dispatch_refuse(call, 504, "too_slow", "This took too long. Please try again.");
}

static void answer_unrouted(struct et_call *call)
{
    if (call->allow[0] == '\0') {
        et_dispatch_refuse(call, 404, "not_found", "There is nothing at this address.");
        return;
    }
    if (et_slice_eq(et_request_param(&call->request, "REQUEST_METHOD"), ET_LIT("OPTIONS"))) {
        et_response_init(&call->response, call->request.arena);
        call->response.status = 204;
        call->response.content_type = NULL;
    } else {
        et_dispatch_refuse(call, 405, "method_not_allowed",
                           "This method is not possible here; see the Allow header.");
    }
    (void)et_response_header(&call->response, "Allow", et_slice_from(call->allow));
}

/* The session step: hash of the token's session id, user, ledger, request id. */
static void add_session(struct et_call *call)
{
    const struct et_caller *caller = &call->exchange.caller;

    et_unit_init(&call->session, call->request.arena, ET_LANE_READ);
    (void)et_unit_add(&call->session, &et_stmt_begin_session);
    et_unit_text(&call->session, (struct et_slice){caller->session, sizeof(caller->session)});
    et_unit_i64(&call->session, caller->user);
    et_unit_i64(&call->session, caller->ledger);
    et_unit_text(&call->session, call->request.id);
    if (call->session.failed)
        call->unit.failed = true;
}

static enum et_next answered(struct et_call *call)
{
    if (et_buf_failed(&call->response.body)) {
        call->fault = "answer_too_large";
        et_dispatch_refuse(call, 500, "internal", "The answer is too large. Ask for less at once.");
    }
    return ET_NEXT_SEND;
}

/* A version that is asked for can't be that of something without versions, such as an import
 * (RFC 9110 section 13.1.1). To go on as if it were would be the lost update that the client
 * guards against. */
static bool may_match(struct et_call *call)
{
    struct et_slice header = et_request_param(&call->request, "HTTP_IF_MATCH");
    struct et_if_match match;

    if (call->exchange.versioned || et_call_is_read(call))
        return true;
    if (et_if_match_parse(header, &match) == 0 && (!match.present || match.any))
        return true;
    et_dispatch_refuse(call, 412, "version_mismatch",
                       "There is no version here that If-Match could name; leave it out.");
    return false;
}

/* Lets the handler plan, and makes the job of what it planned. */
static enum et_next plan(const struct et_dispatch *dispatch, struct et_call *call)
{
    struct et_exchange *exchange = &call->exchange;
    bool known = exchange->caller.user != 0;

    et_response_init(&call->response, call->request.arena);
    et_unit_init(&call->unit, call->request.arena,
                 et_call_is_read(call) ? ET_LANE_READ : ET_LANE_WRITE);
    exchange->request = &call->request;
    exchange->response = &call->response;
    exchange->unit = &call->unit;
    exchange->settings = dispatch->api;
    exchange->versioned = false;
    exchange->state = NULL;
    exchange->more = NULL;
    if (call->route->plan(exchange) == ET_ANSWERED)
        return answered(call);
    if (!may_match(call))
        return ET_NEXT_SEND;
    if (known)
        add_session(call);
    if (call->unit.failed) {
        call->fault = "unit_failed";
        et_dispatch_refuse(call, 422, "invalid",
                           "A text holds a character that cannot be stored, or is too long.");
        return ET_NEXT_SEND;
    }
    call->mark = et_arena_mark(call->request.arena);
    call->phase = ET_PHASE_UNIT;
    call->job.first = known ? &call->session.steps[0] : NULL;
    call->job.unit = &call->unit;
    return ET_NEXT_QUERY;
}

/* What a token may not do that a person in front of a browser may. */
static bool may_call(struct et_call *call)
{
    const struct et_caller *caller = &call->exchange.caller;

    if (call->route->access == ET_BROWSER && !caller->by_cookie) {
        et_dispatch_refuse(call, 403, "browser_only",
                           "A token can't do this. Sign in with a browser.");
        return false;
    }
    if (!caller->may_write && !et_call_is_read(call) && call->route->access != ET_READING) {
        et_dispatch_refuse(call, 403, "read_only",
                           "This token may only read. Make one that may write.");
        return false;
    }
    return true;
}

static bool admit(const struct et_dispatch *dispatch, struct et_call *call)
{
    const struct et_request *request = &call->request;
    enum et_identity identity = ET_IDENTITY_NONE;

    if (call->route->access != ET_PUBLIC)
        identity =
            et_authenticate(&dispatch->authenticator, request, call->now, &call->exchange.caller);
    if (identity == ET_IDENTITY_CROSS_SITE) {
        et_dispatch_refuse(call, 403, "csrf", "This request did not come from our own pages.");
        return false;
    }
    if (call->route->access >= ET_SIGNED_IN && identity == ET_IDENTITY_NONE) {
        et_dispatch_refuse(call, 401, "unauthenticated", "Please sign in.");
        return false;
    }
    if (identity == ET_IDENTITY_KNOWN && !may_call(call))
        return false;
    if (request->body.len > 0 &&
        !et_content_type_is_json(et_request_param(request, "CONTENT_TYPE"))) {
        et_dispatch_refuse(call, 415, "unsupported_media_type",
                           "The body must be sent as application/json.");
        return false;
    }
    if (!et_call_is_read(call) && et_idempotency_key(request, &call->key) != 0) {
        et_dispatch_refuse(call, 400, "invalid_idempotency_key",
                           "Idempotency-Key must be 1 to 255 visible ASCII characters.");
        return false;
    }
    return true;
}

enum et_next et_dispatch_begin(const struct et_dispatch *dispatch, struct et_call *call)
{
    if (call->route == NULL) {
        answer_unrouted(call);
        return ET_NEXT_SEND;
    }
    return admit(dispatch, call) ? plan(dispatch, call) : ET_NEXT_SEND;
}

/* Was this done before under the same key? The kept answer says so. */
static enum et_next look_key_up(struct et_call *call)
{
    call->refused = call->response;
    call->looked_up = true;
    call->phase = ET_PHASE_LOOKUP;
    et_unit_init(&call->lookup, call->request.arena, ET_LANE_WRITE);
    (void)et_unit_add(&call->lookup, &et_stmt_replay);
    et_unit_text(&call->lookup, call->key);
    call->job.unit = &call->lookup;
    return ET_NEXT_QUERY;
}

/* Asked only of what the database refused: a name that is taken may have been taken by the first of
 * two equal requests. */
static bool may_be_repeat(const struct et_call *call)
{
    int status = call->response.status;

    return et_slice_present(call->key) && !call->looked_up && call->exchange.caller.user != 0 &&
           (status == 404 || status == 409 || status == 412 || status == 422);
}

static void answer_replay(struct et_call *call)
{
    struct et_rows kept = {0};
    char hash[ET_REQUEST_HASH_LEN + 1];
    const struct et_rows *found = &call->job.rows[1];

    if (call->job.count < 2 || found->rows == 0) {
        call->response = call->refused;
        return;
    }
    if (et_request_hash(&call->request, hash) != 0 ||
        !et_slice_eq(et_cell(found, 0, 0), et_slice_from(hash))) {
        et_dispatch_refuse(call, 422, "idempotency_key_reused",
                           "This Idempotency-Key was used for another request.");
        return;
    }
    if (et_replay_rows(call->request.arena, et_cell(found, 0, 1), &kept) != 0) {
        call->fault = "kept_answer_unreadable";
        et_dispatch_refuse(call, 500, "internal", "The kept answer could not be read.");
        return;
    }
    et_response_init(&call->response, call->request.arena);
    call->replayed = true;
    call->exchange.replayed = true;
    call->route->answer(&call->exchange, &kept, 1);
    (void)et_response_header(&call->response, "Idempotent-Replayed", ET_LIT("true"));
}

/* The session row's part of the caller, from the first statement's row. */
static void fill_caller(struct et_call *call)
{
    const struct et_rows *rows = &call->job.rows[0];

    if (call->job.first == NULL || rows->rows != 1 || rows->columns < 3)
        return;
    call->exchange.caller.currency = et_cell(rows, 0, 0);
    call->exchange.caller.time_zone = et_cell(rows, 0, 1);
    call->exchange.caller.today = et_cell(rows, 0, 2);
}

/* A part of an answer is written; is it the last? */
static enum et_next part(struct et_call *call)
{
    bool more = call->exchange.more != NULL;

    if (et_buf_failed(&call->response.body) && call->parts > 0) {
        call->fault = "answer_too_large";
        return ET_NEXT_BREAK;
    }
    if (!more || et_buf_failed(&call->response.body))
        return answered(call);
    call->response.open_ended = true;
    if (call->request.method == ET_HEAD)
        return ET_NEXT_SEND;
    call->parts++;
    return ET_NEXT_PART;
}

enum et_next et_dispatch_more(struct et_call *call)
{
    struct et_arena *arena = call->request.arena;

    et_arena_rewind(arena, &call->mark);
    et_buf_init(&call->response.body, arena, ET_RESPONSE_BODY_MAX);
    et_unit_init(&call->unit, arena, ET_LANE_LONG);
    call->tries = 0;
    call->exchange.more(&call->exchange);
    if (call->unit.failed) {
        call->fault = "unit_failed";
        return ET_NEXT_BREAK;
    }
    return ET_NEXT_QUERY;
}

static enum et_next take_rows(struct et_call *call)
{
    size_t skip = call->job.first != NULL ? 1 : 0;

    fill_caller(call);
    if (call->phase == ET_PHASE_LOOKUP) {
        answer_replay(call);
        return answered(call);
    }
    call->exchange.more = NULL;
    call->route->answer(&call->exchange, call->job.rows + skip, call->job.count - skip);
    return may_be_repeat(call) ? look_key_up(call) : part(call);
}

enum et_next et_dispatch_resume(const struct et_dispatch *dispatch, struct et_call *call)
{
    enum et_verdict_db verdict;

    if (call->job.outcome == ET_OUTCOME_DONE)
        return take_rows(call);
    verdict = et_outcome_judge(call);
    if (verdict == ET_DB_AGAIN)
        return ET_NEXT_QUERY;
    if (call->parts > 0) {
        if (call->fault == NULL)
            call->fault = "part_refused";
        return ET_NEXT_BREAK;
    }
    if (verdict == ET_DB_ANONYMOUS) {
        call->exchange.caller = (struct et_caller){0};
        call->anonymous = true;
        return plan(dispatch, call);
    }
    return verdict == ET_DB_ANSWERED && may_be_repeat(call) ? look_key_up(call) : ET_NEXT_SEND;
}
