/* idempotency.c - see idempotency.h, and et_api_idempotency() in api.h. */
#include "fcgi/api/idempotency.h"

#include <openssl/evp.h>
#include <stdbool.h>
#include <stdint.h>

#include "fcgi/api/api.h"
#include "lib/base/error.h"
#include "lib/base/hex.h"
#include "lib/http/idempotency_key.h"

static bool feed(EVP_MD_CTX *context, struct et_slice part)
{
    uint64_t length = part.len;

    return EVP_DigestUpdate(context, &length, sizeof(length)) == 1 &&
           (part.len == 0 || EVP_DigestUpdate(context, part.ptr, part.len) == 1);
}

int et_request_hash(const struct et_request *request, char ret_hex[ET_REQUEST_HASH_LEN + 1])
{
    const char method = (char)('0' + (int)request->method);
    unsigned char hash[EVP_MAX_MD_SIZE];
    unsigned length = 0;
    EVP_MD_CTX *context = EVP_MD_CTX_new();
    bool made = context != NULL && EVP_DigestInit_ex(context, EVP_sha256(), NULL) == 1 &&
                feed(context, (struct et_slice){&method, 1}) && feed(context, request->path) &&
                feed(context, request->query) &&
                feed(context, et_request_param(request, "HTTP_IF_MATCH")) &&
                feed(context, request->body) && EVP_DigestFinal_ex(context, hash, &length) == 1 &&
                length == 32;

    EVP_MD_CTX_free(context);
    if (!made)
        return ET_EIO;
    et_hex_encode(hash, length, ret_hex);
    ret_hex[ET_REQUEST_HASH_LEN] = '\0';
    return 0;
}

int et_idempotency_key(const struct et_request *request, struct et_slice *ret_key)
{
    struct et_slice header = et_request_param(request, "HTTP_IDEMPOTENCY_KEY");

    if (!et_slice_present(header)) {
        *ret_key = ET_ABSENT;
        return 0;
    }
    return et_idempotency_key_parse(request->arena, header, ret_key);
}

void et_api_idempotency(struct et_exchange *exchange)
{
    struct et_slice key;
    char hash[ET_REQUEST_HASH_LEN + 1];

    if (et_idempotency_key(exchange->request, &key) != 0) {
        exchange->unit->failed = true;
        return;
    }
    if (!et_slice_present(key)) {
        et_unit_null(exchange->unit);
        et_unit_null(exchange->unit);
        return;
    }
    if (et_request_hash(exchange->request, hash) != 0) {
        exchange->unit->failed = true;
        return;
    }
    et_unit_text(exchange->unit, key);
    et_unit_text(exchange->unit, (struct et_slice){hash, ET_REQUEST_HASH_LEN});
}
