#include "lib/auth/jwks.h"

#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/param_build.h>
#include <openssl/rsa.h>

#include "lib/auth/provider_json.h"
#include "lib/base/arena.h"
#include "lib/base/base64url.h"
#include "lib/base/error.h"

#define RSA_BITS_MIN 2048
#define RSA_BYTES_MAX 1024 /* 8192 bits: more only makes verification slow */
#define EXPONENT_BYTES_MAX 8

static void free_bn(BIGNUM **number)
{
    BN_free(*number);
}

static void free_builder(OSSL_PARAM_BLD **builder)
{
    OSSL_PARAM_BLD_free(*builder);
}

static void free_params(OSSL_PARAM **params)
{
    OSSL_PARAM_free(*params);
}

static void free_context(EVP_PKEY_CTX **context)
{
    EVP_PKEY_CTX_free(*context);
}

#define AUTO(type, release) __attribute__((cleanup(release))) type *

static BIGNUM *number_of(struct et_slice text, size_t max)
{
    unsigned char bytes[RSA_BYTES_MAX];
    size_t len;

    if (text.ptr == NULL || et_base64url_decode(text, bytes, max, &len) != 0 || len == 0)
        return NULL;
    return BN_bin2bn(bytes, (int)len, NULL);
}

/* Builds a public key from modulus and exponent; NULL when they make no key that we accept. */
static EVP_PKEY *rsa_key(struct et_slice modulus, struct et_slice exponent)
{
    AUTO(BIGNUM, free_bn) n = number_of(modulus, RSA_BYTES_MAX);
    AUTO(BIGNUM, free_bn) e = number_of(exponent, EXPONENT_BYTES_MAX);
    AUTO(OSSL_PARAM_BLD, free_builder) builder = OSSL_PARAM_BLD_new();
    AUTO(EVP_PKEY_CTX, free_context) context = EVP_PKEY_CTX_new_from_name(NULL, "RSA", NULL);
    EVP_PKEY *key = NULL;

    if (n == NULL || e == NULL || builder == NULL || context == NULL ||
        BN_num_bits(n) < RSA_BITS_MIN || !BN_is_odd(n) || !BN_is_odd(e) || BN_is_one(e))
        return NULL;
    if (OSSL_PARAM_BLD_push_BN(builder, OSSL_PKEY_PARAM_RSA_N, n) != 1 ||
        OSSL_PARAM_BLD_push_BN(builder, OSSL_PKEY_PARAM_RSA_E, e) != 1)
        return NULL;
    AUTO(OSSL_PARAM, free_params) params = OSSL_PARAM_BLD_to_param(builder);
    if (params == NULL || EVP_PKEY_fromdata_init(context) != 1 ||
        EVP_PKEY_fromdata(context, &key, EVP_PKEY_PUBLIC_KEY, params) != 1)
        return NULL;
    return key;
}

/* Is this a key that signs ID tokens? `use` and `alg` may be missing (RFC 7517 section 4). */
static bool may_verify(struct json_object *jwk)
{
    struct et_slice use = et_provider_json_text(jwk, "use");
    struct et_slice alg = et_provider_json_text(jwk, "alg");

    return et_slice_eq(et_provider_json_text(jwk, "kty"), ET_LIT("RSA")) &&
           (!et_slice_present(use) || et_slice_eq(use, ET_LIT("sig"))) &&
           (!et_slice_present(alg) || et_slice_eq(alg, ET_LIT("RS256")));
}

static void add_key(struct et_jwks *set, struct json_object *jwk)
{
    if (!json_object_is_type(jwk, json_type_object) || !may_verify(jwk))
        return;
    struct et_slice id = et_provider_json_text(jwk, "kid");
    if (id.ptr == NULL || id.len == 0 || id.len > ET_JWK_ID_MAX || et_jwks_find(set, id) != NULL)
        return;
    EVP_PKEY *key = rsa_key(et_provider_json_text(jwk, "n"), et_provider_json_text(jwk, "e"));
    if (key == NULL)
        return;
    struct et_jwk *entry = &set->keys[set->count++];
    memcpy(entry->id, id.ptr, id.len);
    entry->id[id.len] = '\0';
    entry->key = key;
}

int et_jwks_parse(struct et_slice json, struct et_arena *arena, struct et_jwks *ret_set)
{
    struct json_object *object = NULL;
    struct et_jwks set = {.count = 0};

    if (json.len > ET_JWKS_BYTES_MAX)
        return ET_EINVAL;
    int r = et_provider_json_parse(json, arena, &object);
    if (r != 0)
        return r;
    struct json_object *keys = json_object_object_get(object, "keys");
    if (!json_object_is_type(keys, json_type_array))
        return ET_EINVAL;
    for (size_t i = 0; i < json_object_array_length(keys) && set.count < ET_JWKS_KEYS_MAX; i++)
        add_key(&set, json_object_array_get_idx(keys, i));
    if (set.count == 0)
        return ET_ENOENT;
    *ret_set = set;
    return 0;
}

void et_jwks_clear(struct et_jwks *set)
{
    for (size_t i = 0; i < set->count; i++)
        EVP_PKEY_free(set->keys[i].key);
    set->count = 0;
}

EVP_PKEY *et_jwks_find(const struct et_jwks *set, struct et_slice id)
{
    for (size_t i = 0; i < set->count; i++)
        if (et_slice_eq(et_slice_from(set->keys[i].id), id))
            return set->keys[i].key;
    return NULL;
}
