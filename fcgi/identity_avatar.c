/* Our own copy of a person's picture, so that a browser never asks anybody else for it. */
#include <stdio.h>

#include "fcgi/identity_db.h"
#include "fcgi/identity_pool.h"
#include "lib/auth/fetch.h"
#include "lib/base/arena.h"

static const char is_stored_sql[] = "select app.avatar_is_stored($1::bigint, $2::text)";
static const char store_sql[] =
    "select app.store_avatar($1::bigint, $2::text, $3::text, $4::bytea)";

/* What the bytes are, by their first ones: what a server claims is never passed on to a browser.
 * NULL when it is no picture that every browser shows as a picture. */
static const char *picture_type(struct et_slice bytes)
{
    if (bytes.len > 8 && memcmp(bytes.ptr, "\x89PNG\r\n\x1a\n", 8) == 0)
        return "image/png";
    if (bytes.len > 3 && memcmp(bytes.ptr, "\xff\xd8\xff", 3) == 0)
        return "image/jpeg";
    if (bytes.len > 12 && memcmp(bytes.ptr, "RIFF", 4) == 0 &&
        memcmp(bytes.ptr + 8, "WEBP", 4) == 0)
        return "image/webp";
    return NULL;
}

/* Google and most providers: https, a listed host, a public address. A provider on this machine
 * keeps its pictures on this machine, under its own issuer. */
static bool find_reach(const struct et_identity_settings *settings, const char *url,
                       enum et_reach *ret_reach)
{
    size_t issuer = strlen(settings->issuer);

    if (et_fetch_url_ok(settings->issuer, ET_REACH_LOOPBACK) &&
        strncmp(url, settings->issuer, issuer) == 0 && url[issuer] == '/') {
        *ret_reach = ET_REACH_LOOPBACK;
        return true;
    }
    *ret_reach = ET_REACH_PUBLIC;
    return et_fetch_host_listed(url, settings->avatar_hosts);
}

static bool is_stored(struct et_identity_pool *pool, const char *user, const char *url)
{
    __attribute__((cleanup(et_identity_db_clear))) PGresult *result = NULL;
    const struct et_db_value values[] = {{.data = user}, {.data = url}};

    return et_identity_db_run(pool->db, is_stored_sql, values, 2, &result) == 0 &&
           PQntuples(result) == 1 && PQgetvalue(result, 0, 0)[0] == 't';
}

bool et_identity_keep_avatar(struct et_identity_pool *pool, struct et_arena *arena, int64_t user,
                             const struct et_id_claims *claims)
{
    __attribute__((cleanup(et_identity_db_clear))) PGresult *result = NULL;
    struct et_fetched fetched;
    enum et_reach reach;
    char id[24];

    if (!claims->email_verified || claims->picture.ptr == NULL)
        return false;
    const char *url = et_arena_copy(arena, claims->picture);
    if (url == NULL || !find_reach(pool->settings, url, &reach))
        return false;
    et_identity_beat(pool);
    snprintf(id, sizeof(id), "%lld", (long long)user);
    if (is_stored(pool, id, url))
        return true;
    const struct et_fetch fetch = {
        .url = url,
        .reach = reach,
        .accept = "image/webp, image/png, image/jpeg",
        .timeout_ms = ET_IDENTITY_AVATAR_MS,
        .max_bytes = ET_IDENTITY_AVATAR_MAX,
    };
    if (et_fetch(pool->fetcher, &fetch, arena, &fetched) != 0 || fetched.status != 200)
        return false;
    const char *type = picture_type(fetched.body);
    if (type == NULL)
        return false;
    const struct et_db_value values[] = {
        {.data = id},
        {.data = url},
        {.data = type},
        {.data = fetched.body.ptr, .len = (int)fetched.body.len, .binary = true},
    };
    return et_identity_db_run(pool->db, store_sql, values, 4, &result) == 0;
}
