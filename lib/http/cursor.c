#include "lib/http/cursor.h"

#include <openssl/crypto.h>
#include <string.h>

#include "lib/base/arena.h"
#include "lib/base/base64url.h"
#include "lib/base/error.h"
#include "lib/base/mac.h"

#define TAG_SIZE 16
#define BOX_MAX (TAG_SIZE + ET_CURSOR_PAYLOAD_MAX)

/* The purpose is signed along with the payload: a MAC made with the same key for something else is
 * no cursor. */
static const char purpose[] = "expense page cursor";

static int sign(struct et_slice key, const unsigned char *payload, size_t len,
                unsigned char ret_tag[TAG_SIZE])
{
    unsigned char code[ET_MAC_SIZE];
    struct et_slice part = {(const char *)payload, len};
    int status = et_mac(key, purpose, &part, 1, code);
    if (status == ET_OK) {
        memcpy(ret_tag, code, TAG_SIZE);
    }
    return status;
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
