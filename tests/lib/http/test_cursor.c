#include "lib/http/cursor.h"

#include "lib/base/arena.h"
#include "lib/base/error.h"
#include "tests/lib/unit.h"

static const struct et_slice key = {"0123456789abcdef0123456789abcdef", 32};

static void a_cursor_comes_back_as_it_went(void)
{
    struct et_arena *arena = et_arena_new(1 << 16);
    struct et_slice cursor = ET_ABSENT;
    struct et_slice payload = ET_ABSENT;
    CU_ASSERT(et_cursor_seal(arena, key, ET_LIT("date_desc 2024-01-15 42"), &cursor) == ET_OK);
    CU_ASSERT(et_cursor_open(arena, key, cursor, &payload) == ET_OK);
    ET_ASSERT_TEXT(payload, "date_desc 2024-01-15 42");
    CU_ASSERT(et_cursor_seal(arena, key, ET_LIT(""), &cursor) == ET_OK);
    CU_ASSERT(et_cursor_open(arena, key, cursor, &payload) == ET_OK && payload.len == 0);
    et_arena_free(arena);
}

static void a_changed_cursor_is_refused(void)
{
    struct et_arena *arena = et_arena_new(1 << 20);
    struct et_slice cursor = ET_ABSENT;
    struct et_slice payload = ET_ABSENT;
    CU_ASSERT(et_cursor_seal(arena, key, ET_LIT("2024-01-15 42"), &cursor) == ET_OK);
    for (size_t i = 0; i < cursor.len; i++) {
        char *changed = et_arena_copy(arena, cursor);
        changed[i] = changed[i] == 'A' ? 'B' : 'A';
        struct et_slice text = {changed, cursor.len};
        CU_ASSERT(et_cursor_open(arena, key, text, &payload) == ET_EAUTH);
        text = (struct et_slice){cursor.ptr, i};
        CU_ASSERT(et_cursor_open(arena, key, text, &payload) == ET_EAUTH);
    }
    CU_ASSERT(!et_slice_present(payload));
    et_arena_free(arena);
}

static void another_key_does_not_open_it(void)
{
    struct et_arena *arena = et_arena_new(1 << 16);
    struct et_slice cursor = ET_ABSENT;
    struct et_slice payload = ET_ABSENT;
    CU_ASSERT(et_cursor_seal(arena, ET_LIT("another key"), ET_LIT("42"), &cursor) == ET_OK);
    CU_ASSERT(et_cursor_open(arena, key, cursor, &payload) == ET_EAUTH);
    CU_ASSERT(et_cursor_seal(arena, ET_LIT(""), ET_LIT("42"), &cursor) == ET_EIO);
    et_arena_free(arena);
}

static void what_is_too_long_is_refused(void)
{
    char text[4000];
    struct et_arena *arena = et_arena_new(1 << 16);
    struct et_slice out = ET_ABSENT;
    memset(text, 'A', sizeof text);
    struct et_slice most = {text, ET_CURSOR_PAYLOAD_MAX};
    CU_ASSERT(et_cursor_seal(arena, key, most, &out) == ET_OK);
    CU_ASSERT(et_cursor_open(arena, key, out, &out) == ET_OK);
    struct et_slice more = {text, ET_CURSOR_PAYLOAD_MAX + 1};
    CU_ASSERT(et_cursor_seal(arena, key, more, &out) == ET_ETOOBIG);
    CU_ASSERT(et_cursor_open(arena, key, (struct et_slice){text, sizeof text}, &out) == ET_EAUTH);
    et_arena_free(arena);
}

static const struct et_test tests[] = {
    {"a cursor comes back as it went", a_cursor_comes_back_as_it_went},
    {"a changed cursor is refused", a_changed_cursor_is_refused},
    {"another key does not open it", another_key_does_not_open_it},
    {"what is too long is refused", what_is_too_long_is_refused},
};

int main(void)
{
    return et_test_run("cursor", tests, ET_COUNT(tests));
}
