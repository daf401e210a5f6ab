/* hooks.h - points at which a worker can be made to die, for fault tests only.
 *
 * Built in by configure --enable-test-hooks. EXPENSE_CRASH_AT names the point; the file that
 * EXPENSE_CRASH_FILE names is removed by the first worker that gets there, which then dies as by
 * kill -9; so each file means one death, and the next try finds a sound pool.
 */
#ifndef ET_FCGI_HOOKS_H
#define ET_FCGI_HOOKS_H

enum et_hook {
    ET_HOOK_HEAD = 1,    /* a request's head was read */
    ET_HOOK_BODY = 2,    /* its body was read */
    ET_HOOK_PLANNED = 3, /* the unit is made, nothing sent */
    ET_HOOK_SENT = 4,    /* the unit is with libpq */
    ET_HOOK_DONE = 5,    /* PostgreSQL has answered: a write is committed */
    ET_HOOK_ANSWER = 6,  /* the answer is made, nothing written */
    ET_HOOK_WRITTEN = 7, /* the answer is written */
};

#ifdef EXPENSE_TEST_HOOKS
#include <signal.h>
#include <stdlib.h>
#include <unistd.h>

static inline void et_hook(enum et_hook point)
{
    const char *at = getenv("EXPENSE_CRASH_AT");
    const char *file = getenv("EXPENSE_CRASH_FILE");

    if (at != NULL && file != NULL && at[0] == '0' + (int)point && at[1] == '\0' &&
        unlink(file) == 0)
        (void)raise(SIGKILL);
}
#else
static inline void et_hook(enum et_hook point)
{
    (void)point;
}
#endif

#endif
