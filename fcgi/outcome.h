/* outcome.h - what becomes of a request whose unit was refused or lost. */
#ifndef ET_FCGI_OUTCOME_H
#define ET_FCGI_OUTCOME_H

struct et_call;

enum et_verdict_db {
    ET_DB_ANSWERED,  /* the response is a problem */
    ET_DB_AGAIN,     /* send the same job once more */
    ET_DB_ANONYMOUS, /* the session has ended; the route may be called without one */
};

/* Judges call->job after an outcome other than ET_OUTCOME_DONE; counts the tries. */
enum et_verdict_db et_outcome_judge(struct et_call *call);

#endif
