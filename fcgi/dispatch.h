/* dispatch.h - one request from route to answer, in steps that never wait.
 *
 *     et_dispatch_route()   finds the route, so that the body's limit is known
 *     et_dispatch_begin()   authenticates and lets the handler plan: SEND the response, or QUERY
 *     et_dispatch_resume()  takes the unit's outcome: SEND, PART, or QUERY again
 *     et_dispatch_more()    has the next part of an answer planned: QUERY
 *
 * QUERY means: send call->job and resume when it is done. A call is queried again when the
 * transaction lost a race, when a read met a dead connection, when an ET_OPTIONAL route's session
 * has ended (then it is planned anew without a caller), and when an Idempotency-Key may have been
 * used before (then the kept answer is looked up). Each of these happens a bounded number of times.
 *
 * Pure but for the clock that is handed in: tests run it with a made-up route table and made-up
 * rows.
 */
#ifndef ET_FCGI_DISPATCH_H
#define ET_FCGI_DISPATCH_H

#include <stdbool.h>
#include <stdint.h>

#include "fcgi/api/api.h"
#include "fcgi/api/idempotency.h"
#include "fcgi/authenticate.h"
#include "fcgi/match.h"
#include "lib/base/arena.h"
#include "lib/db/pipeline.h"

struct et_dispatch {
    struct et_route_table table;
    struct et_authenticator authenticator;
    const struct et_api_settings *api;
};

enum et_phase { ET_PHASE_UNIT, ET_PHASE_LOOKUP };
enum et_next {
    ET_NEXT_SEND,  /* the response, or the last part of it */
    ET_NEXT_QUERY, /* the job */
    ET_NEXT_PART,  /* the response is a part; when it is taken, et_dispatch_more() */
    ET_NEXT_BREAK, /* an answer in parts cannot go on */
};

/* One request on its way. Zero it, then fill request (arena, method, path, query, id, client,
 * params). */
struct et_call {
    struct et_request request;
    struct et_response response;
    struct et_unit unit;
    struct et_exchange exchange;
    const struct et_route *route; /* NULL: no such route */
    char allow[ET_ALLOW_MAX];
    int64_t now; /* seconds since 1970 */

    struct et_unit session; /* holds the one session step */
    struct et_job job;
    enum et_phase phase;
    unsigned tries;
    size_t parts;              /* that were made before; more than 0: an answer in parts */
    struct et_arena_mark mark; /* where a part's memory begins */
    bool anonymous;            /* the session has ended and the route allows that */
    bool looked_up;            /* the Idempotency-Key was looked up */
    bool replayed;
    struct et_slice key;
    struct et_unit lookup;
    struct et_response refused; /* what to answer if the key turns out to be new */

    const char *fault; /* for the log: what went wrong on our side, or NULL */
    char sqlstate[6];  /* for the log: the last database error */
    struct et_slice message;
};

/* The statement in front of every unit with a caller, and the dispatcher's own. */
extern const struct et_statement et_stmt_begin_session;

/* Sets route, allow, and the request's args. */
void et_dispatch_route(const struct et_dispatch *dispatch, struct et_call *call);

/* The limit of the body: what the route says, 0 for unknown routes. */
size_t et_dispatch_body_limit(const struct et_call *call);

enum et_next et_dispatch_begin(const struct et_dispatch *dispatch, struct et_call *call);
enum et_next et_dispatch_resume(const struct et_dispatch *dispatch, struct et_call *call);
enum et_next et_dispatch_more(struct et_call *call);

/* Answers that the worker gives itself. `sent`: the unit may have reached PostgreSQL, so that a
 * write's outcome is unknown. */
void et_dispatch_refuse(struct et_call *call, int status, const char *code, const char *detail);
void et_dispatch_unavailable(struct et_call *call, bool sent);
void et_dispatch_late(struct et_call *call, bool sent);

/* A read may be repeated without asking. */
bool et_call_is_read(const struct et_call *call);

#endif
