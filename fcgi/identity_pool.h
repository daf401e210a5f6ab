/* identity_pool.h - what the identity pool's files share; nobody else includes it. */
#ifndef ET_FCGI_IDENTITY_POOL_H
#define ET_FCGI_IDENTITY_POOL_H

#include <stdbool.h>
#include <stdint.h>

#include "fcgi/identity.h"
#include "lib/auth/id_token.h"
#include "lib/auth/oidc.h"
#include "lib/base/slice.h"

struct et_arena;
struct et_fetcher;
struct et_identity_db;
struct et_jwks_shared;
struct et_request;
struct et_response;

#define ET_IDENTITY_BODY_MAX ((size_t)64 * 1024)
#define ET_IDENTITY_AVATAR_MAX ((size_t)256 * 1024)
#define ET_IDENTITY_AVATAR_MS 2000L

/* One worker. */
struct et_identity_pool {
    const struct et_identity_settings *settings;
    struct et_slot *slot;
    struct et_jwks_shared *keys;
    struct et_oidc *oidc;
    struct et_fetcher *fetcher; /* for pictures */
    struct et_identity_db *db;
    struct et_oidc_now now; /* of the request in hand */
};

/* Handlers. Each leaves a complete response. */
typedef void (*et_identity_handler)(struct et_identity_pool *pool, struct et_request *request,
                                    struct et_response *response);
void et_identity_login(struct et_identity_pool *pool, struct et_request *request,
                       struct et_response *response);
void et_identity_callback(struct et_identity_pool *pool, struct et_request *request,
                          struct et_response *response);
void et_identity_bearer(struct et_identity_pool *pool, struct et_request *request,
                        struct et_response *response);

/* Tells the supervisor that the worker lives: before each thing that may take seconds. */
void et_identity_beat(struct et_identity_pool *pool);

/* --- identity_route.c --- */

/* Finds the handler of a request and runs it; answers 404 and 405 itself. Returns the index of the
 * metric label. */
size_t et_identity_route(struct et_identity_pool *pool, struct et_request *request,
                         struct et_response *response);

/* --- identity_session.c --- */

enum et_session_kind { ET_SESSION_WEB, ET_SESSION_API };

struct et_signed_in {
    int64_t user;
    int64_t ledger;
    bool is_new;
    int64_t expires;       /* seconds since 1970 */
    struct et_slice token; /* in the request's arena */
};

/* Finds or makes the person, opens a session and signs its token. `replaces` is the hash, in
 * base64url, of a session that ends with it, or absent. Returns 0, ET_EAUTH for a
 * disabled person, ET_EIO when the database is away, ET_EINVAL when it refuses, ET_ENOMEM. */
int et_identity_open_session(struct et_identity_pool *pool, const struct et_request *request,
                             const struct et_id_claims *claims, enum et_session_kind kind,
                             struct et_slice replaces, struct et_signed_in *ret_signed_in);

/* --- identity_avatar.c --- */

/* Keeps our own copy of a person's picture. Best effort, at most ET_IDENTITY_AVATAR_MS. Returns
 * whether there is one now. */
bool et_identity_keep_avatar(struct et_identity_pool *pool, struct et_arena *arena, int64_t user,
                             const struct et_id_claims *claims);

/* --- identity_log.c --- */

/* Logs how an attempt to sign in ended. `how` is "browser" or "token", `outcome` a machine word,
 * `reason` more of it or NULL. Of the person only a hash is written. */
void et_identity_log(const struct et_identity_pool *pool, const struct et_request *request,
                     enum et_log_level level, const char *how, const char *outcome,
                     const char *reason, struct et_slice subject);

/* Logs something about the worker itself. */
void et_identity_log_event(const struct et_identity_settings *settings, enum et_log_level level,
                           const char *event, const char *detail);

#endif
