#include "lib/base/emoji.h"

#include "tests/lib/unit.h"

static void what_is_seen_as_one_sign_is_one_emoji(void)
{
    static const char *const good[] = {
        "🍕",
        "🛍️",
        "☕",
        "❤️",
        "❤",
        "👍🏽",
        "👩‍👩‍👧‍👦",
        "🏳️‍🌈",
        "🇮🇳",
        "1️⃣",
        "#⃣",
        "🏴󠁧󠁢󠁥󠁮󠁧󠁿",
        "🧑🏽‍❤️‍💋‍🧑🏿",
        "©",
    };
    for (size_t i = 0; i < ET_COUNT(good); i++) {
        CU_ASSERT(et_emoji_is_one(et_slice_from(good[i])));
    }
}

static void anything_else_is_not(void)
{
    static const char *const bad[] = {
        "",         "a",
        "1",        "F",
        "🍕🍕",       "🍕 ",
        " 🍕",       "🇮",
        "🇮🇳🇮",      "🍕‍",
        "‍🍕",  "é",
        "️",      "🏽",
        "#",        "🏴󠁧󠁢",
        "<b>",      "\xF0\x9F\x8D",
        "🍕‍a", "👩‍👩‍👧‍👦‍👩‍👩‍👧‍👦‍👩",
    };
    for (size_t i = 0; i < ET_COUNT(bad); i++) {
        CU_ASSERT(!et_emoji_is_one(et_slice_from(bad[i])));
    }
    CU_ASSERT(!et_emoji_is_one(ET_ABSENT));
}

static const struct et_test tests[] = {
    {"what is seen as one sign is one emoji", what_is_seen_as_one_sign_is_one_emoji},
    {"anything else is not", anything_else_is_not},
};

int main(void)
{
    return et_test_run("emoji", tests, ET_COUNT(tests));
}
