/* POST /api/auth/google {"token": ID token}: a Bearer token for clients without a browser. The name
 * is the one that they know; the token may be of whatever provider is configured. */
#include "fcgi/identity_pool.h"
#include "lib/base/error.h"
#include "lib/http/content_type.h"
#include "lib/http/json_in.h"
#include "lib/http/json_out.h"
#include "lib/http/problem.h"
#include "lib/http/request.h"
#include "lib/http/response.h"

static bool read_token(struct et_request *request, struct et_response *response,
                       struct et_slice *ret_token)
{
    static const struct et_json_field fields[] = {{"token", ET_JSON_TEXT, true}};
    struct et_problems problems = {.count = 0};
    struct et_json_value values[1];
    struct json_object *body;

    if (!et_content_type_is_json(et_request_param(request, "CONTENT_TYPE"))) {
        et_problem(response, request, 415, "unsupported_media_type",
                   "The body must be application/json.");
        return false;
    }
    if (!et_json_body(request, response, &body))
        return false;
    et_json_read(request->arena, body, fields, 1, "", &problems, values);
    if (problems.count > 0) {
        et_problem_fields(response, request, &problems);
        return false;
    }
    *ret_token = values[0].text;
    return true;
}

static void refuse(struct et_identity_pool *pool, struct et_request *request,
                   struct et_response *response, int code, const char *reason)
{
    et_identity_log(pool, request, ET_LOG_WARNING, "token", "refused", reason, ET_ABSENT);
    if (code == ET_EAUTH) {
        et_problem(response, request, 401, "unauthenticated",
                   "This ID token cannot be used to sign in.");
        et_response_header(response, "WWW-Authenticate", ET_LIT("Bearer"));
        return;
    }
    et_problem(response, request, 503, "unavailable",
               "Signing in is not possible at the moment. Please try again.");
    et_response_header(response, "Retry-After", ET_LIT("1"));
}

static void refuse_session(struct et_identity_pool *pool, struct et_request *request,
                           struct et_response *response, int code)
{
    if (code == ET_EAUTH) {
        et_identity_log(pool, request, ET_LOG_WARNING, "token", "disabled", NULL, ET_ABSENT);
        et_problem(response, request, 403, "disabled", "This account is disabled.");
        return;
    }
    refuse(pool, request, response, ET_EIO, code == ET_EIO ? "database" : "session");
}

/* As GET /api/auth/me shows it: what is missing is empty. */
static struct et_slice shown(struct et_slice text)
{
    return et_slice_present(text) ? text : ET_LIT("");
}

static void answer(struct et_response *response, const struct et_id_claims *claims,
                   const struct et_signed_in *signed_in, bool has_picture)
{
    struct et_json_out out = et_json_out(&response->body);

    et_json_begin_object(&out);
    et_json_pair_text(&out, "access_token", signed_in->token);
    et_json_pair_text(&out, "token_type", ET_LIT("bearer"));
    et_json_key(&out, "user");
    et_json_begin_object(&out);
    et_json_pair_i64(&out, "id", signed_in->user);
    et_json_pair_text(&out, "email", shown(claims->email_verified ? claims->email : ET_ABSENT));
    et_json_pair_text(&out, "name", shown(claims->name));
    et_json_pair_text(&out, "picture", has_picture ? ET_LIT("/api/auth/picture") : ET_ABSENT);
    et_json_end_object(&out);
    et_json_end_object(&out);
}

void et_identity_bearer(struct et_identity_pool *pool, struct et_request *request,
                        struct et_response *response)
{
    const char *reason = "provider_unavailable";
    struct et_id_claims claims;
    struct et_signed_in signed_in;
    struct et_slice token;

    if (!read_token(request, response, &token))
        return;
    int r = et_oidc_check_token(pool->oidc, pool->now, token, ET_ABSENT, request->arena, &claims,
                                &reason);
    if (r != 0) {
        refuse(pool, request, response, r, reason);
        return;
    }
    r = et_identity_open_session(pool, request, &claims, ET_SESSION_API, ET_ABSENT, &signed_in);
    if (r != 0) {
        refuse_session(pool, request, response, r);
        return;
    }
    bool has_picture = et_identity_keep_avatar(pool, request->arena, signed_in.user, &claims);
    et_identity_log(pool, request, ET_LOG_INFO, "token", "signed_in",
                    signed_in.is_new ? "new" : NULL, claims.subject);
    answer(response, &claims, &signed_in, has_picture);
}
