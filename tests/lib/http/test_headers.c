/* The small header parsers: Cookie, Content-Type, Idempotency-Key, If-Match. */
#include "lib/base/arena.h"
#include "lib/base/error.h"
#include "lib/http/content_type.h"
#include "lib/http/cookie.h"
#include "lib/http/etag.h"
#include "lib/http/idempotency_key.h"
#include "tests/lib/unit.h"

static void a_cookie_is_found_among_others(void)
{
    struct et_slice value = ET_ABSENT;
    struct et_slice header = ET_LIT("a=1; __Host-session=abc.def=; junk; b=\"x\"; =y;; e=");
    CU_ASSERT(et_cookie_find(header, "__Host-session", &value) == ET_OK);
    ET_ASSERT_TEXT(value, "abc.def=");
    CU_ASSERT(et_cookie_find(header, "a", &value) == ET_OK);
    ET_ASSERT_TEXT(value, "1");
    CU_ASSERT(et_cookie_find(header, "e", &value) == ET_OK && value.len == 0);
    CU_ASSERT(et_cookie_find(header, "A", &value) == ET_ENOENT);
    CU_ASSERT(et_cookie_find(header, "session", &value) == ET_ENOENT);
    CU_ASSERT(et_cookie_find(header, "junk", &value) == ET_ENOENT);
    CU_ASSERT(et_cookie_find(ET_ABSENT, "a", &value) == ET_ENOENT);
}

static void a_cookie_sent_twice_is_refused(void)
{
    struct et_slice value = ET_ABSENT;
    CU_ASSERT(et_cookie_find(ET_LIT("s=1; t=2; s=1"), "s", &value) == ET_EINVAL);
    CU_ASSERT(et_cookie_find(ET_LIT("s=; s=1"), "s", &value) == ET_EINVAL);
    CU_ASSERT(!et_slice_present(value));
}

static void json_is_told_by_its_content_type(void)
{
    CU_ASSERT(et_content_type_is_json(ET_LIT("application/json")));
    CU_ASSERT(et_content_type_is_json(ET_LIT("Application/JSON; charset=UTF-8")));
    CU_ASSERT(et_content_type_is_json(ET_LIT("application/json ;charset=\"utf-8\" ")));
    CU_ASSERT(et_content_type_is_json(ET_LIT("application/json;")));
    CU_ASSERT(!et_content_type_is_json(ET_LIT("application/json; charset=latin1")));
    CU_ASSERT(!et_content_type_is_json(ET_LIT("application/json5")));
    CU_ASSERT(!et_content_type_is_json(ET_LIT("text/plain; application/json")));
    CU_ASSERT(!et_content_type_is_json(ET_LIT("application/x-www-form-urlencoded")));
    CU_ASSERT(!et_content_type_is_json(ET_LIT("application/json, text/plain")));
    CU_ASSERT(!et_content_type_is_json(ET_LIT("")) && !et_content_type_is_json(ET_ABSENT));
}

static void a_key_is_read_bare_or_quoted(void)
{
    struct et_arena *arena = et_arena_new(1 << 16);
    struct et_slice key = ET_ABSENT;
    CU_ASSERT(et_idempotency_key_parse(arena, ET_LIT("8e03978e-40d5"), &key) == ET_OK);
    ET_ASSERT_TEXT(key, "8e03978e-40d5");
    CU_ASSERT(et_idempotency_key_parse(arena, ET_LIT("\"8e03978e-40d5\""), &key) == ET_OK);
    ET_ASSERT_TEXT(key, "8e03978e-40d5");
    CU_ASSERT(et_idempotency_key_parse(arena, ET_LIT("\"a\\\"\\\\\""), &key) == ET_OK);
    ET_ASSERT_TEXT(key, "a\"\\");
    CU_ASSERT(et_idempotency_key_parse(arena, ET_ABSENT, &key) == ET_ENOENT);
    et_arena_free(arena);
}

static void malformed_keys_are_refused(void)
{
    static const char *const bad[] = {"",         "\"\"",     "\"",      "\"a",  "a b",  "\xC3\xA9",
                                      "\"a\"b\"", "\"a\\n\"", "\"a\\\"", "a\tb", "a\x7F"};
    struct et_arena *arena = et_arena_new(1 << 16);
    struct et_slice key = ET_ABSENT;
    for (size_t i = 0; i < ET_COUNT(bad); i++) {
        CU_ASSERT(et_idempotency_key_parse(arena, et_slice_from(bad[i]), &key) == ET_EINVAL);
    }
    char text[1000];
    memset(text, 'k', sizeof text);
    CU_ASSERT(et_idempotency_key_parse(arena, (struct et_slice){text, 255}, &key) == ET_OK);
    key = ET_ABSENT;
    CU_ASSERT(et_idempotency_key_parse(arena, (struct et_slice){text, 256}, &key) == ET_ETOOBIG);
    CU_ASSERT(et_idempotency_key_parse(arena, (struct et_slice){text, 1000}, &key) == ET_ETOOBIG);
    CU_ASSERT(!et_slice_present(key));
    et_arena_free(arena);
}

/* As the database decides: an empty list allows nothing. */
static bool allows(const struct et_if_match *match, int64_t version)
{
    if (!match->present || match->any) {
        return true;
    }
    for (size_t i = 0; i < match->count; i++) {
        if (match->versions[i] == version) {
            return true;
        }
    }
    return false;
}

static void without_if_match_everything_is_allowed(void)
{
    struct et_if_match match;
    CU_ASSERT(et_if_match_parse(ET_ABSENT, &match) == ET_OK);
    CU_ASSERT(!match.present && allows(&match, 1));
    CU_ASSERT(et_if_match_parse(ET_LIT("*"), &match) == ET_OK);
    CU_ASSERT(match.present && match.any && allows(&match, 1));
}

static void only_strong_tags_of_ours_match(void)
{
    struct et_if_match match;
    CU_ASSERT(et_if_match_parse(ET_LIT("\"3\""), &match) == ET_OK);
    CU_ASSERT(allows(&match, 3) && !allows(&match, 4));
    CU_ASSERT(et_if_match_parse(ET_LIT("W/\"3\", \"abc\" ,\"4\",\"\", \"05\""), &match) == ET_OK);
    CU_ASSERT(match.count == 1 && allows(&match, 4));
    CU_ASSERT(!allows(&match, 3) && !allows(&match, 5));
    CU_ASSERT(et_if_match_parse(ET_LIT("W/\"3\""), &match) == ET_OK);
    CU_ASSERT(match.present && !allows(&match, 3));
}

static void malformed_if_match_is_refused(void)
{
    static const char *const bad[] = {"",       "3",        "\"3",     "3\"",     "\"3\" \"4\"",
                                      "\"3\",", "*, \"3\"", "w/\"3\"", "\"a b\"", "W/3",
                                      "\"3\"x"};
    struct et_if_match match = {.count = 7};
    for (size_t i = 0; i < ET_COUNT(bad); i++) {
        CU_ASSERT(et_if_match_parse(et_slice_from(bad[i]), &match) == ET_EINVAL);
    }
    CU_ASSERT(et_if_match_parse(ET_LIT("\"1\",\"2\",\"3\",\"4\",\"5\",\"6\",\"7\",\"8\",\"9\""),
                                &match) == ET_ETOOBIG);
    CU_ASSERT(match.count == 7);
}

static const struct et_test tests[] = {
    {"a cookie is found among others", a_cookie_is_found_among_others},
    {"a cookie sent twice is refused", a_cookie_sent_twice_is_refused},
    {"JSON is told by its content type", json_is_told_by_its_content_type},
    {"an idempotency key is read bare or quoted", a_key_is_read_bare_or_quoted},
    {"malformed idempotency keys are refused", malformed_keys_are_refused},
    {"without If-Match everything is allowed", without_if_match_everything_is_allowed},
    {"only strong tags of ours match", only_strong_tags_of_ours_match},
    {"malformed If-Match is refused", malformed_if_match_is_refused},
};

int main(void)
{
    return et_test_run("headers", tests, ET_COUNT(tests));
}
