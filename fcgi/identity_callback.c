/* GET /api/auth/callback: the browser is back from the identity provider.
 *
 * Whatever goes wrong ends at the sign-in page with one of five words, and the log says more. The
 * login cookie is cleared in any case: an attempt has one answer.
 */
#include <openssl/crypto.h>

#include "fcgi/identity_cookie.h"
#include "fcgi/identity_pool.h"
#include "lib/auth/login_token.h"
#include "lib/base/arena.h"
#include "lib/base/error.h"
#include "lib/http/query.h"
#include "lib/http/request.h"
#include "lib/http/response.h"

#define CODE_MAX 2048

/* How an attempt ended. `error` is what the sign-in page is told, NULL for success; `reason` is for
 * the log. */
struct ending {
    const char *error;
    const char *reason;
    struct et_id_claims claims;
    struct et_signed_in signed_in;
};

static bool fail(struct ending *ending, const char *error, const char *reason)
{
    ending->error = error;
    ending->reason = reason;
    return false;
}

/* An error that is the provider's fault, or one that is the answer's. */
static bool fail_with(struct ending *ending, int code, const char *reason)
{
    bool provider = code == ET_EIO || code == ET_ETIME || code == ET_ETOOBIG;

    return fail(ending, provider ? "provider_unavailable" : "failed", reason);
}

/* A parameter that may be missing, but not twice. */
static bool read_one(const struct et_query *query, const char *name, struct et_slice *ret_value)
{
    *ret_value = ET_ABSENT;
    int r = et_query_one(query, name, ret_value);
    return r == 0 || r == ET_ENOENT;
}

struct answer {
    struct et_slice state;
    struct et_slice iss;
    struct et_slice error;
    struct et_slice code;
};

static bool read_answer(struct et_request *request, struct answer *ret_answer)
{
    struct et_query query;

    return et_query_parse(request->arena, request->query, &query) == 0 &&
           read_one(&query, "state", &ret_answer->state) &&
           read_one(&query, "iss", &ret_answer->iss) &&
           read_one(&query, "error", &ret_answer->error) &&
           read_one(&query, "code", &ret_answer->code);
}

static bool same_secret(struct et_slice a, struct et_slice b)
{
    return a.ptr != NULL && b.ptr != NULL && a.len == b.len &&
           CRYPTO_memcmp(a.ptr, b.ptr, a.len) == 0;
}

static bool provider_refused(struct ending *ending, struct et_slice error)
{
    if (et_slice_eq(error, ET_LIT("access_denied")))
        return fail(ending, "access_denied", "access_denied");
    if (et_slice_eq(error, ET_LIT("temporarily_unavailable")) ||
        et_slice_eq(error, ET_LIT("server_error")))
        return fail(ending, "provider_unavailable", "provider_error");
    return fail(ending, "failed", "provider_refused");
}

/* Is this the answer to what this browser asked? Checked before anything of it is used. */
static bool check_answer(struct et_identity_pool *pool, struct et_request *request,
                         const struct answer *answer, const struct et_login *login,
                         struct ending *ending)
{
    if (!same_secret(answer->state, login->state))
        return fail(ending, "failed", "state");
    int r = et_oidc_check_issuer(pool->oidc, pool->now, answer->iss, request->arena);
    if (r != 0)
        return fail_with(ending, r, "issuer_parameter");
    if (et_slice_present(answer->error))
        return provider_refused(ending, answer->error);
    if (answer->code.ptr == NULL || answer->code.len == 0 || answer->code.len > CODE_MAX)
        return fail(ending, "failed", "code");
    return true;
}

static bool identify(struct et_identity_pool *pool, struct et_request *request,
                     const struct answer *answer, const struct et_login *login,
                     struct ending *ending)
{
    const char *reason = "id_token";
    struct et_slice id_token;

    int r = et_oidc_exchange(pool->oidc, pool->now, answer->code, login->verifier, request->arena,
                             &id_token);
    if (r != 0)
        return fail_with(ending, r, "exchange");
    r = et_oidc_check_token(pool->oidc, pool->now, id_token, login->nonce, request->arena,
                            &ending->claims, &reason);
    return r == 0 ? true : fail_with(ending, r, reason);
}

static bool open_session(struct et_identity_pool *pool, struct et_request *request,
                         const struct et_login *login, struct ending *ending)
{
    int r = et_identity_open_session(pool, request, &ending->claims, ET_SESSION_WEB,
                                     login->replaces, &ending->signed_in);

    if (r == ET_EAUTH)
        return fail(ending, "disabled", "disabled");
    if (r != 0)
        return fail(ending, "failed", r == ET_EIO ? "database" : "session");
    return true;
}

static bool sign_in(struct et_identity_pool *pool, struct et_request *request,
                    struct et_login *login, struct ending *ending)
{
    struct answer answer;

    if (et_login_token_verify(
            pool->settings->ring, et_identity_get_cookie(request, ET_COOKIE_LOGIN),
            pool->settings->public_origin, pool->now.wall, request->arena, login) != 0)
        return fail(ending, "expired", "login_cookie");
    if (!read_answer(request, &answer))
        return fail(ending, "failed", "query");
    return check_answer(pool, request, &answer, login, ending) &&
           identify(pool, request, &answer, login, ending) &&
           open_session(pool, request, login, ending);
}

static void redirect_to_error(struct et_request *request, struct et_response *response,
                              const char *error)
{
    struct et_buf url;

    et_buf_init(&url, request->arena, 100);
    et_buf_puts(&url, "/sign-in?error=");
    et_buf_puts(&url, error);
    et_response_header(response, "Location", et_buf_text(&url));
}

void et_identity_callback(struct et_identity_pool *pool, struct et_request *request,
                          struct et_response *response)
{
    struct ending ending = {.error = NULL};
    struct et_login login;

    response->status = 303;
    response->content_type = NULL;
    et_identity_set_cookie(request, response, ET_COOKIE_LOGIN, ET_LIT(""), 0);
    bool done =
        sign_in(pool, request, &login, &ending) &&
        (et_identity_set_cookie(request, response, ET_COOKIE_SESSION, ending.signed_in.token,
                                ending.signed_in.expires - pool->now.wall) == 0 ||
         fail(&ending, "failed", "cookie"));
    if (!done) {
        et_identity_log(pool, request, ET_LOG_WARNING, "browser", ending.error, ending.reason,
                        ending.claims.subject);
        redirect_to_error(request, response, ending.error);
        return;
    }
    et_identity_keep_avatar(pool, request->arena, ending.signed_in.user, &ending.claims);
    et_identity_log(pool, request, ET_LOG_INFO, "browser", "signed_in",
                    ending.signed_in.is_new ? "new" : NULL, ending.claims.subject);
    et_response_header(response, "Location", login.return_path);
}
