/* settings.c - see settings.h. */
#include "fcgi/settings.h"

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "lib/auth/fetch.h"
#include "lib/auth/oidc.h"
#include "lib/base/arena.h"
#include "lib/base/config.h"
#include "lib/base/error.h"
#include "lib/money/currency.h"

#define ARENA_MAX ((size_t)1024 * 1024)
#define DISTINCT_MIN 10

/* clang-format off */
static const struct et_setting table[] = {
    {"EXPENSE_ENVIRONMENT", ET_SETTING_CHOICE, "production", 0, 0, "development|staging|production", "What this installation is for"},
    {"EXPENSE_PUBLIC_ORIGIN", ET_SETTING_TEXT, NULL, 0, 0, NULL, "scheme://host[:port] that browsers use"},
    {"EXPENSE_WORKERS", ET_SETTING_INTEGER, "0", 0, ET_WORKERS_MAX, NULL, "Worker processes; 0 is one per core (identity: 4)"},
    {"EXPENSE_DATABASE_URL", ET_SETTING_SECRET, NULL, 0, 0, NULL, "PostgreSQL connection string or URI"},
    {"EXPENSE_DATABASE_READ_CONNECTIONS", ET_SETTING_INTEGER, "1", 1, 32, NULL, "Connections per worker for reads"},
    {"EXPENSE_DATABASE_WRITE_CONNECTIONS", ET_SETTING_INTEGER, "4", 1, 32, NULL, "Connections per worker for writes"},
    {"EXPENSE_DATABASE_LONG_CONNECTIONS", ET_SETTING_INTEGER, "1", 1, 32, NULL, "Connections per worker for imports and other long work"},
    {"EXPENSE_STATUS_SOCKET", ET_SETTING_TEXT, "", 0, 0, NULL, "Path of the socket for /metrics, /livez and /readyz"},
    {"EXPENSE_TOKEN_KEYS", ET_SETTING_SECRET, NULL, 0, 0, NULL, "Keys as id:base64url[,id:base64url]; the first signs, all verify"},
    {"EXPENSE_LOG_LEVEL", ET_SETTING_CHOICE, "info", 0, 0, "debug|info|warning|error", "What is logged"},
    {"EXPENSE_REQUEST_TIMEOUT_MS", ET_SETTING_INTEGER, "5000", 100, 60000, NULL, "Milliseconds until a request is given up"},
    {"EXPENSE_DRAIN_SECONDS", ET_SETTING_SECONDS, "20", 1, 600, NULL, "Seconds that a worker may take to finish when it is stopped"},
    {"EXPENSE_HUNG_SECONDS", ET_SETTING_SECONDS, "10", 2, 600, NULL, "Seconds without a turn after which a worker is replaced"},
    {"EXPENSE_MAX_REQUESTS", ET_SETTING_INTEGER, "0", 0, INT64_C(1000000000000), NULL, "Requests after which a worker is renewed; 0 is never"},
    {"EXPENSE_PURGE_SECONDS", ET_SETTING_SECONDS, "3600", 0, 86400, NULL, "Seconds between removals of what is long dead, such as old trash; 0 is never"},
    {"EXPENSE_RECURRING_SECONDS", ET_SETTING_SECONDS, "300", 0, 86400, NULL, "Seconds between looks for recurring expenses that are due; 0 is never"},
    {"EXPENSE_SAMPLE_DATA", ET_SETTING_CHOICE, "", 0, 0, "on|off", "Whether sample expenses may be added; default: off in production"},
    {"EXPENSE_DEFAULT_CURRENCY", ET_SETTING_TEXT, "INR", 0, 0, NULL, "ISO 4217 currency of a new user"},
    {"EXPENSE_OIDC_ISSUER", ET_SETTING_TEXT, "https://accounts.google.com", 0, 0, NULL, "OpenID Connect issuer"},
    {"EXPENSE_OIDC_CLIENT_ID", ET_SETTING_TEXT, "", 0, 0, NULL, "Client id at the issuer"},
    {"EXPENSE_OIDC_CLIENT_SECRET", ET_SETTING_SECRET, "", 0, 0, NULL, "Client secret at the issuer"},
    {"EXPENSE_OIDC_NAME", ET_SETTING_TEXT, "Google", 0, 0, NULL, "What the sign-in button calls the issuer"},
    {"EXPENSE_AVATAR_HOSTS", ET_SETTING_TEXT, "lh3.googleusercontent.com", 0, 0, NULL, "Hosts that pictures may be fetched from"},
    {"EXPENSE_SESSION_IDLE_SECONDS", ET_SETTING_SECONDS, "604800", 60, 31536000, NULL, "Seconds after which an unused session ends"},
    {"EXPENSE_SESSION_LIFETIME_SECONDS", ET_SETTING_SECONDS, "2592000", 60, 31536000, NULL, "Seconds after which any session ends"},
    {"EXPENSE_BEARER_LIFETIME_SECONDS", ET_SETTING_SECONDS, "86400", 60, 31536000, NULL, "Seconds after which an access token ends"},
    {"EXPENSE_IDENTITY_TIMEOUT_MS", ET_SETTING_INTEGER, "5000", 100, 60000, NULL, "Milliseconds that the issuer may take"},
};
/* clang-format on */
#define TABLE_COUNT (sizeof(table) / sizeof(table[0]))

/* Adds a line to the error; returns ET_EINVAL, for `return`. */
static int refuse(char *error, const char *name, const char *what)
{
    size_t at = strlen(error);

    (void)snprintf(error + at, ET_SETTINGS_ERROR_MAX - at, "%s%s %s.", at > 0 ? "\n" : "", name,
                   what);
    return ET_EINVAL;
}

static bool starts_with(const char *text, const char *start)
{
    return strncmp(text, start, strlen(start)) == 0;
}

/* scheme://authority, nothing after it; http only where no one else listens. */
static int check_origin(const char *origin, const char *environment, char *ret_error)
{
    const char *name = "EXPENSE_PUBLIC_ORIGIN";
    const char *host;

    if (!starts_with(origin, "https://") && !starts_with(origin, "http://"))
        return refuse(ret_error, name, "must begin with https:// or http://");
    host = strstr(origin, "://") + 3;
    if (*host == '\0' || strpbrk(host, "/?# @\\") != NULL)
        return refuse(ret_error, name, "must be scheme://host[:port] without a path");
    for (const char *c = origin; *c != '\0'; c++) {
        if (*c >= 'A' && *c <= 'Z')
            return refuse(ret_error, name, "must be in lower case, as browsers send it");
    }
    if (strcmp(environment, "production") == 0 && starts_with(origin, "http://") &&
        !et_fetch_url_ok(origin, ET_REACH_LOOPBACK))
        return refuse(ret_error, name, "must begin with https:// in production");
    return 0;
}

/* A key of few distinct bytes was typed, not drawn. */
static int check_ring(const struct et_key_ring *ring, char *ret_error)
{
    for (size_t i = 0; i < ring->count; i++) {
        const struct et_key *key = &ring->keys[i];
        bool seen[256] = {false};
        int distinct = 0;

        for (size_t b = 0; b < key->secret_len; b++) {
            if (!seen[key->secret[b]])
                distinct++;
            seen[key->secret[b]] = true;
        }
        if (distinct < DISTINCT_MIN)
            return refuse(ret_error, "EXPENSE_TOKEN_KEYS",
                          "must hold random keys; one has fewer than 10 distinct bytes "
                          "(make one with: openssl rand -base64 32)");
    }
    return 0;
}

static int read_ring(struct et_settings *s, struct et_slice text, char *ret_error)
{
    static const char purpose[] = "expense cursor 1";
    int result = et_key_ring_parse(text, &s->ring);
    unsigned length = 0;

    if (result != 0)
        return refuse(ret_error, "EXPENSE_TOKEN_KEYS", et_key_ring_explain(result));
    if (HMAC(EVP_sha256(), s->ring.keys[0].secret, (int)s->ring.keys[0].secret_len,
             (const unsigned char *)purpose, sizeof(purpose) - 1, s->cursor_key, &length) == NULL)
        return refuse(ret_error, "EXPENSE_TOKEN_KEYS", "could not be used by OpenSSL");
    return check_ring(&s->ring, ret_error);
}

static void fill_identity(struct et_settings *s, const struct et_config *c)
{
    s->identity = (struct et_identity_settings){
        .public_origin = s->api.public_origin,
        .database_url = s->database_url,
        .issuer = et_config_text(c, "EXPENSE_OIDC_ISSUER").ptr,
        .client_id = et_config_text(c, "EXPENSE_OIDC_CLIENT_ID").ptr,
        .client_secret = et_config_text(c, "EXPENSE_OIDC_CLIENT_SECRET").ptr,
        .avatar_hosts = et_config_text(c, "EXPENSE_AVATAR_HOSTS").ptr,
        .default_currency = et_config_text(c, "EXPENSE_DEFAULT_CURRENCY").ptr,
        .ring = &s->ring,
        .log_level = s->log_level,
        .session_idle_seconds = et_config_integer(c, "EXPENSE_SESSION_IDLE_SECONDS"),
        .session_lifetime_seconds = et_config_integer(c, "EXPENSE_SESSION_LIFETIME_SECONDS"),
        .bearer_lifetime_seconds = et_config_integer(c, "EXPENSE_BEARER_LIFETIME_SECONDS"),
        .timeout_ms = et_config_integer(c, "EXPENSE_IDENTITY_TIMEOUT_MS"),
        .max_requests = (uint64_t)s->max_requests,
        .schema_min = ET_SCHEMA_MIN,
        .schema_max = ET_SCHEMA_MAX,
    };
}

/* The database would refuse each new person. */
static int check_currency(const char *code, char *ret_error)
{
    if (et_currency_find(et_slice_from(code)) == NULL)
        return refuse(ret_error, "EXPENSE_DEFAULT_CURRENCY",
                      "must be a currency code of ISO 4217, such as INR");
    return 0;
}

static int check_identity(const struct et_settings *s, char *ret_error)
{
    int failed = 0;

    if (s->pool != ET_POOL_IDENTITY)
        return 0;
    if (!et_oidc_issuer_ok(s->identity.issuer))
        failed = refuse(ret_error, "EXPENSE_OIDC_ISSUER",
                        "must be an https URL (http only on this machine)");
    if (s->identity.client_id[0] == '\0')
        failed = refuse(ret_error, "EXPENSE_OIDC_CLIENT_ID", "must be set for the identity pool");
    if (s->identity.client_secret[0] == '\0')
        failed =
            refuse(ret_error, "EXPENSE_OIDC_CLIENT_SECRET", "must be set for the identity pool");
    return failed;
}

static int default_workers(enum et_pool pool)
{
    long cores = sysconf(_SC_NPROCESSORS_ONLN);

    if (pool == ET_POOL_IDENTITY)
        return 4;
    return cores < 1 ? 1 : cores > ET_WORKERS_MAX ? ET_WORKERS_MAX : (int)cores;
}

static int fill(struct et_settings *s, const struct et_config *c, char *ret_error)
{
    bool wrong;

    s->workers = (int)et_config_integer(c, "EXPENSE_WORKERS");
    if (s->workers == 0)
        s->workers = default_workers(s->pool);
    s->database_url = et_config_text(c, "EXPENSE_DATABASE_URL").ptr;
    s->connections[ET_LANE_READ] = (int)et_config_integer(c, "EXPENSE_DATABASE_READ_CONNECTIONS");
    s->connections[ET_LANE_WRITE] = (int)et_config_integer(c, "EXPENSE_DATABASE_WRITE_CONNECTIONS");
    s->connections[ET_LANE_LONG] = (int)et_config_integer(c, "EXPENSE_DATABASE_LONG_CONNECTIONS");
    s->status_socket = et_config_text(c, "EXPENSE_STATUS_SOCKET").ptr;
    (void)et_log_level_parse(et_config_text(c, "EXPENSE_LOG_LEVEL"), &s->log_level);
    s->request_timeout_ms = et_config_integer(c, "EXPENSE_REQUEST_TIMEOUT_MS");
    s->drain_seconds = et_config_integer(c, "EXPENSE_DRAIN_SECONDS");
    s->hung_seconds = et_config_integer(c, "EXPENSE_HUNG_SECONDS");
    s->max_requests = et_config_integer(c, "EXPENSE_MAX_REQUESTS");
    s->chore_seconds[ET_CHORE_PURGE] = et_config_integer(c, "EXPENSE_PURGE_SECONDS");
    s->chore_seconds[ET_CHORE_RECURRING] = et_config_integer(c, "EXPENSE_RECURRING_SECONDS");
    s->api.environment = et_config_text(c, "EXPENSE_ENVIRONMENT").ptr;
    s->api.version = EXPENSE_VERSION;
    s->api.provider_name = et_config_text(c, "EXPENSE_OIDC_NAME").ptr;
    s->api.public_origin = et_config_text(c, "EXPENSE_PUBLIC_ORIGIN").ptr;
    s->api.sample_data = et_config_has(c, "EXPENSE_SAMPLE_DATA")
                             ? et_config_on(c, "EXPENSE_SAMPLE_DATA")
                             : strcmp(s->api.environment, "production") != 0;
    s->api.ring = &s->ring;
    s->api.cursor_key = (struct et_slice){(const char *)s->cursor_key, sizeof(s->cursor_key)};
    if (s->pool == ET_POOL_NONE)
        return 0;
    wrong = check_origin(s->api.public_origin, s->api.environment, ret_error) != 0;
    wrong |= read_ring(s, et_config_text(c, "EXPENSE_TOKEN_KEYS"), ret_error) != 0;
    fill_identity(s, c);
    wrong |= check_currency(s->identity.default_currency, ret_error) != 0;
    wrong |= check_identity(s, ret_error) != 0;
    return wrong ? ET_EINVAL : 0;
}

int et_settings_read(enum et_pool pool, const char *file, const char *const *environment,
                     struct et_settings **ret_settings, char *ret_error)
{
    struct et_settings *s = calloc(1, sizeof(*s));
    struct et_slice why = ET_LIT("out of memory");
    struct et_setting own[TABLE_COUNT];
    struct et_config config;
    int failed = ET_ENOMEM;

    ret_error[0] = '\0';
    memcpy(own, table, sizeof(own));
    for (size_t i = 0; pool == ET_POOL_NONE && i < TABLE_COUNT; i++) {
        if (strcmp(own[i].name, "EXPENSE_TOKEN_KEYS") == 0 ||
            strcmp(own[i].name, "EXPENSE_PUBLIC_ORIGIN") == 0)
            own[i].otherwise = ""; /* it looks at no token and answers no browser */
    }

    if (s != NULL)
        s->arena = et_arena_new(ARENA_MAX);
    if (s != NULL && s->arena != NULL) {
        s->pool = pool;
        failed = et_config_read(s->arena, own, TABLE_COUNT, environment, file, &config, &why);
    }
    if (failed != 0)
        (void)snprintf(ret_error, ET_SETTINGS_ERROR_MAX, "%.*s", (int)why.len, why.ptr);
    else
        failed = fill(s, &config, ret_error);
    if (failed != 0) {
        et_settings_free(s);
        return failed;
    }
    *ret_settings = s;
    return 0;
}

void et_settings_free(struct et_settings *s)
{
    if (s == NULL)
        return;
    et_key_ring_clear(&s->ring);
    OPENSSL_cleanse(s->cursor_key, sizeof(s->cursor_key));
    et_arena_free(s->arena);
    free(s);
}

void et_settings_help(struct et_buf *buf)
{
    et_config_help(buf, table, TABLE_COUNT);
}
