#include "lib/http/cursor.h"

#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/params.h>

#include "lib/base/arena.h"
#include "lib/base/base64url.h"
#include "lib/base/error.h"

#define TAG_SIZE 16
#define BOX_MAX (TAG_SIZE + ET_CURSOR_PAYLOAD_MAX)

/* The purpose is signed along with the payload: a MAC made with the same key for something else is
 * no cursor. */
static const char purpose[] = "expense page cursor";

/* OpenSSL takes longer to look HMAC and SHA-256 up and to take the key in than to sign: so that is
 * done once for each key, and a copy signs. NULL when memory is short. */
static EVP_MAC_CTX *keyed(struct et_slice key)
{
    static unsigned char known[ET_CURSOR_KEY_MAX];
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

static int sign(struct et_slice key, const unsigned char *payload, size_t len,
                unsigned char ret_tag[TAG_SIZE])
{
    unsigned char digest[EVP_MAX_MD_SIZE];
    size_t digest_len = 0;
    EVP_MAC_CTX *mac = keyed(key);
    bool signed_well =
        mac != NULL && EVP_MAC_update(mac, (const unsigned char *)purpose, sizeof purpose) == 1 &&
        EVP_MAC_update(mac, payload, len) == 1 &&
        EVP_MAC_final(mac, digest, &digest_len, sizeof digest) == 1 && digest_len >= TAG_SIZE;
    EVP_MAC_CTX_free(mac);
    if (!signed_well) {
        return ET_EIO;
    }
    memcpy(ret_tag, digest, TAG_SIZE);
    return ET_OK;
}

int et_cursor_seal(struct et_arena *arena, struct et_slice key, struct et_slice payload,
                   struct et_slice *ret_cursor)
{
    unsigned char box[BOX_MAX];
    if (payload.len > ET_CURSOR_PAYLOAD_MAX) {
        return ET_ETOOBIG;
    }
    if (payload.len > 0) {
        memcpy(box + TAG_SIZE, payload.ptr, payload.len);
    }
    int status = sign(key, box + TAG_SIZE, payload.len, box);
    if (status != ET_OK) {
        return status;
    }
    return et_base64url_encode_copy(arena, box, TAG_SIZE + payload.len, ret_cursor);
}

int et_cursor_open(struct et_arena *arena, struct et_slice key, struct et_slice cursor,
                   struct et_slice *ret_payload)
{
    unsigned char box[BOX_MAX];
    unsigned char tag[TAG_SIZE];
    size_t len;
    if (et_base64url_decode(cursor, box, sizeof box, &len) != ET_OK || len < TAG_SIZE) {
        return ET_EAUTH;
    }
    int status = sign(key, box + TAG_SIZE, len - TAG_SIZE, tag);
    if (status != ET_OK) {
        return status;
    }
    if (CRYPTO_memcmp(tag, box, TAG_SIZE) != 0) {
        return ET_EAUTH;
    }
    struct et_slice payload = {(const char *)box + TAG_SIZE, len - TAG_SIZE};
    char *copy = et_arena_copy(arena, payload);
    if (copy == NULL) {
        return ET_ENOMEM;
    }
    *ret_payload = (struct et_slice){copy, payload.len};
    return ET_OK;
}
