/* token_cache.c - see token_cache.h. One place for each token, chosen by the end of its signature.
 */
#include "fcgi/token_cache.h"

#include <openssl/crypto.h>
#include <stdlib.h>
#include <string.h>

#define PLACES 512 /* a power of two */
#define TOKEN_MAX 512

struct kept {
    size_t len; /* 0: free */
    bool by_cookie;
    int64_t user;
    int64_t ledger;
    int64_t issued;
    int64_t expires;
    enum et_token_scope scope;
    char session[ET_SESSION_ID_LEN];
    char token[TOKEN_MAX];
};

struct et_token_cache {
    struct kept places[PLACES];
};

struct et_token_cache *et_token_cache_new(void)
{
    return calloc(1, sizeof(struct et_token_cache));
}

void et_token_cache_free(struct et_token_cache *cache)
{
    if (cache != NULL)
        OPENSSL_cleanse(cache, sizeof(*cache));
    free(cache);
}

/* FNV-1a of the last bytes. They belong to the signature, so nobody chooses them. */
static size_t place_of(struct et_slice token)
{
    uint32_t hash = 2166136261u;

    for (size_t i = token.len < 8 ? 0 : token.len - 8; i < token.len; i++)
        hash = (hash ^ (unsigned char)token.ptr[i]) * 16777619u;
    return (hash ^ hash >> 16) % PLACES;
}

bool et_token_cache_find(const struct et_token_cache *cache, struct et_slice token, bool by_cookie,
                         int64_t now, struct et_session_claims *ret_claims)
{
    const struct kept *kept;

    if (cache == NULL || token.len == 0 || token.len > TOKEN_MAX)
        return false;
    kept = &cache->places[place_of(token)];
    if (kept->len != token.len || kept->by_cookie != by_cookie || kept->expires <= now ||
        CRYPTO_memcmp(kept->token, token.ptr, token.len) != 0)
        return false;
    *ret_claims = (struct et_session_claims){
        .user = kept->user,
        .ledger = kept->ledger,
        .issued = kept->issued,
        .expires = kept->expires,
        .scope = kept->scope,
        .session = {kept->session, sizeof(kept->session)},
    };
    return true;
}

void et_token_cache_keep(struct et_token_cache *cache, struct et_slice token, bool by_cookie,
                         const struct et_session_claims *claims)
{
    struct kept *kept;

    if (cache == NULL || token.len == 0 || token.len > TOKEN_MAX ||
        claims->session.len != ET_SESSION_ID_LEN)
        return;
    kept = &cache->places[place_of(token)];
    kept->len = token.len;
    kept->by_cookie = by_cookie;
    kept->user = claims->user;
    kept->ledger = claims->ledger;
    kept->issued = claims->issued;
    kept->expires = claims->expires;
    kept->scope = claims->scope;
    memcpy(kept->session, claims->session.ptr, ET_SESSION_ID_LEN);
    memcpy(kept->token, token.ptr, token.len);
}
