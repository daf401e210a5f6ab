#include "lib/http/cursor.h"

#include <limits.h>
#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>

#include "lib/base/arena.h"
#include "lib/base/base64url.h"
#include "lib/base/error.h"

#define TAG_SIZE 16
#define BOX_MAX (TAG_SIZE + ET_CURSOR_PAYLOAD_MAX)

/* The purpose is signed along with the payload: a MAC made with the same key for something else is
 * no cursor. */
static const char purpose[] = "expense page cursor";

static int sign(struct et_slice key, const unsigned char *payload, size_t len,
                unsigned char ret_tag[TAG_SIZE])
{
    unsigned char message[sizeof purpose + ET_CURSOR_PAYLOAD_MAX];
    unsigned char digest[EVP_MAX_MD_SIZE];
    unsigned digest_len = 0;
    if (key.len == 0 || key.len > INT_MAX) {
        return ET_EIO;
    }
    memcpy(message, purpose, sizeof purpose);
    if (len > 0) {
        memcpy(message + sizeof purpose, payload, len);
    }
    if (HMAC(EVP_sha256(), key.ptr, (int)key.len, message, sizeof purpose + len, digest,
             &digest_len) == NULL ||
        digest_len < TAG_SIZE) {
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
