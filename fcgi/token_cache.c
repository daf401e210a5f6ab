/* token_cache.c - see token_cache.h. The end of a token's signature chooses a set of places, of
 * which the one that was used longest ago is taken. With a single place, tokens that share it throw
 * each other out on every request: one in eight of 64 people.
 */
#include "fcgi/token_cache.h"

#include <openssl/crypto.h>
#include <stdlib.h>
#include <string.h>

#define SETS 128 /* a power of two */
#define WAYS 4
#define TOKEN_MAX 512

struct kept {
    size_t len;    /* 0: free */
    uint64_t used; /* when last, in look-ups */
    bool by_cookie;
    struct et_known_token known;
    char token[TOKEN_MAX];
};

struct et_token_cache {
    uint64_t lookups;
    struct kept sets[SETS][WAYS];
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
static struct kept *set_of(struct et_token_cache *cache, struct et_slice token)
{
    uint32_t hash = 2166136261u;

    for (size_t i = token.len < 8 ? 0 : token.len - 8; i < token.len; i++)
        hash = (hash ^ (unsigned char)token.ptr[i]) * 16777619u;
    return cache->sets[(hash ^ hash >> 16) % SETS];
}

static bool is_kept(const struct kept *kept, struct et_slice token, bool by_cookie)
{
    return kept->len == token.len && kept->by_cookie == by_cookie &&
           CRYPTO_memcmp(kept->token, token.ptr, token.len) == 0;
}

bool et_token_cache_find(struct et_token_cache *cache, struct et_slice token, bool by_cookie,
                         int64_t now, struct et_known_token *ret_known)
{
    struct kept *kept;
    struct kept *end;

    if (cache == NULL || token.len == 0 || token.len > TOKEN_MAX)
        return false;
    kept = set_of(cache, token);
    end = kept + WAYS;
    while (kept < end && !is_kept(kept, token, by_cookie))
        kept++;
    if (kept == end || kept->known.expires <= now)
        return false;
    kept->used = ++cache->lookups;
    *ret_known = kept->known;
    return true;
}

void et_token_cache_keep(struct et_token_cache *cache, struct et_slice token, bool by_cookie,
                         const struct et_known_token *known)
{
    struct kept *set;
    struct kept *kept;

    if (cache == NULL || token.len == 0 || token.len > TOKEN_MAX)
        return;
    set = set_of(cache, token);
    kept = set;
    for (size_t way = 1; way < WAYS; way++) {
        if (set[way].used < kept->used)
            kept = &set[way];
    }
    kept->len = token.len;
    kept->used = ++cache->lookups;
    kept->by_cookie = by_cookie;
    kept->known = *known;
    memcpy(kept->token, token.ptr, token.len);
}
