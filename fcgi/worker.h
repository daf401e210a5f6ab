/* worker.h - one process of the api pool: an event loop over FastCGI connections and PostgreSQL.
 *
 * Single-threaded. All waiting is in one epoll_wait(); signals come through it as events.
 * A request lives in its connection's struct from its first byte to its answer.
 */
#ifndef ET_FCGI_WORKER_H
#define ET_FCGI_WORKER_H

#include "fcgi/api/api.h"

struct et_settings;
struct et_workplace;

struct et_worker_options {
    const struct et_settings *settings;
    const struct et_route *routes;
    size_t route_count;
    const char *const *labels; /* metric labels; the last one is for what no route fits */
    size_t label_count;
    const struct et_workplace *place; /* its listening socket does not block */
};

/* Serves until SIGTERM or EXPENSE_MAX_REQUESTS, finishes what is in flight, and returns the exit
 * status: 0, or 1 when it could not start. Call it in a process of its own. */
int et_worker_run(const struct et_worker_options *options);

#endif
