/* idempotency.h - the fingerprint that tells a repeat from another request under the same key. */
#ifndef ET_FCGI_API_IDEMPOTENCY_H
#define ET_FCGI_API_IDEMPOTENCY_H

#include "lib/http/request.h"

#define ET_REQUEST_HASH_LEN 64 /* SHA-256 in hexadecimal */

/* SHA-256 of method, path, query, If-Match and body, each preceded by its length so that no two
 * requests run together into one text. Writes 64 hexadecimal digits and a NUL. Returns 0 or ET_EIO.
 */
int et_request_hash(const struct et_request *request, char ret_hex[ET_REQUEST_HASH_LEN + 1]);

/* The request's Idempotency-Key in its bare form; absent when it has none. Returns 0, or a negative
 * code when the header is out of form or memory is short. */
int et_idempotency_key(const struct et_request *request, struct et_slice *ret_key);

#endif
