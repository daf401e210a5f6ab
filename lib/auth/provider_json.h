/* provider_json.h - reads JSON that an identity provider sent: never trusted, always small.
 *
 * One strict way in (RFC 8259 text, one object, at most eight levels, no trailing bytes)
 * and getters that give a value only when it has the expected type. Repeated members: the last
 * counts; that is safe here because a document is read once, after its signature or its TLS was
 * checked.
 */
#ifndef ET_AUTH_PROVIDER_JSON_H
#define ET_AUTH_PROVIDER_JSON_H

#include <stdbool.h>
#include <stdint.h>

#include <json-c/json.h>

#include "lib/base/slice.h"

struct et_arena;

/* Parses an object; it is released with the arena. Returns 0, ET_EINVAL, or ET_ENOMEM. */
int et_provider_json_parse(struct et_slice text, struct et_arena *arena,
                           struct json_object **ret_object);

/* A member's text, well-formed UTF-8 without U+0000; absent when missing or of another type.
 * NUL-terminated; lives as long as the object. */
struct et_slice et_provider_json_text(struct json_object *object, const char *name);

/* A member's integer; false when missing, of another type or outside int64. */
bool et_provider_json_int(struct json_object *object, const char *name, int64_t *ret_value);

/* Is the member the JSON true, or the string "true" as some providers write it? */
bool et_provider_json_true(struct json_object *object, const char *name);

/* Is the text one of the strings in this array member? */
bool et_provider_json_lists(struct json_object *object, const char *name, const char *text);

#endif
