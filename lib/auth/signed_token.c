#include "lib/auth/signed_token.h"

#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>

#include "lib/auth/key_ring.h"
#include "lib/base/arena.h"
#include "lib/base/error.h"

void et_signed_token_free(jwt_t **jwt)
{
    if (*jwt != NULL)
        jwt_free(*jwt);
    *jwt = NULL;
}

static bool is_base64url(char c)
{
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' ||
           c == '_';
}

/* Finds the first part of a token that has exactly three parts, none empty, in the alphabet of
 * base64url. The signature covers the very bytes of the first two, and libjwt compares the third as
 * text, so nothing else about their encoding can vary. */
static int split(struct et_slice token, struct et_slice *ret_header)
{
    size_t dots[2] = {0, 0};
    size_t count = 0;

    if (token.ptr == NULL || token.len > ET_TOKEN_MAX)
        return ET_EAUTH;
    for (size_t i = 0; i < token.len; i++) {
        if (token.ptr[i] == '.') {
            if (count == 2)
                return ET_EAUTH;
            dots[count++] = i;
        } else if (!is_base64url(token.ptr[i])) {
            return ET_EAUTH;
        }
    }
    if (count != 2 || dots[0] == 0 || dots[1] == dots[0] + 1 || dots[1] + 1 == token.len)
        return ET_EAUTH;
    *ret_header = (struct et_slice){token.ptr, dots[0]};
    return 0;
}

int et_signed_token_begin(const struct et_key_ring *ring, const struct et_token_kind *kind,
                          int64_t issued, int64_t expires, jwt_t **ret_jwt)
{
    __attribute__((cleanup(et_signed_token_free))) jwt_t *jwt = NULL;

    if (ring->count == 0 || issued <= 0 || expires <= 0)
        return ET_EINVAL;
    const struct et_key *key = &ring->keys[0];
    if (jwt_new(&jwt) != 0)
        return ET_ENOMEM;
    if (jwt_set_alg(jwt, JWT_ALG_HS256, key->secret, (int)key->secret_len) != 0 ||
        jwt_add_header(jwt, "kid", key->id) != 0 || jwt_add_grant(jwt, "typ", kind->typ) != 0 ||
        jwt_add_grant(jwt, "aud", kind->aud) != 0 || jwt_add_grant(jwt, "iss", kind->iss) != 0 ||
        jwt_add_grant_int(jwt, "iat", issued) != 0 || jwt_add_grant_int(jwt, "exp", expires) != 0)
        return ET_EIO;
    *ret_jwt = jwt;
    jwt = NULL;
    return 0;
}

int et_signed_token_encode(jwt_t *jwt, struct et_arena *arena, struct et_slice *ret_token)
{
    char *encoded = jwt_encode_str(jwt);

    if (encoded == NULL)
        return ET_EIO;
    struct et_slice text = et_slice_from(encoded);
    const char *copy = text.len <= ET_TOKEN_MAX ? et_arena_copy(arena, text) : NULL;
    free(encoded);
    if (copy == NULL)
        return text.len <= ET_TOKEN_MAX ? ET_ENOMEM : ET_ETOOBIG;
    *ret_token = (struct et_slice){copy, text.len};
    return 0;
}

static bool claim_is(jwt_t *jwt, const char *name, const char *expected)
{
    return et_slice_eq(et_signed_token_text(jwt, name), et_slice_from(expected));
}

int et_signed_token_open(const struct et_key_ring *ring, struct et_slice token,
                         const struct et_token_kind *kind, int64_t now, struct et_arena *arena,
                         jwt_t **ret_jwt)
{
    __attribute__((cleanup(et_signed_token_free))) jwt_t *jwt = NULL;
    struct et_slice header;

    if (split(token, &header) != 0)
        return ET_EAUTH;
    const struct et_key *key = et_key_ring_find(ring, header);
    if (key == NULL || key->secret_len < ET_KEY_SECRET_MIN)
        return ET_EAUTH;

    const char *text = et_arena_copy(arena, token);
    if (text == NULL)
        return ET_ENOMEM;
    int error = jwt_decode(&jwt, text, key->secret, (int)key->secret_len);
    if (error != 0 || jwt == NULL || jwt_get_alg(jwt) != JWT_ALG_HS256)
        return error == ENOMEM ? ET_ENOMEM : ET_EAUTH;
    if (!claim_is(jwt, "typ", kind->typ) || !claim_is(jwt, "aud", kind->aud) ||
        !claim_is(jwt, "iss", kind->iss) || et_signed_token_positive(jwt, "iat") == 0 ||
        et_signed_token_positive(jwt, "exp") <= now)
        return ET_EAUTH;
    *ret_jwt = jwt;
    jwt = NULL;
    return 0;
}

struct et_slice et_signed_token_text(jwt_t *jwt, const char *name)
{
    return et_slice_from(jwt_get_grant(jwt, name));
}

int64_t et_signed_token_positive(jwt_t *jwt, const char *name)
{
    /* libjwt tells "absent" and "no integer" from 0 only through errno. */
    errno = 0;
    long value = jwt_get_grant_int(jwt, name);
    return errno == 0 && value > 0 ? value : 0;
}
