/* status.h - metrics and health on a socket of their own, so that a full pool can still be
 * observed.
 *
 *     GET /metrics  Prometheus text, summed over all workers
 *     GET /livez    200 while the supervisor's loop turns; never asks the database
 *     GET /readyz   200 when a worker turns that has seen a schema in its range; "degraded" when no
 *                   database connection is in use at the moment
 */
#ifndef ET_FCGI_STATUS_H
#define ET_FCGI_STATUS_H

#include <stddef.h>
#include <stdint.h>

struct et_buf;
struct et_slots;

struct et_status_options {
    struct et_slots *slots;
    const char *pool;
    const char *version;
    const char *const *labels;
    size_t label_count;
};

/* Makes the answer to a path. Returns the HTTP status; `ret_type` gets the content type. */
int et_status_answer(const struct et_status_options *options, const char *path, int64_t now,
                     struct et_buf *body, const char **ret_type);

/* Opens the Unix socket at `path`, replacing a stale one. Returns the descriptor or a negative
 * code. */
int et_status_open(const char *path);

/* Serves one connection after the other until SIGTERM. Call it in a process of its own. */
int et_status_run(const struct et_status_options *options, int listen_fd);

#endif
