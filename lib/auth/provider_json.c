#include "lib/auth/provider_json.h"

#include "lib/base/arena.h"
#include "lib/base/error.h"
#include "lib/base/utf8.h"

#define DEPTH_MAX 8
#define TEXT_MAX ((size_t)512 * 1024)

static void release(void *object)
{
    json_object_put(object);
}

int et_provider_json_parse(struct et_slice text, struct et_arena *arena,
                           struct json_object **ret_object)
{
    if (text.ptr == NULL || text.len == 0 || text.len > TEXT_MAX)
        return ET_EINVAL;
    struct json_tokener *tokener = json_tokener_new_ex(DEPTH_MAX);
    if (tokener == NULL)
        return ET_ENOMEM;
    json_tokener_set_flags(tokener, JSON_TOKENER_STRICT | JSON_TOKENER_VALIDATE_UTF8);
    struct json_object *object = json_tokener_parse_ex(tokener, text.ptr, (int)text.len);
    bool whole = json_tokener_get_error(tokener) == json_tokener_success &&
                 json_tokener_get_parse_end(tokener) == text.len;
    json_tokener_free(tokener);
    if (!whole || !json_object_is_type(object, json_type_object)) {
        json_object_put(object);
        return ET_EINVAL;
    }
    int r = et_arena_defer(arena, release, object);
    if (r == 0)
        *ret_object = object;
    return r;
}

static struct et_slice text_of(struct json_object *value)
{
    if (!json_object_is_type(value, json_type_string))
        return ET_ABSENT;
    struct et_slice text = {json_object_get_string(value),
                            (size_t)json_object_get_string_len(value)};
    return memchr(text.ptr, '\0', text.len) == NULL && et_utf8_valid(text) ? text : ET_ABSENT;
}

struct et_slice et_provider_json_text(struct json_object *object, const char *name)
{
    return text_of(json_object_object_get(object, name));
}

bool et_provider_json_int(struct json_object *object, const char *name, int64_t *ret_value)
{
    struct json_object *value = json_object_object_get(object, name);

    if (!json_object_is_type(value, json_type_int))
        return false;
    int64_t number = json_object_get_int64(value);
    if (number == INT64_MAX || number == INT64_MIN)
        return false; /* json-c saturates silently */
    *ret_value = number;
    return true;
}

bool et_provider_json_true(struct json_object *object, const char *name)
{
    struct json_object *value = json_object_object_get(object, name);

    if (json_object_is_type(value, json_type_boolean))
        return json_object_get_boolean(value);
    return et_slice_eq(text_of(value), ET_LIT("true"));
}

bool et_provider_json_lists(struct json_object *object, const char *name, const char *text)
{
    struct json_object *list = json_object_object_get(object, name);

    if (!json_object_is_type(list, json_type_array))
        return false;
    for (size_t i = 0; i < json_object_array_length(list); i++)
        if (et_slice_eq(text_of(json_object_array_get_idx(list, i)), et_slice_from(text)))
            return true;
    return false;
}
