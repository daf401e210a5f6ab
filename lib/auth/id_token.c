#include "lib/auth/id_token.h"

#include <openssl/crypto.h>

#include "lib/auth/jwks.h"
#include "lib/auth/provider_json.h"
#include "lib/base/arena.h"
#include "lib/base/base64url.h"
#include "lib/base/error.h"

static int refuse(const char **ret_reason, const char *reason)
{
    *ret_reason = reason;
    return ET_EAUTH;
}

/* Decodes into the arena. */
static int decode(struct et_slice text, struct et_arena *arena, struct et_slice *ret_bytes)
{
    unsigned char *bytes = et_arena_alloc(arena, text.len + 1);
    size_t len;

    if (bytes == NULL)
        return ET_ENOMEM;
    if (et_base64url_decode(text, bytes, text.len + 1, &len) != 0)
        return ET_EINVAL;
    *ret_bytes = (struct et_slice){(const char *)bytes, len};
    return 0;
}

static int decode_json(struct et_slice text, struct et_arena *arena,
                       struct json_object **ret_object)
{
    struct et_slice bytes;
    int r = decode(text, arena, &bytes);

    return r == 0 ? et_provider_json_parse(bytes, arena, ret_object) : r;
}

static bool split(struct et_slice text, struct et_slice *ret_header, struct et_id_token *token)
{
    const char *end = text.ptr + text.len;
    const char *first = memchr(text.ptr, '.', text.len);
    const char *second = first != NULL ? memchr(first + 1, '.', (size_t)(end - first - 1)) : NULL;

    if (second == NULL || memchr(second + 1, '.', (size_t)(end - second - 1)) != NULL)
        return false;
    *ret_header = (struct et_slice){text.ptr, (size_t)(first - text.ptr)};
    token->text = text;
    token->signed_part = (struct et_slice){text.ptr, (size_t)(second - text.ptr)};
    token->payload = (struct et_slice){first + 1, (size_t)(second - first - 1)};
    token->signature = (struct et_slice){second + 1, (size_t)(end - second - 1)};
    return ret_header->len > 0 && token->payload.len > 0 && token->signature.len > 0;
}

int et_id_token_open(struct et_slice token, struct et_arena *arena, struct et_id_token *ret_token,
                     const char **ret_reason)
{
    struct et_id_token opened;
    struct et_slice encoded;
    struct json_object *header = NULL;

    if (token.ptr == NULL || token.len > ET_ID_TOKEN_MAX)
        return refuse(ret_reason, "size");
    if (!split(token, &encoded, &opened))
        return refuse(ret_reason, "form");
    int r = decode_json(encoded, arena, &header);
    if (r != 0)
        return r == ET_ENOMEM ? r : refuse(ret_reason, "header");
    if (!et_slice_eq(et_provider_json_text(header, "alg"), ET_LIT("RS256")))
        return refuse(ret_reason, "algorithm");
    if (json_object_object_get_ex(header, "crit", NULL))
        return refuse(ret_reason, "critical_header");
    opened.key_id = et_provider_json_text(header, "kid");
    if (opened.key_id.ptr == NULL || opened.key_id.len == 0 || opened.key_id.len > ET_JWK_ID_MAX)
        return refuse(ret_reason, "key_id");
    *ret_token = opened;
    return 0;
}

static bool signature_holds(const struct et_id_token *token, EVP_PKEY *key,
                            struct et_slice signature)
{
    EVP_MD_CTX *context = EVP_MD_CTX_new();
    bool holds = context != NULL && EVP_PKEY_is_a(key, "RSA") == 1 &&
                 EVP_DigestVerifyInit_ex(context, NULL, "SHA256", NULL, NULL, key, NULL) == 1 &&
                 EVP_DigestVerify(context, (const unsigned char *)signature.ptr, signature.len,
                                  (const unsigned char *)token->signed_part.ptr,
                                  token->signed_part.len) == 1;

    EVP_MD_CTX_free(context);
    return holds;
}

/* Google is the one provider with two spellings of its name, in its own documentation. */
static bool issuer_is(struct et_slice issuer, struct et_slice expected)
{
    return et_slice_eq(issuer, expected) ||
           (et_slice_eq(expected, ET_LIT("https://accounts.google.com")) &&
            et_slice_eq(issuer, ET_LIT("accounts.google.com")));
}

/* A string, or an array of exactly one: a token for several audiences is not for us alone. */
static bool audience_is(struct json_object *payload, struct et_slice expected)
{
    struct json_object *list = json_object_object_get(payload, "aud");

    if (!json_object_is_type(list, json_type_array))
        return et_slice_eq(et_provider_json_text(payload, "aud"), expected);
    return json_object_array_length(list) == 1 &&
           et_provider_json_lists(payload, "aud", expected.ptr);
}

static bool nonce_is(struct json_object *payload, struct et_slice expected)
{
    struct et_slice nonce = et_provider_json_text(payload, "nonce");

    return nonce.ptr != NULL && nonce.len == expected.len &&
           CRYPTO_memcmp(nonce.ptr, expected.ptr, expected.len) == 0;
}

static int check_claims(struct json_object *payload, const struct et_id_token_rules *rules,
                        const char **ret_reason)
{
    struct et_slice party = et_provider_json_text(payload, "azp");
    struct et_slice subject = et_provider_json_text(payload, "sub");
    int64_t expires;
    int64_t issued;

    if (!issuer_is(et_provider_json_text(payload, "iss"), rules->issuer))
        return refuse(ret_reason, "issuer");
    if (!audience_is(payload, rules->client_id))
        return refuse(ret_reason, "audience");
    if (json_object_object_get_ex(payload, "azp", NULL) && !et_slice_eq(party, rules->client_id))
        return refuse(ret_reason, "authorized_party");
    if (!et_provider_json_int(payload, "exp", &expires) ||
        expires <= rules->now - ET_ID_TOKEN_LEEWAY)
        return refuse(ret_reason, "expired");
    if (!et_provider_json_int(payload, "iat", &issued) ||
        issued < rules->now - ET_ID_TOKEN_AGE_MAX - ET_ID_TOKEN_LEEWAY ||
        issued > rules->now + ET_ID_TOKEN_LEEWAY)
        return refuse(ret_reason, "issued_at");
    if (et_slice_present(rules->nonce) && !nonce_is(payload, rules->nonce))
        return refuse(ret_reason, "nonce");
    if (subject.ptr == NULL || subject.len == 0 || subject.len > ET_SUBJECT_MAX)
        return refuse(ret_reason, "subject");
    return 0;
}

int et_id_token_check(const struct et_id_token *token, EVP_PKEY *key,
                      const struct et_id_token_rules *rules, struct et_arena *arena,
                      struct et_id_claims *ret_claims, const char **ret_reason)
{
    struct json_object *payload = NULL;
    struct et_slice signature;

    int r = decode(token->signature, arena, &signature);
    if (r != 0)
        return r == ET_ENOMEM ? r : refuse(ret_reason, "form");
    if (!signature_holds(token, key, signature))
        return refuse(ret_reason, "signature");
    r = decode_json(token->payload, arena, &payload);
    if (r != 0)
        return r == ET_ENOMEM ? r : refuse(ret_reason, "payload");
    r = check_claims(payload, rules, ret_reason);
    if (r != 0)
        return r;
    *ret_claims = (struct et_id_claims){
        .subject = et_provider_json_text(payload, "sub"),
        .email = et_provider_json_text(payload, "email"),
        .email_verified = et_provider_json_true(payload, "email_verified"),
        .name = et_provider_json_text(payload, "name"),
        .picture = et_provider_json_text(payload, "picture"),
    };
    return 0;
}
