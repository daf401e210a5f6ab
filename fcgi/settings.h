/* settings.h - everything that can be set, read once and then constant.
 *
 * Settings come from the environment, or a file of NAME=value lines; any secret may come from a
 * file (NAME_FILE). A reload reads them anew into another object, so that a mistake changes
 * nothing.
 */
#ifndef ET_FCGI_SETTINGS_H
#define ET_FCGI_SETTINGS_H

#include <stdbool.h>
#include <stdint.h>

#include "fcgi/api/api.h"
#include "fcgi/identity.h"
#include "fcgi/slots.h"
#include "lib/auth/key_ring.h"
#include "lib/base/log.h"

#define ET_SCHEMA_MIN 2
#define ET_SCHEMA_MAX 2
#define ET_WORKERS_MAX 64

struct et_arena;
struct et_buf;

/* ET_POOL_NONE: a single run that needs nothing but the database. */
enum et_pool { ET_POOL_API, ET_POOL_IDENTITY, ET_POOL_NONE };

struct et_settings {
    struct et_arena *arena; /* holds all of it */
    enum et_pool pool;
    int workers;
    const char *database_url;
    int connections[3];        /* by enum et_lane */
    const char *status_socket; /* "" = none */
    enum et_log_level log_level;
    int64_t request_timeout_ms;
    int64_t drain_seconds;
    int64_t hung_seconds;
    int64_t max_requests;
    int64_t chore_seconds[ET_CHORES]; /* between runs; 0 = never */
    struct et_key_ring ring;
    unsigned char cursor_key[32];
    struct et_api_settings api;
    struct et_identity_settings identity;
};

/* Reads and checks all settings for a pool. `file` may be NULL. Returns 0 with settings that
 * et_settings_free() releases, or a negative code with `ret_error` (size ET_SETTINGS_ERROR_MAX) set
 * to a sentence a line, each of which names a setting and never holds a secret. What only the
 * program knows, such as what a key must be like, is checked once the forms of all are right. */
#define ET_SETTINGS_ERROR_MAX 8192
int et_settings_read(enum et_pool pool, const char *file, const char *const *environment,
                     struct et_settings **ret_settings, char *ret_error);

/* Wipes the secrets. Accepts NULL. */
void et_settings_free(struct et_settings *settings);

/* The table as text for --help. */
void et_settings_help(struct et_buf *buf);

#endif
