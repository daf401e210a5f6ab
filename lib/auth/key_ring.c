#include "lib/auth/key_ring.h"

#include <openssl/crypto.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "lib/base/base64url.h"
#include "lib/base/error.h"

static bool is_id(struct et_slice id)
{
    static const char allowed[] =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-";

    if (id.len == 0 || id.len > ET_KEY_ID_MAX)
        return false;
    for (size_t i = 0; i < id.len; i++)
        if (memchr(allowed, id.ptr[i], sizeof(allowed) - 1) == NULL)
            return false;
    return true;
}

static bool is_one_byte_repeated(const unsigned char *bytes, size_t len)
{
    for (size_t i = 1; i < len; i++)
        if (bytes[i] != bytes[0])
            return false;
    return true;
}

/* The header as libjwt writes it: members sorted, no spaces. */
static int encode_header(struct et_key *key)
{
    char json[ET_KEY_ID_MAX + 48];
    int len =
        snprintf(json, sizeof(json), "{\"alg\":\"HS256\",\"kid\":\"%s\",\"typ\":\"JWT\"}", key->id);

    if (len < 0 || (size_t)len >= sizeof(json) ||
        ET_BASE64URL_LEN((size_t)len) > sizeof(key->header))
        return ET_EINVAL;
    key->header_len = et_base64url_encode((const unsigned char *)json, (size_t)len, key->header);
    return 0;
}

/* Parses one `kid:secret`. */
static int parse_key(struct et_slice item, struct et_key *ret_key)
{
    const char *colon = item.len > 0 ? memchr(item.ptr, ':', item.len) : NULL;

    if (colon == NULL)
        return ET_EINVAL;
    struct et_slice id = {item.ptr, (size_t)(colon - item.ptr)};
    struct et_slice secret = {colon + 1, item.len - id.len - 1};
    if (!is_id(id))
        return ET_EINVAL;
    if (secret.len > ET_KEY_SECRET_MAX * 4 / 3 + 2)
        return ET_ERANGE;
    memcpy(ret_key->id, id.ptr, id.len);
    ret_key->id[id.len] = '\0';
    if (et_base64url_decode(secret, ret_key->secret, sizeof(ret_key->secret),
                            &ret_key->secret_len) != 0)
        return ET_EINVAL;
    if (ret_key->secret_len < ET_KEY_SECRET_MIN ||
        is_one_byte_repeated(ret_key->secret, ret_key->secret_len))
        return ET_ERANGE;
    return encode_header(ret_key);
}

static bool has_id(const struct et_key_ring *ring, const char *id)
{
    for (size_t i = 0; i < ring->count; i++)
        if (strcmp(ring->keys[i].id, id) == 0)
            return true;
    return false;
}

static int parse_keys(struct et_slice text, struct et_key_ring *ring)
{
    while (true) {
        const char *comma = memchr(text.ptr, ',', text.len);
        struct et_slice item = {text.ptr, comma != NULL ? (size_t)(comma - text.ptr) : text.len};
        if (ring->count == ET_KEY_RING_MAX)
            return ET_ETOOBIG;
        struct et_key *key = &ring->keys[ring->count];
        int r = item.len == 0 ? ET_EINVAL : parse_key(item, key);
        if (r != 0)
            return r;
        if (has_id(ring, key->id))
            return ET_EINVAL;
        ring->count++;
        if (comma == NULL)
            return 0;
        text = (struct et_slice){comma + 1, text.len - item.len - 1};
    }
}

int et_key_ring_parse(struct et_slice text, struct et_key_ring *ret_ring)
{
    struct et_key_ring ring = {.count = 0};

    if (text.ptr == NULL || text.len == 0)
        return ET_ENOENT;
    int r = parse_keys(text, &ring);
    if (r == 0)
        *ret_ring = ring;
    et_key_ring_clear(&ring);
    return r;
}

const char *et_key_ring_explain(int code)
{
    switch (code) {
    case ET_ENOENT:
        return "must be set: kid:secret[,kid:secret], secrets in base64url";
    case ET_ERANGE:
        return "must have secrets of 32 to 128 random bytes in base64url";
    case ET_ETOOBIG:
        return "must have at most 8 keys";
    default:
        return "must have the form kid:secret[,kid:secret], with different key ids of 1 to 32 "
               "letters, digits, _ or -, and secrets in base64url without padding";
    }
}

const struct et_key *et_key_ring_find(const struct et_key_ring *ring, struct et_slice header)
{
    for (size_t i = 0; i < ring->count; i++) {
        const struct et_key *key = &ring->keys[i];
        if (et_slice_eq(header, (struct et_slice){key->header, key->header_len}))
            return key;
    }
    return NULL;
}

void et_key_ring_clear(struct et_key_ring *ring)
{
    if (ring != NULL)
        OPENSSL_cleanse(ring, sizeof(*ring));
}
