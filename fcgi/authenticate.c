/* authenticate.c - see authenticate.h. */
#include "fcgi/authenticate.h"

#include <openssl/evp.h>
#include <string.h>
#include <strings.h>

#include "fcgi/token_cache.h"
#include "lib/auth/csrf.h"
#include "lib/base/hex.h"
#include "lib/http/cookie.h"

#define COOKIE "__Host-session"

/* Absent also when the cookie is there twice: then it is not clear which one was meant. */
static struct et_slice session_cookie(const struct et_request *request)
{
    struct et_slice value;

    return et_cookie_find(et_request_param(request, "HTTP_COOKIE"), COOKIE, &value) == 0
               ? value
               : ET_ABSENT;
}

/* The token of "Bearer <token>" (RFC 6750 section 2.1); the scheme's case doesn't matter. */
static struct et_slice bearer(struct et_slice header)
{
    static const char scheme[] = "bearer ";
    size_t at = sizeof(scheme) - 1;

    if (header.len <= at || strncasecmp(header.ptr, scheme, at) != 0)
        return ET_ABSENT;
    while (at < header.len && header.ptr[at] == ' ')
        at++;
    return (struct et_slice){header.ptr + at, header.len - at};
}

static bool verify(const struct et_authenticator *auth, const struct et_request *request,
                   struct et_slice token, bool by_cookie, int64_t now,
                   struct et_known_token *ret_known)
{
    unsigned char hash[ET_SESSION_HASH_LEN / 2];
    struct et_session_claims claims;

    if (et_token_cache_find(auth->cache, token, by_cookie, now, ret_known))
        return true;
    if (auth->verify(auth->ring, token, by_cookie ? ET_TYP_SESSION : ET_TYP_ACCESS,
                     by_cookie ? ET_AUD_SESSION : ET_AUD_ACCESS, auth->issuer, now, request->arena,
                     &claims) != 0 ||
        EVP_Digest(claims.session.ptr, claims.session.len, hash, NULL, EVP_sha256(), NULL) != 1)
        return false;
    *ret_known = (struct et_known_token){.user = claims.user,
                                         .ledger = claims.ledger,
                                         .expires = claims.expires,
                                         .scope = claims.scope};
    et_hex_encode(hash, sizeof(hash), ret_known->session);
    et_token_cache_keep(auth->cache, token, by_cookie, ret_known);
    return true;
}

enum et_identity et_authenticate(const struct et_authenticator *auth,
                                 const struct et_request *request, int64_t now,
                                 struct et_caller *ret_caller)
{
    struct et_slice authorization = et_request_param(request, "HTTP_AUTHORIZATION");
    bool by_cookie = !et_slice_present(authorization);
    struct et_slice token = by_cookie ? session_cookie(request) : bearer(authorization);
    struct et_known_token known;

    if (!et_slice_present(token) || token.len == 0)
        return ET_IDENTITY_NONE;
    if (!verify(auth, request, token, by_cookie, now, &known))
        return ET_IDENTITY_NONE;
    if (by_cookie &&
        et_csrf_check(request->method, false, et_request_param(request, "HTTP_SEC_FETCH_SITE"),
                      et_request_param(request, "HTTP_ORIGIN"),
                      et_slice_from(auth->issuer)) != ET_CSRF_ALLOWED)
        return ET_IDENTITY_CROSS_SITE;
    ret_caller->user = known.user;
    ret_caller->ledger = known.ledger;
    memcpy(ret_caller->session, known.session, sizeof(known.session));
    ret_caller->expires = known.expires;
    ret_caller->may_write = known.scope != ET_SCOPE_READ;
    ret_caller->by_cookie = by_cookie;
    return ET_IDENTITY_KNOWN;
}
