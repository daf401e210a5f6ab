/* replay.c - see replay.h. */
#include "fcgi/replay.h"

#include <json-c/json.h>

#include "lib/base/arena.h"
#include "lib/base/error.h"

#define DEPTH 8 /* rows, row, json column, its items; as json-c counts, and some room */

const struct et_statement et_stmt_replay = {
    .name = "replay",
    .sql = "select encode(request_hash, 'hex'), answer::text\n"
           "from app.idempotency_keys\n"
           "where user_id = app.user_id()\n"
           "  and key = $1::text",
    .params = 1,
};

static int cell_from_json(struct et_arena *arena, struct json_object *value,
                          struct et_slice *ret_cell)
{
    struct et_slice text;
    char *copy;

    switch (json_object_get_type(value)) {
    case json_type_null:
        *ret_cell = ET_ABSENT;
        return 0;
    case json_type_boolean:
        *ret_cell = json_object_get_boolean(value) ? ET_LIT("t") : ET_LIT("f");
        return 0;
    case json_type_string:
        text = (struct et_slice){json_object_get_string(value),
                                 (size_t)json_object_get_string_len(value)};
        break;
    case json_type_int:
    case json_type_double: /* json-c keeps the source text of a double */
        text = et_slice_from(json_object_get_string(value));
        break;
    case json_type_array:
    case json_type_object: /* a json column: its text */
        text = et_slice_from(json_object_to_json_string_ext(
            value, JSON_C_TO_STRING_PLAIN | JSON_C_TO_STRING_NOSLASHESCAPE));
        break;
    default:
        return ET_EINVAL;
    }
    copy = et_arena_copy(arena, text);
    if (copy == NULL)
        return ET_ENOMEM;
    *ret_cell = (struct et_slice){copy, text.len};
    return 0;
}

static int rows_from_json(struct et_arena *arena, struct json_object *array,
                          struct et_rows *ret_rows)
{
    size_t rows;
    size_t columns;
    struct et_slice *cells;
    struct et_slice *cell;

    if (!json_object_is_type(array, json_type_array) || json_object_array_length(array) == 0 ||
        !json_object_is_type(json_object_array_get_idx(array, 0), json_type_object))
        return ET_EINVAL;
    rows = json_object_array_length(array);
    columns = (size_t)json_object_object_length(json_object_array_get_idx(array, 0));
    cells = columns == 0 ? NULL : et_arena_array(arena, rows * columns, sizeof(*cells));
    if (cells == NULL)
        return columns == 0 ? ET_EINVAL : ET_ENOMEM;
    cell = cells;
    for (size_t i = 0; i < rows; i++) {
        struct json_object *object = json_object_array_get_idx(array, i);

        if (!json_object_is_type(object, json_type_object) ||
            (size_t)json_object_object_length(object) != columns)
            return ET_EINVAL;
        json_object_object_foreach(object, name, value)
        {
            int failed = cell_from_json(arena, value, cell++);

            (void)name;
            if (failed != 0)
                return failed;
        }
    }
    *ret_rows = (struct et_rows){rows, columns, cells};
    return 0;
}

int et_replay_rows(struct et_arena *arena, struct et_slice json, struct et_rows *ret_rows)
{
    struct json_tokener *tokener;
    struct json_object *array;
    int result = ET_EINVAL;

    if (json.len > INT32_MAX)
        return ET_EINVAL;
    tokener = json_tokener_new_ex(DEPTH);
    if (tokener == NULL)
        return ET_ENOMEM;
    json_tokener_set_flags(tokener, JSON_TOKENER_STRICT);
    array = json_tokener_parse_ex(tokener, json.ptr, (int)json.len);
    if (array != NULL)
        result = rows_from_json(arena, array, ret_rows);
    json_object_put(array);
    json_tokener_free(tokener);
    return result;
}
