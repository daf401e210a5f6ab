#include "lib/auth/login_token.h"

#include <openssl/evp.h>

#include "lib/auth/key_ring.h"
#include "lib/auth/random.h"
#include "lib/auth/signed_token.h"
#include "lib/base/arena.h"
#include "lib/base/base64url.h"
#include "lib/base/error.h"

static const char typ[] = "login+jwt";
static const char aud[] = "login";

bool et_login_return_ok(struct et_slice path)
{
    if (path.ptr == NULL || path.len == 0 || path.len > ET_RETURN_PATH_MAX || path.ptr[0] != '/')
        return false;
    if (path.len > 1 && (path.ptr[1] == '/' || path.ptr[1] == '\\'))
        return false;
    for (size_t i = 0; i < path.len; i++)
        if (path.ptr[i] <= ' ' || path.ptr[i] > '~')
            return false;
    return true;
}

static bool is_token(struct et_slice text)
{
    unsigned char bytes[32];
    size_t len;

    return text.len == ET_RANDOM_TOKEN_LEN &&
           et_base64url_decode(text, bytes, sizeof(bytes), &len) == 0;
}

static bool is_well_formed(const struct et_login *login)
{
    return is_token(login->state) && is_token(login->nonce) && is_token(login->verifier) &&
           (!et_slice_present(login->replaces) || is_token(login->replaces)) &&
           et_login_return_ok(login->return_path);
}

static int add(jwt_t *jwt, const char *name, struct et_slice value, struct et_arena *arena)
{
    const char *text = et_arena_copy(arena, value);

    if (text == NULL)
        return ET_ENOMEM;
    return jwt_add_grant(jwt, name, text) == 0 ? 0 : ET_EIO;
}

int et_login_token_make(const struct et_key_ring *ring, const struct et_login *login,
                        const char *iss, int64_t now, struct et_arena *arena,
                        struct et_slice *ret_token)
{
    const struct et_token_kind kind = {.typ = typ, .aud = aud, .iss = iss};
    __attribute__((cleanup(et_signed_token_free))) jwt_t *jwt = NULL;

    if (!is_well_formed(login))
        return ET_EINVAL;
    int r = et_signed_token_begin(ring, &kind, now, now + ET_LOGIN_SECONDS, &jwt);
    if (r == 0)
        r = add(jwt, "state", login->state, arena);
    if (r == 0)
        r = add(jwt, "nonce", login->nonce, arena);
    if (r == 0)
        r = add(jwt, "verifier", login->verifier, arena);
    if (r == 0 && et_slice_present(login->replaces))
        r = add(jwt, "replaces", login->replaces, arena);
    if (r == 0)
        r = add(jwt, "return", login->return_path, arena);
    return r == 0 ? et_signed_token_encode(jwt, arena, ret_token) : r;
}

/* Moves a claim's text out of the token's memory. */
static struct et_slice keep(jwt_t *jwt, const char *name, struct et_arena *arena)
{
    struct et_slice text = et_signed_token_text(jwt, name);

    return (struct et_slice){et_arena_copy(arena, text), text.len};
}

int et_login_token_verify(const struct et_key_ring *ring, struct et_slice token, const char *iss,
                          int64_t now, struct et_arena *arena, struct et_login *ret_login)
{
    const struct et_token_kind kind = {.typ = typ, .aud = aud, .iss = iss};
    __attribute__((cleanup(et_signed_token_free))) jwt_t *jwt = NULL;

    int r = et_signed_token_open(ring, token, &kind, now, arena, &jwt);
    if (r != 0)
        return r;
    struct et_login login = {
        .state = keep(jwt, "state", arena),
        .nonce = keep(jwt, "nonce", arena),
        .verifier = keep(jwt, "verifier", arena),
        .replaces = et_slice_present(et_signed_token_text(jwt, "replaces"))
                        ? keep(jwt, "replaces", arena)
                        : ET_ABSENT,
        .return_path = keep(jwt, "return", arena),
    };
    if (login.state.ptr == NULL || login.nonce.ptr == NULL || login.verifier.ptr == NULL ||
        login.return_path.ptr == NULL)
        return ET_ENOMEM;
    if (!is_well_formed(&login))
        return ET_EAUTH;
    *ret_login = login;
    return 0;
}

int et_login_challenge(struct et_slice verifier, char ret_challenge[44])
{
    unsigned char digest[32];

    if (EVP_Digest(verifier.ptr, verifier.len, digest, NULL, EVP_sha256(), NULL) != 1)
        return ET_EIO;
    et_base64url_encode(digest, sizeof(digest), ret_challenge);
    ret_challenge[43] = '\0';
    return 0;
}
