/* GET /api/auth/login: sends a browser to the identity provider. */
#include <openssl/evp.h>

#include "fcgi/identity_cookie.h"
#include "fcgi/identity_pool.h"
#include "lib/auth/login_token.h"
#include "lib/auth/random.h"
#include "lib/auth/session_token.h"
#include "lib/base/arena.h"
#include "lib/base/base64url.h"
#include "lib/base/error.h"
#include "lib/http/problem.h"
#include "lib/http/query.h"
#include "lib/http/request.h"
#include "lib/http/response.h"

/* The three values that tie the answer to this browser and this attempt. */
struct secrets {
    char state[ET_RANDOM_TOKEN_LEN + 1];
    char nonce[ET_RANDOM_TOKEN_LEN + 1];
    char verifier[ET_RANDOM_TOKEN_LEN + 1];
};

static bool read_return(struct et_request *request, struct et_slice *ret_path)
{
    struct et_query query;

    if (et_query_parse(request->arena, request->query, &query) != 0)
        return false;
    int r = et_query_one(&query, "return", ret_path);
    if (r == ET_ENOENT || (r == 0 && ret_path->len == 0)) {
        *ret_path = ET_LIT("/");
        return true;
    }
    return r == 0 && et_login_return_ok(*ret_path);
}

static int make_secrets(struct secrets *secrets)
{
    int r = et_random_token(secrets->state);

    if (r == 0)
        r = et_random_token(secrets->nonce);
    return r == 0 ? et_random_token(secrets->verifier) : r;
}

/* What session this browser has, so that the new one takes its place: asked here and not at the
 * callback, to which no browser brings a SameSite=Strict cookie from another site. `digest` has
 * room for 43 characters and a NUL. */
static struct et_slice present_session(struct et_identity_pool *pool, struct et_request *request,
                                       char digest[44])
{
    struct et_slice cookie = et_identity_get_cookie(request, ET_COOKIE_SESSION);
    unsigned char hash[32];
    struct et_session_claims claims;

    if (!et_slice_present(cookie) ||
        et_session_token_verify(pool->settings->ring, cookie, ET_TYP_SESSION, ET_AUD_SESSION,
                                pool->settings->public_origin, pool->now.wall, request->arena,
                                &claims) != 0 ||
        EVP_Digest(claims.session.ptr, claims.session.len, hash, NULL, EVP_sha256(), NULL) != 1)
        return ET_ABSENT;
    et_base64url_encode(hash, sizeof(hash), digest);
    return (struct et_slice){digest, 43};
}

static int start(struct et_identity_pool *pool, struct et_request *request,
                 struct et_slice return_path, struct et_slice *ret_token, struct et_slice *ret_url)
{
    struct secrets secrets;
    char challenge[44];
    char replaces[44];

    int r = make_secrets(&secrets);
    if (r != 0)
        return r;
    const struct et_login login = {
        .state = et_slice_from(secrets.state),
        .nonce = et_slice_from(secrets.nonce),
        .verifier = et_slice_from(secrets.verifier),
        .replaces = present_session(pool, request, replaces),
        .return_path = return_path,
    };
    r = et_login_token_make(pool->settings->ring, &login, pool->settings->public_origin,
                            pool->now.wall, request->arena, ret_token);
    if (r == 0)
        r = et_login_challenge(login.verifier, challenge);
    if (r == 0)
        r = et_oidc_authorize_url(pool->oidc, pool->now, login.state, login.nonce,
                                  et_slice_from(challenge), request->arena, ret_url);
    return r;
}

void et_identity_login(struct et_identity_pool *pool, struct et_request *request,
                       struct et_response *response)
{
    struct et_problems problems = {.count = 0};
    struct et_slice return_path;
    struct et_slice token;
    struct et_slice url;

    if (!read_return(request, &return_path)) {
        et_problems_add(&problems, "return", "not_a_local_path",
                        "The return address must be a path on this site, such as /reports.");
        et_problem_fields(response, request, &problems);
        return;
    }
    response->status = 303;
    response->content_type = NULL;
    int r = start(pool, request, return_path, &token, &url);
    if (r == 0)
        r = et_identity_set_cookie(request, response, ET_COOKIE_LOGIN, token, ET_LOGIN_SECONDS);
    if (r != 0) {
        bool unavailable = r == ET_EIO || r == ET_ETIME;
        et_identity_log(pool, request, ET_LOG_WARNING, "browser", "not_started",
                        unavailable ? "provider_unavailable" : "failed", ET_ABSENT);
        url = unavailable ? ET_LIT("/sign-in?error=provider_unavailable")
                          : ET_LIT("/sign-in?error=failed");
    }
    et_response_header(response, "Location", url);
}
