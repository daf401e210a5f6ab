/* signer.h - an identity provider's key in a test: signs ID tokens, shows itself as a JWK. */
#ifndef ET_TESTS_LIB_AUTH_SIGNER_H
#define ET_TESTS_LIB_AUTH_SIGNER_H

#include <openssl/bn.h>
#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/rsa.h>

#include "lib/base/arena.h"
#include "lib/base/base64url.h"
#include "lib/base/buf.h"

static inline struct et_slice et_test_encode(struct et_arena *arena, struct et_slice text)
{
    struct et_slice encoded = ET_ABSENT;
    et_base64url_encode_copy(arena, (const unsigned char *)text.ptr, text.len, &encoded);
    return encoded;
}

/* RSASSA-PKCS1-v1_5 with SHA-256 over "header.payload"; the token lives in the arena. */
static inline struct et_slice et_test_sign(struct et_arena *arena, EVP_PKEY *key,
                                           const char *header, const char *payload)
{
    unsigned char signature[1024];
    size_t len = sizeof(signature);
    EVP_MD_CTX *context = EVP_MD_CTX_new();
    struct et_buf token;

    et_buf_init(&token, arena, 65536);
    et_buf_put(&token, et_test_encode(arena, et_slice_from(header)));
    et_buf_putc(&token, '.');
    et_buf_put(&token, et_test_encode(arena, et_slice_from(payload)));
    EVP_DigestSignInit_ex(context, NULL, "SHA256", NULL, NULL, key, NULL);
    EVP_DigestSign(context, signature, &len, (const unsigned char *)token.data, token.len);
    EVP_MD_CTX_free(context);
    et_buf_putc(&token, '.');
    et_buf_put(&token, et_test_encode(arena, (struct et_slice){(const char *)signature, len}));
    return et_buf_text(&token);
}

static inline void et_test_put_number(struct et_buf *out, EVP_PKEY *key, const char *name)
{
    unsigned char bytes[1024];
    BIGNUM *number = NULL;

    EVP_PKEY_get_bn_param(key, name, &number);
    int len = BN_bn2bin(number, bytes);
    BN_free(number);
    et_buf_put(out,
               et_test_encode(out->arena, (struct et_slice){(const char *)bytes, (size_t)len}));
}

/* {"kty":"RSA","kid":…,"n":…,"e":…<more>} */
static inline struct et_slice et_test_jwk(struct et_arena *arena, EVP_PKEY *key, const char *kid,
                                          const char *more)
{
    struct et_buf out;

    et_buf_init(&out, arena, 65536);
    et_buf_printf(&out, "{\"kty\":\"RSA\",\"kid\":\"%s\",\"n\":\"", kid);
    et_test_put_number(&out, key, OSSL_PKEY_PARAM_RSA_N);
    et_buf_puts(&out, "\",\"e\":\"");
    et_test_put_number(&out, key, OSSL_PKEY_PARAM_RSA_E);
    et_buf_printf(&out, "\"%s}", more);
    return et_buf_text(&out);
}

#endif
