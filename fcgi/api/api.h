/* api.h - what a handler is: two plain functions that never wait.
 *
 * plan()   reads the request and either answers at once or fills the unit of work;
 * answer() turns the rows into the response, after the transaction is known to be committed.
 * The worker does all between: it authenticates the token, puts the session statement in front of
 * the unit, sends it, maps database errors to problems, and replays a repeated Idempotency-Key. So a
 * handler can be tested without a socket or a database: fill an exchange, call, look.
 */
#ifndef ET_FCGI_API_API_H
#define ET_FCGI_API_API_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lib/auth/session_token.h"
#include "lib/db/unit.h"
#include "lib/http/problem.h"
#include "lib/http/request.h"
#include "lib/http/response.h"

struct et_key_ring;

/* Settings that handlers may see; owned by the process, constant while it runs. */
struct et_api_settings {
    const char *environment;      /* "development", "staging", "production" */
    const char *version;
    const char *provider_name;    /* what the sign-in button says, "Google" by default */
    bool sample_data;             /* feature flag: POST /api/expenses/seed */
    const char *public_origin;    /* scheme://host[:port] that browsers use; no trailing slash */
    struct et_slice cursor_key;   /* HMAC key for page cursors */
    const struct et_key_ring *ring; /* signs API tokens */
};

/* Who is calling. `user` and `ledger` come from the verified token and are known in plan(); the rest
 * comes from the session row and is known in answer(). All zero for a public route. */
struct et_caller {
    int64_t user;
    int64_t ledger;
    char session[ET_SESSION_HASH_LEN]; /* by which the session's row is found */
    int64_t expires; /* the token's `exp`, which is the session's end; seconds since 1970 */
    bool by_cookie; /* a person in front of a browser; else a program with a token */
    bool may_write; /* false: an API token that only reads */
    struct et_slice currency;  /* ISO 4217 code of the user's settings (answer only) */
    struct et_slice time_zone; /* IANA name (answer only) */
    struct et_slice today;     /* YYYY-MM-DD in the user's zone (answer only) */
};

struct et_exchange {
    struct et_request *request;
    struct et_response *response;
    struct et_unit *unit;
    struct et_caller caller;
    const struct et_api_settings *settings;
    bool replayed; /* answer() runs on rows kept under the same Idempotency-Key */
    bool versioned; /* plan() has read If-Match; where it hasn't, no version can match */
    void *state;    /* from plan() to answer(), in the request's arena */

    /* An answer of any length goes out in parts, each in the memory of one. answer() writes a part
     * and, when there is more to come, sets `more`. When the client has taken the part, all that the
     * arena gave out since plan() is taken back; more() fills the empty unit, and answer() gets its
     * rows: in a transaction of its own, so each part is one moment. Only plan() makes what lives
     * longer (state); `caller`'s texts are there in answer() only. For reads alone: they may be
     * repeated. After the first part nothing but a break of the transfer can tell an error. */
    void (*more)(struct et_exchange *exchange);
};

enum et_verdict {
    ET_ANSWERED, /* the response is complete; no database work */
    ET_RUN,      /* send exchange->unit, then call answer() */
};

typedef enum et_verdict (*et_plan_fn)(struct et_exchange *exchange);

/* rows[i] belongs to the i-th statement that plan() added (the session statement is not counted).
 * May set any status: 404 when a row is missing, 412 when its version differs. */
typedef void (*et_answer_fn)(struct et_exchange *exchange, const struct et_rows *rows, size_t count);

/* Who may call a route. */
enum et_access {
    ET_PUBLIC,       /* no token is looked at */
    ET_OPTIONAL,     /* a valid token makes caller.user non-zero; anything else is anonymous */
    ET_SIGNED_IN,    /* 401 without a valid token and a live session */
    ET_READING,      /* the same, for a POST that changes nothing */
    ET_BROWSER,      /* signed in, and 403 for any token but the cookie's: a person is needed */
};

/* A token that may only read gets 403 for all but GET, HEAD and ET_READING, before the handler is
 * asked. */

/* One row of the route table (fcgi/routes.c). `pattern` has {id} for a positive integer; a trailing
 * slash in the request is ignored. */
struct et_route {
    enum et_method method;
    const char *pattern;
    enum et_access access;
    size_t body_limit; /* bytes; 0 = a body is not read */
    et_plan_fn plan;
    et_answer_fn answer; /* NULL when plan() always answers */
    const char *label;   /* metric label */
};

/* Appends the two values that every write statement takes last: the Idempotency-Key (or NULL) and the
 * SHA-256, in hex, of method, path and body. The statement stores them with its rows:
 *     kept as (insert into app.idempotency_keys (user_id, key, request_hash, answer)
 *              select app.user_id(), $n::text, decode($m::text, 'hex'), json_agg(e) from e
 *              where $n::text is not null having count(*) > 0)
 * and a repeat of the key is answered from `answer` without running the effect again: plan() runs,
 * then answer() with the kept rows. So a unit that writes has exactly one statement, and its columns
 * are text, numbers or booleans that print the same in JSON as on the wire. */
void et_api_idempotency(struct et_exchange *exchange);

#endif
