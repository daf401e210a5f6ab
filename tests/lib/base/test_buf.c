#include "lib/base/buf.h"

#include "lib/base/arena.h"
#include "tests/lib/unit.h"

static void text_grows_and_keeps_what_was_written(void)
{
    struct et_arena *arena = et_arena_new(1 << 20);
    struct et_buf buf;
    et_buf_init(&buf, arena, 100000);
    CU_ASSERT(et_buf_text(&buf).ptr != NULL && et_buf_text(&buf).len == 0);
    for (int i = 0; i < 5000; i++) {
        et_buf_puts(&buf, "abc");
        et_buf_putc(&buf, '-');
    }
    struct et_slice text = et_buf_text(&buf);
    CU_ASSERT(!et_buf_failed(&buf) && text.len == 20000);
    CU_ASSERT(memcmp(text.ptr, "abc-abc-", 8) == 0 && memcmp(text.ptr + 19996, "abc-", 4) == 0);
    et_arena_free(arena);
}

static void growing_by_short_pieces_takes_little_more_than_the_maximum(void)
{
    struct et_arena *arena = et_arena_new(600000);
    struct et_buf buf;
    et_buf_init(&buf, arena, 200000);
    for (int i = 0; i < 40000; i++) {
        et_buf_puts(&buf, "12345");
    }
    CU_ASSERT(!et_buf_failed(&buf) && et_buf_text(&buf).len == 200000);
    et_buf_putc(&buf, '6');
    CU_ASSERT(et_buf_failed(&buf));
    et_arena_free(arena);
}

static void the_maximum_is_reached_exactly_and_failure_is_sticky(void)
{
    struct et_arena *arena = et_arena_new(1 << 20);
    struct et_buf buf;
    et_buf_init(&buf, arena, 5);
    et_buf_puts(&buf, "12345");
    CU_ASSERT(!et_buf_failed(&buf));
    et_buf_putc(&buf, '6');
    CU_ASSERT(et_buf_failed(&buf));
    et_buf_puts(&buf, "");
    ET_ASSERT_TEXT(et_buf_text(&buf), "12345");
    et_arena_free(arena);
}

static void the_end_of_the_arena_is_a_failure_too(void)
{
    struct et_arena *arena = et_arena_new(300);
    struct et_buf buf;
    et_buf_init(&buf, arena, 100000);
    for (int i = 0; i < 400; i++) {
        et_buf_putc(&buf, 'x');
    }
    CU_ASSERT(et_buf_failed(&buf));
    et_arena_free(arena);
}

static void numbers_are_written_to_the_ends_of_their_range(void)
{
    struct et_arena *arena = et_arena_new(4096);
    struct et_buf buf;
    et_buf_init(&buf, arena, 1000);
    et_buf_put_i64(&buf, INT64_MIN);
    et_buf_putc(&buf, ' ');
    et_buf_put_i64(&buf, INT64_MAX);
    et_buf_putc(&buf, ' ');
    et_buf_put_i64(&buf, 0);
    et_buf_printf(&buf, " %03d %s", 7, "seven");
    ET_ASSERT_TEXT(et_buf_text(&buf), "-9223372036854775808 9223372036854775807 0 007 seven");
    et_arena_free(arena);
}

static struct et_slice json(struct et_arena *arena, struct et_slice text)
{
    struct et_buf buf;
    et_buf_init(&buf, arena, 1000);
    et_buf_put_json(&buf, text);
    return et_buf_text(&buf);
}

static void json_strings_are_escaped(void)
{
    struct et_arena *arena = et_arena_new(1 << 16);
    ET_ASSERT_TEXT(json(arena, ET_LIT("")), "\"\"");
    ET_ASSERT_TEXT(json(arena, ET_ABSENT), "\"\"");
    ET_ASSERT_TEXT(json(arena, ET_LIT("a\"b\\c/")), "\"a\\\"b\\\\c/\"");
    ET_ASSERT_TEXT(json(arena, ET_LIT("\b\f\n\r\t\x01\x1f\x7f")),
                   "\"\\b\\f\\n\\r\\t\\u0001\\u001f\\u007f\"");
    ET_ASSERT_TEXT(json(arena, ET_LIT("a\0b")), "\"a\\u0000b\"");
    ET_ASSERT_TEXT(json(arena, ET_LIT("\xE2\x82\xB9 \xF0\x9F\x8D\x95")),
                   "\"\xE2\x82\xB9 \xF0\x9F\x8D\x95\"");
    et_arena_free(arena);
}

static void bad_utf8_becomes_a_replacement_character_in_json(void)
{
    struct et_arena *arena = et_arena_new(1 << 16);
    ET_ASSERT_TEXT(json(arena, ET_LIT("a\xFF"
                                      "b")),
                   "\"a\xEF\xBF\xBD"
                   "b\"");
    ET_ASSERT_TEXT(json(arena, ET_LIT("\xE2\x82")), "\"\xEF\xBF\xBD\xEF\xBF\xBD\"");
    ET_ASSERT_TEXT(json(arena, ET_LIT("\xC0\xAF")), "\"\xEF\xBF\xBD\xEF\xBF\xBD\"");
    et_arena_free(arena);
}

static const struct et_test tests[] = {
    {"text grows and keeps what was written", text_grows_and_keeps_what_was_written},
    {"what grows by short pieces to its maximum takes little more memory than that",
     growing_by_short_pieces_takes_little_more_than_the_maximum},
    {"the maximum is reached exactly and failure is sticky",
     the_maximum_is_reached_exactly_and_failure_is_sticky},
    {"the end of the arena is a failure too", the_end_of_the_arena_is_a_failure_too},
    {"numbers are written to the ends of their range",
     numbers_are_written_to_the_ends_of_their_range},
    {"JSON strings are escaped", json_strings_are_escaped},
    {"bad UTF-8 becomes a replacement character in JSON",
     bad_utf8_becomes_a_replacement_character_in_json},
};

int main(void)
{
    return et_test_run("buf", tests, ET_COUNT(tests));
}
