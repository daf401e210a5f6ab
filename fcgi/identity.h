/* identity.h - the identity pool: the workers that sign people in.
 *
 * They are the only processes that call out (to the OpenID provider, for pictures), so they may
 * wait: one request at a time, plain libfcgi, blocking libpq as the role expense_identity. A
 * provider that hangs costs these workers' time and nobody else's.
 */
#ifndef ET_FCGI_IDENTITY_H
#define ET_FCGI_IDENTITY_H

#include <stddef.h>
#include <stdint.h>

#include "lib/base/log.h"

struct et_jwks_shared;
struct et_key_ring;
struct et_slot;

/* All text is NUL-terminated and must outlive the worker. */
struct et_identity_settings {
    const char *public_origin; /* scheme://host[:port], no trailing slash */
    const char *database_url;  /* libpq connection string or URI */
    const char *issuer;
    const char *client_id;
    const char *client_secret;
    const char *avatar_hosts; /* comma-separated; "" for none */
    const char *default_currency;
    const struct et_key_ring *ring;
    enum et_log_level log_level;
    int64_t session_idle_seconds;
    int64_t session_lifetime_seconds;
    int64_t bearer_lifetime_seconds;
    int64_t timeout_ms;    /* what a person waits at most for the provider */
    uint64_t max_requests; /* the worker ends itself after so many; 0 = never */
    int schema_min;        /* app.schema_version() must be in this range */
    int schema_max;
};

/* Metric labels of this pool, in the order of the indexes that the slot counts under. */
extern const char *const et_identity_labels[];
extern const size_t et_identity_label_count;

/* Serves requests from a listening socket until SIGTERM, SIGQUIT or `max_requests`, then finishes
 * the one in hand. Call it in a process of its own: it blocks signals, sets handlers, makes the
 * socket non-blocking, and uses libcurl and libfcgi, which have global state. Returns the exit
 * status: 0, 1 when something at run time failed, 2 when the settings cannot work. */
int et_identity_worker(const struct et_identity_settings *settings, int listen_fd,
                       struct et_slot *slot, struct et_jwks_shared *keys);

#endif
