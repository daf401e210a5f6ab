/* mac.c - see mac.h. */
#include "lib/base/mac.h"

#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/params.h>
#include <stdbool.h>
#include <string.h>

#include "lib/base/error.h"

/* OpenSSL takes longer to look HMAC and SHA-256 up and to take the key in than to sign: so that is
 * done once for each key, and a copy signs. NULL when memory is short. */
static EVP_MAC_CTX *keyed(struct et_slice key)
{
    static unsigned char known[ET_MAC_KEY_MAX];
    static size_t known_len;
    static EVP_MAC_CTX *context;
    char digest[] = "SHA256";
    const OSSL_PARAM params[] = {OSSL_PARAM_construct_utf8_string("digest", digest, 0),
                                 OSSL_PARAM_construct_end()};
    EVP_MAC *mac;

    if (key.len == 0 || key.len > sizeof known) {
        return NULL;
    }
    if (context == NULL) {
        mac = EVP_MAC_fetch(NULL, "HMAC", NULL);
        context = mac != NULL ? EVP_MAC_CTX_new(mac) : NULL;
        EVP_MAC_free(mac);
        known_len = 0;
    }
    if (context == NULL) {
        return NULL;
    }
    if (known_len != key.len || CRYPTO_memcmp(known, key.ptr, key.len) != 0) {
        known_len = 0;
        if (EVP_MAC_init(context, (const unsigned char *)key.ptr, key.len, params) != 1) {
            return NULL;
        }
        memcpy(known, key.ptr, key.len);
        known_len = key.len;
    }
    return EVP_MAC_CTX_dup(context);
}

int et_mac(struct et_slice key, const char *purpose, const struct et_slice *parts, size_t count,
           unsigned char ret_mac[ET_MAC_SIZE])
{
    unsigned char code[EVP_MAX_MD_SIZE];
    size_t len = 0;
    EVP_MAC_CTX *mac = keyed(key);
    bool good = mac != NULL &&
                EVP_MAC_update(mac, (const unsigned char *)purpose, strlen(purpose) + 1) == 1;

    for (size_t i = 0; good && i < count; i++) {
        good = EVP_MAC_update(mac, (const unsigned char *)parts[i].ptr, parts[i].len) == 1;
    }
    good = good && EVP_MAC_final(mac, code, &len, sizeof code) == 1 && len == ET_MAC_SIZE;
    EVP_MAC_CTX_free(mac);
    if (!good) {
        return ET_EIO;
    }
    memcpy(ret_mac, code, ET_MAC_SIZE);
    return ET_OK;
}
