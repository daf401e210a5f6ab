/* token_cache.h - tokens that this worker has verified before.
 *
 * Verifying costs more than all else that a worker does for one expense, and the same token comes
 * with each request of a person. Only what was verified whole is kept, compared in full and in
 * constant time, used only before its expiry and only where the same kind of token is asked for.
 * The session row still decides on each request, and a change of keys makes new workers.
 */
#ifndef ET_FCGI_TOKEN_CACHE_H
#define ET_FCGI_TOKEN_CACHE_H

#include <stdbool.h>
#include <stdint.h>

#include "lib/auth/session_token.h"

/* What a verified token says. */
struct et_known_token {
    int64_t user;
    int64_t ledger;
    int64_t expires; /* seconds since 1970 */
    enum et_token_scope scope;
    char session[ET_SESSION_HASH_LEN]; /* SHA-256 of its session id, in hex */
};

struct et_token_cache;

/* Room for some hundred tokens; pages are touched only as it fills. NULL when memory is short. */
struct et_token_cache *et_token_cache_new(void);
void et_token_cache_free(struct et_token_cache *cache);

/* Is this very token known as one for the cookie (`by_cookie`) or for Authorization, and not over
 * at `now`? Then fills `ret_known`. False without a cache. */
bool et_token_cache_find(struct et_token_cache *cache, struct et_slice token, bool by_cookie,
                         int64_t now, struct et_known_token *ret_known);

/* Keeps a verified token, in place of one that was not used for longer if need be; a long one isn't
 * kept. */
void et_token_cache_keep(struct et_token_cache *cache, struct et_slice token, bool by_cookie,
                         const struct et_known_token *known);

#endif
