/* supervisor.h - keeps a pool's processes alive; see README.md for the picture.
 *
 * The supervisor touches neither a client nor the database. It forks workers and one status
 * process, and then only waits: for a signal, for a child's end, for time.
 */
#ifndef ET_FCGI_SUPERVISOR_H
#define ET_FCGI_SUPERVISOR_H

#include "fcgi/settings.h"

struct et_handover;
struct et_jwks_shared;
struct et_slot;
struct et_slots;

/* What a worker finds when it starts. */
struct et_workplace {
    int listen_fd;
    struct et_slots *slots;      /* of the whole pool */
    struct et_slot *slot;        /* the worker's own */
    struct et_jwks_shared *keys; /* of its generation */
    const struct et_handover *handover;
};

struct et_pool_options {
    enum et_pool pool;
    const char *pool_name;
    const char *config_file; /* or NULL; read again on SIGHUP */
    const char *const *environment;
    int listen_fd;
    const char *const *labels;
    size_t label_count;
    /* A worker's whole life; its return value is the exit status. */
    int (*work)(const struct et_settings *settings, const struct et_workplace *place);
};

/* Runs until SIGTERM or SIGINT, or until a worker exits with 2. Takes `settings` over. Returns the
 * program's exit status. */
int et_supervisor_run(const struct et_pool_options *options, struct et_settings *settings);

/* How long a slot waits before its next start after `failures` quick deaths: 0.1 s doubling to 30
 * s. */
int64_t et_supervisor_backoff_ms(unsigned failures);

#endif
