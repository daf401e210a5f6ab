/* json_out.h - JSON out, straight into a buffer; commas are looked after.
 *
 *     struct et_json_out out = et_json_out(&response->body);
 *     et_json_begin_object(&out);
 *     et_json_key(&out, "id");
 *     et_json_i64(&out, 7);
 *     et_json_end_object(&out);
 *
 * It does not check that brackets match: that is visible in the code. Failure is the buffer's.
 */
#ifndef ET_HTTP_JSON_OUT_H
#define ET_HTTP_JSON_OUT_H

#include <stdbool.h>
#include <stdint.h>

#include "lib/base/buf.h"
#include "lib/base/slice.h"

struct et_json_out {
    struct et_buf *buf;
    bool comma; /* the next key or item needs one before it */
};

struct et_json_out et_json_out(struct et_buf *buf);

void et_json_begin_object(struct et_json_out *out);
void et_json_end_object(struct et_json_out *out);
void et_json_begin_array(struct et_json_out *out);
void et_json_end_array(struct et_json_out *out);

/* A member's name: a static word that needs no escape. Exactly one value follows. */
void et_json_key(struct et_json_out *out, const char *name);

/* A string; an absent slice is null. */
void et_json_text(struct et_json_out *out, struct et_slice text);

/* Text that is JSON already: a number from PostgreSQL or from lib/money, a stored document. An
 * absent slice is null. */
void et_json_raw(struct et_json_out *out, struct et_slice json);

void et_json_i64(struct et_json_out *out, int64_t value);
void et_json_bool(struct et_json_out *out, bool value);
void et_json_null(struct et_json_out *out);

/* Key and value in one call. */
void et_json_pair_text(struct et_json_out *out, const char *name, struct et_slice text);
void et_json_pair_raw(struct et_json_out *out, const char *name, struct et_slice json);
void et_json_pair_i64(struct et_json_out *out, const char *name, int64_t value);
void et_json_pair_bool(struct et_json_out *out, const char *name, bool value);

#endif
