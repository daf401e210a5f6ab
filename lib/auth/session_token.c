#include "lib/auth/session_token.h"

#include <inttypes.h>
#include <stdbool.h>
#include <stdio.h>

#include "lib/auth/signed_token.h"
#include "lib/base/arena.h"
#include "lib/base/error.h"

static bool is_session_id(struct et_slice text)
{
    static const char allowed[] =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

    if (text.ptr == NULL || text.len != ET_SESSION_ID_LEN)
        return false;
    for (size_t i = 0; i < text.len; i++)
        if (memchr(allowed, text.ptr[i], sizeof(allowed) - 1) == NULL)
            return false;
    return true;
}

/* A positive decimal number without sign or leading zero; 0 for anything else. */
static int64_t parse_id(struct et_slice text)
{
    int64_t value = 0;

    if (text.len == 0 || text.ptr[0] == '0')
        return 0;
    for (size_t i = 0; i < text.len; i++) {
        char c = text.ptr[i];
        if (c < '0' || c > '9' || __builtin_mul_overflow(value, 10, &value) ||
            __builtin_add_overflow(value, c - '0', &value))
            return 0;
    }
    return value;
}

static const char *const scope_names[] = {
    [ET_SCOPE_PERSON] = NULL, [ET_SCOPE_READ] = "read", [ET_SCOPE_WRITE] = "write"};

/* False for a scope that we never give. */
static bool parse_scope(struct et_slice text, enum et_token_scope *ret_scope)
{
    if (text.ptr == NULL) {
        *ret_scope = ET_SCOPE_PERSON;
        return true;
    }
    for (int i = ET_SCOPE_READ; i <= ET_SCOPE_WRITE; i++) {
        if (et_slice_eq(text, et_slice_from(scope_names[i]))) {
            *ret_scope = (enum et_token_scope)i;
            return true;
        }
    }
    return false;
}

int et_session_token_make(const struct et_key_ring *ring, const struct et_session_claims *claims,
                          const char *typ, const char *aud, const char *iss, struct et_arena *arena,
                          struct et_slice *ret_token)
{
    const struct et_token_kind kind = {.typ = typ, .aud = aud, .iss = iss};
    __attribute__((cleanup(et_signed_token_free))) jwt_t *jwt = NULL;
    char sub[24];

    if (claims->user <= 0 || claims->ledger <= 0 || !is_session_id(claims->session))
        return ET_EINVAL;
    const char *sid = et_arena_copy(arena, claims->session);
    if (sid == NULL)
        return ET_ENOMEM;
    snprintf(sub, sizeof(sub), "%" PRId64, claims->user);
    int r = et_signed_token_begin(ring, &kind, claims->issued, claims->expires, &jwt);
    if (r != 0)
        return r;
    if (jwt_add_grant(jwt, "sub", sub) != 0 || jwt_add_grant(jwt, "sid", sid) != 0 ||
        jwt_add_grant_int(jwt, "led", claims->ledger) != 0)
        return ET_EIO;
    if (scope_names[claims->scope] != NULL &&
        jwt_add_grant(jwt, "scope", scope_names[claims->scope]) != 0)
        return ET_EIO;
    return et_signed_token_encode(jwt, arena, ret_token);
}

int et_session_token_verify(const struct et_key_ring *ring, struct et_slice token, const char *typ,
                            const char *aud, const char *iss, int64_t now, struct et_arena *arena,
                            struct et_session_claims *ret_claims)
{
    const struct et_token_kind kind = {.typ = typ, .aud = aud, .iss = iss};
    __attribute__((cleanup(et_signed_token_free))) jwt_t *jwt = NULL;

    int r = et_signed_token_open(ring, token, &kind, now, arena, &jwt);
    if (r != 0)
        return r;
    struct et_session_claims claims = {
        .user = parse_id(et_signed_token_text(jwt, "sub")),
        .ledger = et_signed_token_positive(jwt, "led"),
        .issued = et_signed_token_positive(jwt, "iat"),
        .expires = et_signed_token_positive(jwt, "exp"),
        .session = et_signed_token_text(jwt, "sid"),
    };
    if (claims.user == 0 || claims.ledger == 0 || !is_session_id(claims.session) ||
        !parse_scope(et_signed_token_text(jwt, "scope"), &claims.scope))
        return ET_EAUTH;
    claims.session.ptr = et_arena_copy(arena, claims.session);
    if (claims.session.ptr == NULL)
        return ET_ENOMEM;
    *ret_claims = claims;
    return 0;
}
