/* idempotency_key.h - the Idempotency-Key header (draft-ietf-httpapi-idempotency-key-header). */
#ifndef ET_HTTP_IDEMPOTENCY_KEY_H
#define ET_HTTP_IDEMPOTENCY_KEY_H

#include "lib/base/slice.h"

struct et_arena;

#define ET_IDEMPOTENCY_KEY_MAX 255

/* Reads a key of 1..255 visible ASCII characters, written bare or as the structured-field string
 * that the draft asks for ("…", RFC 8941 section 3.3.3): both spellings give the same key. The key
 * views the header or lies in the arena. ET_ENOENT when the header is absent, ET_EINVAL for
 * a wrong form, ET_ETOOBIG when it is longer, ET_ENOMEM. */
int et_idempotency_key_parse(struct et_arena *arena, struct et_slice header,
                             struct et_slice *ret_key);

#endif
