#include "lib/http/content_type.h"

#include <strings.h>

/* Takes a word off the front, without regard to case. */
static bool take(struct et_slice *text, const char *word)
{
    size_t len = strlen(word);
    if (text->len < len || strncasecmp(text->ptr, word, len) != 0) {
        return false;
    }
    *text = (struct et_slice){text->ptr + len, text->len - len};
    return true;
}

static void skip_blanks(struct et_slice *text)
{
    while (take(text, " ") || take(text, "\t")) {
    }
}

bool et_content_type_is_json(struct et_slice value)
{
    if (!take(&value, "application/json")) {
        return false;
    }
    skip_blanks(&value);
    if (take(&value, ";")) {
        skip_blanks(&value);
        bool charset = take(&value, "charset=utf-8") || take(&value, "charset=\"utf-8\"");
        if (!charset) {
            return value.len == 0;
        }
        skip_blanks(&value);
    }
    return value.len == 0;
}
