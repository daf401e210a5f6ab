/* json_in.h - JSON bodies in: a strict parse and a table of fields.
 *
 *     static const struct et_json_field fields[] = {
 *         {"title", ET_JSON_TEXT, true}, {"amount", ET_JSON_AMOUNT, true},
 *     };
 *     struct et_json_value values[2];
 *     struct json_object *body;
 *     if (!et_json_body(request, response, &body)) {
 *         return ET_ANSWERED;
 *     }
 *     struct et_problems problems = {.count = 0};
 *     et_json_read(request->arena, body, fields, 2, "", &problems, values);
 *
 * Trees are freed with the request's arena. A number is never made a double: its text as the client
 * wrote it is what is handed on.
 */
#ifndef ET_HTTP_JSON_IN_H
#define ET_HTTP_JSON_IN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lib/base/slice.h"

struct et_arena;
struct et_problems;
struct et_request;
struct et_response;
struct json_object;

#define ET_JSON_DEPTH_MAX 8
/* 2^53 - 1: what JavaScript keeps exactly. */
#define ET_JSON_INTEGER_MAX INT64_C(9007199254740991)

enum et_json_kind {
    ET_JSON_TEXT,   /* a string */
    ET_JSON_AMOUNT, /* a number or a string: `text` is the source text of either; not yet checked */
    ET_JSON_INTEGER, /* a number without fraction and exponent, within ±ET_JSON_INTEGER_MAX */
    ET_JSON_BOOLEAN,
    ET_JSON_OBJECT, /* see `node` */
    ET_JSON_ARRAY,  /* see `node`, et_json_length and et_json_item */
};

/* Added to a kind: null is a value as well, and says so in `null`. */
#define ET_JSON_OR_NULL 16

struct et_json_field {
    const char *name;
    int kind; /* enum et_json_kind, and ET_JSON_OR_NULL if need be */
    bool required;
};

struct et_json_value {
    bool present; /* false: absent, or present with an error that has been noted */
    bool null;    /* present as null: nothing else is set */
    struct et_slice text;
    int64_t integer;
    bool boolean;
    struct json_object *node;
};

/* Parses a request's body, which must be an object. On failure the response has become the problem
 * (400 malformed_json, 422 duplicate_key and others) and false is returned. */
bool et_json_body(const struct et_request *request, struct et_response *response,
                  struct json_object **ret_body);

/* Reads an object by a table: values[i] belongs to fields[i]. Adds a problem for each unknown
 * member (code unknown_field), null where it may not be (null), wrong kind
 * (wrong_type), integer out of range (out_of_range) and missing required field (required). `path`
 * goes before the names in problems:
 * "" or "rows[12].". Text views the tree and is valid UTF-8 without U+0000. */
void et_json_read(struct et_arena *arena, struct json_object *object,
                  const struct et_json_field *fields, size_t count, const char *path,
                  struct et_problems *problems, struct et_json_value *ret_values);

/* The items of an ET_JSON_ARRAY. NULL for a JSON null. */
size_t et_json_length(struct json_object *array);
struct json_object *et_json_item(struct json_object *array, size_t index);

/* A whole number within ±ET_JSON_INTEGER_MAX; false for anything else, and *ret_value stays. */
bool et_json_integer(struct json_object *node, int64_t *ret_value);

/* An item that is a string, as text; false for any other. */
bool et_json_text_item(struct json_object *array, size_t index, struct et_slice *ret_text);

/* True for an object; NULL gives false. Items of an array may be anything. */
bool et_json_is_object(struct json_object *node);

/* Parses text strictly, as et_json_body does, whatever its top is; for tests and tokens. The tree
 * is freed with the arena; NULL is JSON's null. ET_EINVAL, ET_ETOOBIG (too deep or too many
 * members), ET_ENOMEM. */
int et_json_parse(struct et_arena *arena, struct et_slice text, struct json_object **ret_tree);

#endif
