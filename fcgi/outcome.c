/* outcome.c - see outcome.h. */
#include "fcgi/outcome.h"

#include <stdio.h>

#include "fcgi/dispatch.h"
#include "lib/base/arena.h"
#include "lib/db/sqlstate.h"

#define TRIES_MAX 3      /* of a transaction that lost a race */
#define TRIES_LOST_MAX 1 /* of a read whose connection was lost */

static const char *text(struct et_call *call, struct et_slice slice, const char *otherwise)
{
    const char *copy = slice.len > 0 ? et_arena_copy(call->request.arena, slice) : NULL;

    return copy != NULL ? copy : otherwise;
}

/* Our own codes carry a sentence for people, and maybe a field and a machine word. */
static void answer_own(struct et_call *call, int status, const struct et_sqlstate_rule *rule)
{
    const struct et_db_error *error = &call->job.error;
    const char *message = text(call, error->message, rule->detail);
    const char *hint = text(call, error->hint, rule->code);

    if (status == 422 && et_slice_present(error->field)) {
        struct et_problems problems = {0};

        et_problems_add(&problems, text(call, error->field, ""), hint, message);
        et_response_init(&call->response, call->request.arena);
        et_problem_fields(&call->response, &call->request, &problems);
        return;
    }
    et_dispatch_refuse(call, status, hint, message);
}

static void answer_rule(struct et_call *call, const struct et_sqlstate_rule *rule)
{
    char seconds[12];

    if (rule->alarm)
        call->fault = "database_error";
    et_response_init(&call->response, call->request.arena);
    et_problem(&call->response, &call->request, rule->status, rule->code, rule->detail);
    if (rule->retry_after > 0) {
        int length = snprintf(seconds, sizeof(seconds), "%d", rule->retry_after);
        const char *copy =
            et_arena_copy(call->request.arena, (struct et_slice){seconds, (size_t)length});

        if (copy != NULL)
            (void)et_response_header(&call->response, "Retry-After", et_slice_from(copy));
    }
}

static enum et_verdict_db judge_lost(struct et_call *call)
{
    if (et_call_is_read(call) && call->tries < TRIES_LOST_MAX) {
        call->tries++;
        return ET_DB_AGAIN;
    }
    et_dispatch_unavailable(call, true);
    return ET_DB_ANSWERED;
}

enum et_verdict_db et_outcome_judge(struct et_call *call)
{
    const struct et_db_error *error = &call->job.error;
    const struct et_sqlstate_rule *rule;
    int own;

    memcpy(call->sqlstate, error->sqlstate, sizeof(call->sqlstate));
    call->message = error->message;
    if (call->job.outcome == ET_OUTCOME_LOST)
        return judge_lost(call);
    rule = et_sqlstate_rule(error->sqlstate);
    own = et_sqlstate_own(error->sqlstate);
    if (rule->again && call->tries < TRIES_MAX) {
        call->tries++;
        return ET_DB_AGAIN;
    }
    if (own == 401 && call->route->access == ET_OPTIONAL && !call->anonymous)
        return ET_DB_ANONYMOUS;
    if (own >= 400 && own < 500)
        answer_own(call, own, rule);
    else
        answer_rule(call, rule);
    return ET_DB_ANSWERED;
}
