#include "lib/http/json_in.h"

#include <json-c/json.h>
#include <limits.h>

#include "lib/base/arena.h"
#include "lib/base/buf.h"
#include "lib/base/error.h"
#include "lib/http/json_scan.h"
#include "lib/http/problem.h"
#include "lib/http/request.h"
#include "lib/http/response.h"

#define ET_JSON_NAME_SHOWN_MAX 100 /* longer names of fields are not repeated in messages */

static void release(void *tree)
{
    json_object_put(tree);
}

/* Builds the tree of a text that et_json_scan() found good. */
static int build(struct et_arena *arena, struct et_slice text, struct json_object **ret_tree)
{
    if (text.len > INT_MAX) {
        return ET_ETOOBIG;
    }
    struct json_tokener *tokener = json_tokener_new_ex(ET_JSON_DEPTH_MAX + 1);
    if (tokener == NULL) {
        return ET_ENOMEM;
    }
    /* A number at the top ends only at a byte that cannot belong to it: one NUL more is shown. */
    json_tokener_set_flags(tokener, JSON_TOKENER_STRICT | JSON_TOKENER_ALLOW_TRAILING_CHARS);
    struct json_object *tree = json_tokener_parse_ex(tokener, text.ptr, (int)text.len);
    enum json_tokener_error error = json_tokener_get_error(tokener);
    if (error == json_tokener_continue) {
        tree = json_tokener_parse_ex(tokener, "", 1);
        error = json_tokener_get_error(tokener);
    }
    json_tokener_free(tokener);
    if (error != json_tokener_success) {
        return error == json_tokener_error_depth ? ET_ETOOBIG : ET_EINVAL;
    }
    int status = tree != NULL ? et_arena_defer(arena, release, tree) : ET_OK;
    if (status == ET_OK) {
        *ret_tree = tree;
    }
    return status;
}

int et_json_parse(struct et_arena *arena, struct et_slice text, struct json_object **ret_tree)
{
    switch (et_json_scan(arena, text, ET_JSON_DEPTH_MAX).fault) {
    case ET_JSON_OK:
        return build(arena, text, ret_tree);
    case ET_JSON_DEPTH:
    case ET_JSON_TOO_MANY:
        return ET_ETOOBIG;
    case ET_JSON_MEMORY:
        return ET_ENOMEM;
    default:
        return ET_EINVAL;
    }
}

static const struct {
    int status;
    const char *code;
    const char *detail;
} faults[] = {
    [ET_JSON_OK] = {503, "busy", "The server is out of memory. Try again."},
    [ET_JSON_SYNTAX] = {400, "malformed_json", "The body is not valid JSON."},
    [ET_JSON_DEPTH] = {422, "too_deep", "The JSON is nested too deeply."},
    [ET_JSON_DUPLICATE_KEY] = {422, "duplicate_key", "A field is given twice."},
    [ET_JSON_TOO_MANY] = {422, "too_many_fields", "A JSON object has too many fields."},
    [ET_JSON_UTF8] = {422, "bad_text", "The body holds text that is not valid UTF-8."},
    [ET_JSON_SURROGATE] = {422, "bad_text", "The body holds half a surrogate pair."},
    [ET_JSON_NUL] = {422, "bad_text", "The body holds the character U+0000."},
    [ET_JSON_MEMORY] = {413, "too_large", "The body needs too much memory."},
};

static void refuse(const struct et_request *request, struct et_response *response,
                   struct et_json_report report)
{
    const char *detail = faults[report.fault].detail;
    struct et_buf text;
    et_buf_init(&text, request->arena, 512);
    if (et_slice_present(report.key) && report.key.len <= ET_JSON_NAME_SHOWN_MAX) {
        et_buf_puts(&text, "The field \"");
        et_buf_put(&text, report.key);
        et_buf_puts(&text, "\" is given twice.");
        detail = et_buf_failed(&text) ? detail : text.data;
    }
    et_problem(response, request, faults[report.fault].status, faults[report.fault].code, detail);
}

bool et_json_body(const struct et_request *request, struct et_response *response,
                  struct json_object **ret_body)
{
    struct json_object *body;
    if (request->body.len == 0) {
        et_problem(response, request, 400, "malformed_json", "The body is missing.");
        return false;
    }
    struct et_json_report report = et_json_scan(request->arena, request->body, ET_JSON_DEPTH_MAX);
    if (report.fault != ET_JSON_OK || build(request->arena, request->body, &body) != ET_OK) {
        refuse(request, response, report);
        return false;
    }
    if (!json_object_is_type(body, json_type_object)) {
        et_problem(response, request, 422, "wrong_type", "The body must be a JSON object.");
        return false;
    }
    *ret_body = body;
    return true;
}

static struct et_slice text_of(struct json_object *node)
{
    return (struct et_slice){json_object_get_string(node),
                             (size_t)json_object_get_string_len(node)};
}

/* What a number looked like: json-c keeps the source of a double; an integer prints as it was, but
 * saturates at 64 bits, which is far outside every range that callers allow. */
static struct et_slice number_text(struct json_object *node)
{
    return et_slice_from(json_object_get_string(node));
}

static bool is_number(struct json_object *node)
{
    return json_object_is_type(node, json_type_int) || json_object_is_type(node, json_type_double);
}

/* `what` ends a sentence that begins with the field's name. */
struct fault {
    const char *code;
    const char *what;
};

static struct fault wrong_type(const char *what)
{
    return (struct fault){"wrong_type", what};
}

static struct fault read_integer(struct json_object *node, struct et_json_value *value)
{
    if (!json_object_is_type(node, json_type_int)) {
        return wrong_type(" must be a whole number.");
    }
    value->integer = json_object_get_int64(node);
    if (value->integer > ET_JSON_INTEGER_MAX || value->integer < -ET_JSON_INTEGER_MAX) {
        return (struct fault){"out_of_range", " is too large."};
    }
    return (struct fault){0};
}

/* Fills the value; a fault with a NULL code is none. */
static struct fault read_value(struct json_object *node, enum et_json_kind kind,
                               struct et_json_value *value)
{
    bool is_text = json_object_is_type(node, json_type_string);
    value->node = node;
    switch (kind) {
    case ET_JSON_TEXT:
        if (!is_text) {
            return wrong_type(" must be text.");
        }
        value->text = text_of(node);
        break;
    case ET_JSON_AMOUNT:
        if (!is_text && !is_number(node)) {
            return wrong_type(" must be a number.");
        }
        value->text = is_text ? text_of(node) : number_text(node);
        break;
    case ET_JSON_INTEGER:
        return read_integer(node, value);
    case ET_JSON_BOOLEAN:
        if (!json_object_is_type(node, json_type_boolean)) {
            return wrong_type(" must be true or false.");
        }
        value->boolean = json_object_get_boolean(node);
        break;
    case ET_JSON_OBJECT:
        if (!json_object_is_type(node, json_type_object)) {
            return wrong_type(" must be an object.");
        }
        break;
    case ET_JSON_ARRAY:
        if (!json_object_is_type(node, json_type_array)) {
            return wrong_type(" must be a list.");
        }
        break;
    }
    return (struct fault){0};
}

/* `path` and name in the arena; the bare name when there is no memory. */
static const char *field_path(struct et_arena *arena, const char *path, const char *name)
{
    if (*path == '\0') {
        return name;
    }
    struct et_buf buf;
    et_buf_init(&buf, arena, 1024);
    et_buf_puts(&buf, path);
    et_buf_puts(&buf, name);
    return et_buf_failed(&buf) || buf.data == NULL ? name : buf.data;
}

/* A sentence that says which field it is about: people see it alone, as the problem's detail. */
static const char *sentence(struct et_arena *arena, const char *start, const char *name,
                            const char *end)
{
    struct et_buf text;
    et_buf_init(&text, arena, 512);
    et_buf_puts(&text, start);
    if (strlen(name) <= ET_JSON_NAME_SHOWN_MAX) {
        et_buf_puts(&text, " \"");
        et_buf_puts(&text, name);
        et_buf_putc(&text, '"');
    }
    et_buf_puts(&text, end);
    et_buf_putc(&text, '\0');
    return et_buf_failed(&text) ? "A field of the body is not right." : text.data;
}

/* Beyond those that are kept no text is made: ten thousand rows may all be wrong. */
static void add(struct et_arena *arena, struct et_problems *problems, const char *path,
                const char *name, const char *code, const char *start, const char *end)
{
    bool kept = problems->count < ET_PROBLEM_FIELDS_MAX;
    et_problems_add(problems, kept ? field_path(arena, path, name) : "", code,
                    kept ? sentence(arena, start, name, end) : "");
}

static void report_unknown(struct et_arena *arena, struct json_object *object,
                           const struct et_json_field *fields, size_t count, const char *path,
                           struct et_problems *problems)
{
    json_object_object_foreach(object, name, node)
    {
        bool known = false;
        (void)node;
        for (size_t i = 0; i < count && !known; i++) {
            known = strcmp(fields[i].name, name) == 0;
        }
        if (!known) {
            add(arena, problems, path, name, "unknown_field", "There is no field", ".");
        }
    }
}

static enum et_json_kind kind_of(const struct et_json_field *field)
{
    return (enum et_json_kind)(field->kind & ~ET_JSON_OR_NULL);
}

void et_json_read(struct et_arena *arena, struct json_object *object,
                  const struct et_json_field *fields, size_t count, const char *path,
                  struct et_problems *problems, struct et_json_value *ret_values)
{
    for (size_t i = 0; i < count; i++) {
        struct json_object *node;
        struct et_json_value value = {.present = false};
        struct fault fault = {0};
        if (!json_object_object_get_ex(object, fields[i].name, &node)) {
            fault =
                fields[i].required ? (struct fault){"required", " is missing."} : (struct fault){0};
        } else if (node == NULL && (fields[i].kind & ET_JSON_OR_NULL) != 0) {
            value.present = value.null = true;
        } else if (node == NULL) {
            fault = (struct fault){"null", " can't be null."};
        } else {
            fault = read_value(node, kind_of(&fields[i]), &value);
            value.present = fault.code == NULL;
        }
        ret_values[i] = value.present ? value : (struct et_json_value){.present = false};
        if (fault.code != NULL) {
            add(arena, problems, path, fields[i].name, fault.code, "The field", fault.what);
        }
    }
    report_unknown(arena, object, fields, count, path, problems);
}

size_t et_json_length(struct json_object *array)
{
    return json_object_array_length(array);
}

struct json_object *et_json_item(struct json_object *array, size_t index)
{
    return json_object_array_get_idx(array, index);
}

bool et_json_integer(struct json_object *node, int64_t *ret_value)
{
    struct et_json_value value = {.present = false};
    if (read_integer(node, &value).code != NULL) {
        return false;
    }
    *ret_value = value.integer;
    return true;
}

bool et_json_text_item(struct json_object *array, size_t index, struct et_slice *ret_text)
{
    struct json_object *item = et_json_item(array, index);
    if (!json_object_is_type(item, json_type_string)) {
        return false;
    }
    *ret_text = text_of(item);
    return true;
}

bool et_json_is_object(struct json_object *node)
{
    return json_object_is_type(node, json_type_object);
}
