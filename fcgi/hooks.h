/* hooks.h - points at which a worker can be made to die, for fault tests only.
 *
 * Built in by configure --enable-test-hooks. EXPENSE_CRASH_FILE is the beginning of a path: when
 * the file of that name, a dot and a point's number is there, the first worker that gets to the
 * point removes it and dies as by kill -9. So each file means one death, and the next try finds a
 * sound pool.
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

    ET_HOOK_IDENTITY_READ = 8,      /* identity pool: a request was read */
    ET_HOOK_IDENTITY_SIGNED_IN = 9, /* the person and the session are committed */
    ET_HOOK_IDENTITY_WRITTEN = 10,  /* the answer is written */
};

#ifdef EXPENSE_TEST_HOOKS
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static inline void et_hook(enum et_hook point)
{
    const char *start = getenv("EXPENSE_CRASH_FILE");
    char path[256];

    if (start == NULL)
        return;
    (void)snprintf(path, sizeof(path), "%s.%d", start, (int)point);
    if (unlink(path) == 0)
        (void)raise(SIGKILL);
}
#else
static inline void et_hook(enum et_hook point)
{
    (void)point;
}
#endif

#endif
