#include "lib/base/base64url.h"

#include <stdint.h>

#include "lib/base/arena.h"
#include "lib/base/error.h"

static const char alphabet[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

size_t et_base64url_encode(const unsigned char *bytes, size_t len, char *out)
{
    size_t at = 0;
    uint32_t bits = 0;
    unsigned held = 0; /* bits not yet written */
    for (size_t i = 0; i < len; i++) {
        bits = (bits << 8 | bytes[i]) & 0xFFFFu;
        held += 8;
        while (held >= 6) {
            held -= 6;
            out[at++] = alphabet[bits >> held & 0x3Fu];
        }
    }
    if (held > 0) {
        out[at++] = alphabet[bits << (6 - held) & 0x3Fu];
    }
    return at;
}

int et_base64url_encode_copy(struct et_arena *arena, const unsigned char *bytes, size_t len,
                             struct et_slice *ret_text)
{
    if (len > SIZE_MAX / 4 - 2) {
        return ET_ENOMEM;
    }
    char *out = et_arena_alloc(arena, ET_BASE64URL_LEN(len) + 1);
    if (out == NULL) {
        return ET_ENOMEM;
    }
    *ret_text = (struct et_slice){out, et_base64url_encode(bytes, len, out)};
    return ET_OK;
}

/* 0..63, or 64 for a character outside the alphabet. */
static uint32_t value_of(char c)
{
    if (c >= 'A' && c <= 'Z') {
        return (uint32_t)(c - 'A');
    }
    if (c >= 'a' && c <= 'z') {
        return (uint32_t)(c - 'a') + 26;
    }
    if (c >= '0' && c <= '9') {
        return (uint32_t)(c - '0') + 52;
    }
    return c == '-' ? 62 : c == '_' ? 63 : 64;
}

int et_base64url_decode(struct et_slice text, unsigned char *out, size_t size, size_t *ret_len)
{
    if (text.len % 4 == 1) {
        return ET_EINVAL;
    }
    size_t len = text.len / 4 * 3 + (text.len % 4 != 0 ? text.len % 4 - 1 : 0);
    if (len > size) {
        return ET_ETOOBIG;
    }
    size_t at = 0;
    uint32_t bits = 0;
    unsigned held = 0;
    for (size_t i = 0; i < text.len; i++) {
        uint32_t value = value_of(text.ptr[i]);
        if (value > 63) {
            return ET_EINVAL;
        }
        bits = (bits << 6 | value) & 0xFFFFu;
        held += 6;
        if (held >= 8) {
            held -= 8;
            out[at++] = (unsigned char)(bits >> held & 0xFFu);
        }
    }
    if ((bits & ((1u << held) - 1)) != 0) {
        return ET_EINVAL;
    }
    *ret_len = at;
    return ET_OK;
}
