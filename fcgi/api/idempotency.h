/* idempotency.h - the fingerprint that tells a repeat from another request under the same key. */
#ifndef ET_FCGI_API_IDEMPOTENCY_H
#define ET_FCGI_API_IDEMPOTENCY_H

#include <stdbool.h>

#include "lib/http/request.h"

#define ET_REQUEST_HASH_LEN 64 /* SHA-256 in hexadecimal */
#define ET_IDEMPOTENCY_KEY_MAX 255

/* SHA-256 of method, path, query, If-Match and body, each preceded by its length so that no two
 * requests run together into one text. Writes 64 hexadecimal digits and a NUL. Returns 0 or ET_EIO. */
int et_request_hash(const struct et_request *request, char ret_hex[ET_REQUEST_HASH_LEN + 1]);

/* The request's Idempotency-Key; absent when it has none. */
struct et_slice et_idempotency_key(const struct et_request *request);

/* 1 to 255 visible ASCII characters. */
bool et_idempotency_key_valid(struct et_slice key);

#endif
