#include "lib/auth/oidc.h"

#include <openssl/evp.h>
#include <stdlib.h>

#include "lib/auth/discovery.h"
#include "lib/auth/fetch.h"
#include "lib/auth/freshness.h"
#include "lib/auth/jwks_cache.h"
#include "lib/auth/provider_json.h"
#include "lib/base/arena.h"
#include "lib/base/buf.h"
#include "lib/base/clock.h"
#include "lib/base/error.h"

#define URL_MAX ((size_t)4096)
#define FORM_MAX ((size_t)8192)
#define TOKEN_ANSWER_MAX ((size_t)64 * 1024)

struct et_oidc {
    struct et_oidc_settings settings;
    enum et_reach reach;
    struct et_fetcher *fetcher;
    struct et_discovery discovery;
    struct et_freshness freshness; /* of the discovery document */
    struct et_jwks_cache keys;
    int64_t deadline_ms; /* on CLOCK_MONOTONIC */
};

void et_oidc_begin(struct et_oidc *oidc)
{
    oidc->deadline_ms = et_clock_monotonic_ms() + oidc->settings.timeout_ms;
}

/* Sends a request within what is left of the time. */
static int send_request(struct et_oidc *oidc, struct et_fetch *fetch, struct et_arena *arena,
                        struct et_fetched *ret_fetched)
{
    int64_t left = oidc->deadline_ms - et_clock_monotonic_ms();

    if (left <= 0)
        return ET_ETIME;
    fetch->timeout_ms = (long)left;
    return et_fetch(oidc->fetcher, fetch, arena, ret_fetched);
}

bool et_oidc_issuer_ok(const char *issuer)
{
    return strchr(issuer, '?') == NULL &&
           (et_fetch_url_ok(issuer, ET_REACH_HTTPS) || et_fetch_url_ok(issuer, ET_REACH_LOOPBACK));
}

int et_oidc_new(const struct et_oidc_settings *settings, struct et_oidc **ret_oidc)
{
    if (!et_oidc_issuer_ok(settings->issuer))
        return ET_EINVAL;
    struct et_oidc *oidc = calloc(1, sizeof(*oidc));
    if (oidc == NULL)
        return ET_ENOMEM;
    oidc->settings = *settings;
    oidc->keys.shared = settings->keys;
    oidc->reach =
        et_fetch_url_ok(settings->issuer, ET_REACH_HTTPS) ? ET_REACH_HTTPS : ET_REACH_LOOPBACK;
    oidc->fetcher = et_fetcher_new();
    if (oidc->fetcher == NULL) {
        free(oidc);
        return ET_ENOMEM;
    }
    *ret_oidc = oidc;
    return 0;
}

void et_oidc_free(struct et_oidc *oidc)
{
    if (oidc == NULL)
        return;
    et_jwks_clear(&oidc->keys.set);
    et_fetcher_free(oidc->fetcher);
    free(oidc);
}

/* Fetches a document with GET; only 200 will do. */
static int get(struct et_oidc *oidc, const char *url, size_t max_bytes, struct et_arena *arena,
               struct et_fetched *ret_fetched)
{
    struct et_fetch fetch = {
        .url = url,
        .reach = oidc->reach,
        .accept = "application/json",
        .max_bytes = max_bytes,
    };
    int r = send_request(oidc, &fetch, arena, ret_fetched);

    return r == 0 && ret_fetched->status != 200 ? ET_EIO : r;
}

static int fetch_discovery(struct et_oidc *oidc, struct et_arena *arena,
                           struct et_discovery *ret_discovery, int64_t *ret_max_age)
{
    static const char well_known[] = "/.well-known/openid-configuration";
    const char *issuer = oidc->settings.issuer;
    struct et_slice base = et_slice_from(issuer);
    struct et_fetched fetched;
    struct et_buf url;

    if (base.len > 0 && base.ptr[base.len - 1] == '/')
        base.len--;
    et_buf_init(&url, arena, URL_MAX);
    et_buf_put(&url, base);
    et_buf_puts(&url, well_known);
    et_buf_putc(&url, '\0');
    if (et_buf_failed(&url))
        return ET_ENOMEM;
    int r = get(oidc, url.data, ET_DISCOVERY_BYTES_MAX, arena, &fetched);
    if (r != 0)
        return r;
    *ret_max_age = fetched.max_age;
    return et_discovery_parse(fetched.body, issuer, oidc->reach, arena, ret_discovery);
}

/* Makes oidc->discovery usable, or says why it is not. */
static int discover(struct et_oidc *oidc, int64_t now, struct et_arena *arena)
{
    int r = ET_EIO;

    if (et_freshness_due(&oidc->freshness, now, false)) {
        int64_t max_age = -1;
        r = fetch_discovery(oidc, arena, &oidc->discovery, &max_age);
        if (r == 0)
            et_freshness_succeeded(&oidc->freshness, now, max_age);
        else
            et_freshness_failed(&oidc->freshness, now);
    }
    if (et_freshness_usable(&oidc->freshness, now))
        return 0;
    return r == ET_EINVAL || r == ET_ETOOBIG ? ET_EIO : r;
}

/* Adds `name=value`, encoded, with the separator that its place needs. */
static int put_pair(struct et_buf *buf, char separator, const char *name, struct et_slice value)
{
    const char *encoded = et_fetch_encode(buf->arena, value);

    if (encoded == NULL)
        return ET_ENOMEM;
    if (separator != '\0')
        et_buf_putc(buf, separator);
    et_buf_puts(buf, name);
    et_buf_putc(buf, '=');
    et_buf_puts(buf, encoded);
    return 0;
}

int et_oidc_authorize_url(struct et_oidc *oidc, struct et_oidc_now now, struct et_slice state,
                          struct et_slice nonce, struct et_slice challenge, struct et_arena *arena,
                          struct et_slice *ret_url)
{
    struct et_buf url;

    int r = discover(oidc, now.steady, arena);
    if (r != 0)
        return r;
    const char *endpoint = oidc->discovery.authorization_endpoint;
    et_buf_init(&url, arena, URL_MAX);
    et_buf_puts(&url, endpoint);
    r = put_pair(&url, strchr(endpoint, '?') != NULL ? '&' : '?', "response_type", ET_LIT("code"));
    if (r == 0)
        r = put_pair(&url, '&', "client_id", et_slice_from(oidc->settings.client_id));
    if (r == 0)
        r = put_pair(&url, '&', "redirect_uri", et_slice_from(oidc->settings.redirect_uri));
    if (r == 0)
        r = put_pair(&url, '&', "scope", ET_LIT("openid email profile"));
    if (r == 0)
        r = put_pair(&url, '&', "state", state);
    if (r == 0)
        r = put_pair(&url, '&', "nonce", nonce);
    if (r == 0)
        r = put_pair(&url, '&', "code_challenge", challenge);
    if (r == 0)
        r = put_pair(&url, '&', "code_challenge_method", ET_LIT("S256"));
    if (r != 0 || et_buf_failed(&url))
        return ET_ENOMEM;
    *ret_url = et_buf_text(&url);
    return 0;
}

int et_oidc_check_issuer(struct et_oidc *oidc, struct et_oidc_now now, struct et_slice iss,
                         struct et_arena *arena)
{
    if (et_slice_present(iss))
        return et_slice_eq(iss, et_slice_from(oidc->settings.issuer)) ? 0 : ET_EAUTH;
    int r = discover(oidc, now.steady, arena);
    if (r != 0)
        return r;
    return oidc->discovery.sends_issuer ? ET_EAUTH : 0;
}

/* RFC 6749 section 2.3.1: both parts are form-encoded before they are joined. */
static const char *basic_authorization(const struct et_oidc_settings *settings,
                                       struct et_arena *arena)
{
    const char *id = et_fetch_encode(arena, et_slice_from(settings->client_id));
    const char *secret = et_fetch_encode(arena, et_slice_from(settings->client_secret));
    struct et_buf pair;
    struct et_buf line;

    et_buf_init(&pair, arena, FORM_MAX);
    et_buf_init(&line, arena, FORM_MAX * 2);
    if (id == NULL || secret == NULL)
        return NULL;
    et_buf_puts(&pair, id);
    et_buf_putc(&pair, ':');
    et_buf_puts(&pair, secret);
    if (et_buf_failed(&pair))
        return NULL;
    struct et_slice text = et_buf_text(&pair);
    char *encoded = et_arena_alloc(arena, text.len / 3 * 4 + 8);
    if (encoded == NULL)
        return NULL;
    EVP_EncodeBlock((unsigned char *)encoded, (const unsigned char *)text.ptr, (int)text.len);
    et_buf_puts(&line, "Basic ");
    et_buf_puts(&line, encoded);
    et_buf_putc(&line, '\0');
    return et_buf_failed(&line) ? NULL : line.data;
}

static int exchange_form(const struct et_oidc *oidc, struct et_slice code, struct et_slice verifier,
                         struct et_buf *form)
{
    const struct et_oidc_settings *settings = &oidc->settings;

    int r = put_pair(form, '\0', "grant_type", ET_LIT("authorization_code"));
    if (r == 0)
        r = put_pair(form, '&', "code", code);
    if (r == 0)
        r = put_pair(form, '&', "redirect_uri", et_slice_from(settings->redirect_uri));
    if (r == 0)
        r = put_pair(form, '&', "code_verifier", verifier);
    if (r == 0 && !oidc->discovery.basic_only)
        r = put_pair(form, '&', "client_id", et_slice_from(settings->client_id));
    if (r == 0 && !oidc->discovery.basic_only)
        r = put_pair(form, '&', "client_secret", et_slice_from(settings->client_secret));
    et_buf_putc(form, '\0');
    return r != 0 || et_buf_failed(form) ? ET_ENOMEM : 0;
}

static int read_id_token(struct et_slice body, struct et_arena *arena,
                         struct et_slice *ret_id_token)
{
    struct json_object *object = NULL;
    int r = et_provider_json_parse(body, arena, &object);

    if (r != 0)
        return r == ET_ENOMEM ? r : ET_EIO;
    struct et_slice token = et_provider_json_text(object, "id_token");
    if (!et_slice_present(token))
        return ET_EIO;
    *ret_id_token = token;
    return 0;
}

int et_oidc_exchange(struct et_oidc *oidc, struct et_oidc_now now, struct et_slice code,
                     struct et_slice verifier, struct et_arena *arena,
                     struct et_slice *ret_id_token)
{
    struct et_fetched fetched;
    struct et_buf form;

    int r = discover(oidc, now.steady, arena);
    if (r != 0)
        return r;
    et_buf_init(&form, arena, FORM_MAX);
    r = exchange_form(oidc, code, verifier, &form);
    if (r != 0)
        return r;
    struct et_fetch fetch = {
        .url = oidc->discovery.token_endpoint,
        .reach = oidc->reach,
        .form = form.data,
        .accept = "application/json",
        .max_bytes = TOKEN_ANSWER_MAX,
    };
    if (oidc->discovery.basic_only) {
        fetch.authorization = basic_authorization(&oidc->settings, arena);
        if (fetch.authorization == NULL)
            return ET_ENOMEM;
    }
    r = send_request(oidc, &fetch, arena, &fetched);
    if (r != 0)
        return r == ET_EINVAL ? ET_EIO : r;
    if (fetched.status == 400)
        return ET_EAUTH; /* invalid_grant and its kin (RFC 6749 section 5.2) */
    return fetched.status == 200 ? read_id_token(fetched.body, arena, ret_id_token) : ET_EIO;
}

struct load {
    struct et_oidc *oidc;
    int64_t now;
};

static int load_keys(void *context, struct et_arena *arena, struct et_slice *ret_body,
                     int64_t *ret_max_age)
{
    const struct load *load = context;
    struct et_fetched fetched;

    int r = discover(load->oidc, load->now, arena);
    if (r == 0)
        r = get(load->oidc, load->oidc->discovery.jwks_uri, ET_JWKS_BYTES_MAX, arena, &fetched);
    if (r != 0)
        return r;
    *ret_body = fetched.body;
    *ret_max_age = fetched.max_age;
    return 0;
}

int et_oidc_check_token(struct et_oidc *oidc, struct et_oidc_now now, struct et_slice token,
                        struct et_slice nonce, struct et_arena *arena,
                        struct et_id_claims *ret_claims, const char **ret_reason)
{
    const struct et_id_token_rules rules = {
        .issuer = et_slice_from(oidc->settings.issuer),
        .client_id = et_slice_from(oidc->settings.client_id),
        .nonce = nonce,
        .now = now.wall,
    };
    struct load load = {.oidc = oidc, .now = now.steady};
    struct et_id_token opened;
    EVP_PKEY *key = NULL;

    int r = et_id_token_open(token, arena, &opened, ret_reason);
    if (r != 0)
        return r;
    r = et_jwks_cache_find(&oidc->keys, opened.key_id, now.steady,
                           oidc->deadline_ms - et_clock_monotonic_ms(), load_keys, &load, arena,
                           &key);
    if (r == ET_ENOENT) {
        *ret_reason = "unknown_key";
        return ET_EAUTH;
    }
    if (r != 0)
        return r;
    return et_id_token_check(&opened, key, &rules, arena, ret_claims, ret_reason);
}
