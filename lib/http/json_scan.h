/* json_scan.h - the strict look at a JSON text before json-c builds a tree of it.
 *
 * json-c alone is too kind for input from outside: it lets NaN and Infinity through, keeps the last
 * of two equal keys without a word, cuts keys at U+0000 and accepts overlong UTF-8. So the raw text
 * is checked first against RFC 8259 and the I-JSON rules (RFC 7493): unique keys, no lone
 * surrogates. U+0000 is refused too, since PostgreSQL's text can't hold it.
 */
#ifndef ET_HTTP_JSON_SCAN_H
#define ET_HTTP_JSON_SCAN_H

#include <stddef.h>

#include "lib/base/slice.h"

struct et_arena;

#define ET_JSON_MEMBERS_MAX 64 /* of one object */

enum et_json_fault {
    ET_JSON_OK = 0,
    ET_JSON_SYNTAX,        /* not JSON; also an empty text, or something behind the value */
    ET_JSON_DEPTH,         /* nested deeper than allowed */
    ET_JSON_DUPLICATE_KEY, /* compared after unescaping */
    ET_JSON_TOO_MANY,      /* an object of more than ET_JSON_MEMBERS_MAX members */
    ET_JSON_UTF8,          /* bad UTF-8 */
    ET_JSON_SURROGATE,     /* \uD800..\uDFFF that is no pair */
    ET_JSON_NUL,           /* \u0000 */
    ET_JSON_MEMORY,        /* the arena is full */
};

struct et_json_report {
    enum et_json_fault fault;
    size_t offset;       /* in bytes, where it was noticed */
    struct et_slice key; /* the repeated key, unescaped; else absent */
};

/* Checks a whole text. `depth` is how many objects and arrays may be open at once (at most 16).
 * Keys with escapes are unescaped into the arena. */
struct et_json_report et_json_scan(struct et_arena *arena, struct et_slice text, size_t depth);

#endif
