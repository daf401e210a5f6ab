/* json_scan.c - a reader that is a position and a sticky fault; bounded depth bounds recursion. */
#include "lib/http/json_scan.h"

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "lib/base/arena.h"
#include "lib/base/utf8.h"

#define DEPTH_LIMIT 16

struct scan {
    struct et_arena *arena;
    const char *bytes;
    size_t len;
    size_t at;
    size_t depth; /* how many more levels may be opened */
    struct et_json_report report;
};

/* Notes the first fault; always false, so that `return fail(…)` reads well. */
static bool fail(struct scan *scan, enum et_json_fault fault)
{
    if (scan->report.fault == ET_JSON_OK) {
        scan->report.fault = fault;
        scan->report.offset = scan->at;
    }
    return false;
}

static char peek(const struct scan *scan)
{
    return scan->at < scan->len ? scan->bytes[scan->at] : '\0';
}

static bool take(struct scan *scan, char c)
{
    if (scan->at < scan->len && scan->bytes[scan->at] == c) {
        scan->at++;
        return true;
    }
    return false;
}

static void skip_blanks(struct scan *scan)
{
    while (take(scan, ' ') || take(scan, '\t') || take(scan, '\n') || take(scan, '\r')) {
    }
}

/* Four hexadecimal digits after \u. */
static bool hex4(struct scan *scan, uint32_t *ret_unit)
{
    uint32_t unit = 0;
    if (scan->len - scan->at < 4) {
        return fail(scan, ET_JSON_SYNTAX);
    }
    for (size_t end = scan->at + 4; scan->at < end; scan->at++) {
        char c = scan->bytes[scan->at];
        uint32_t digit;
        if (c >= '0' && c <= '9') {
            digit = (uint32_t)(c - '0');
        } else if (c >= 'a' && c <= 'f') {
            digit = (uint32_t)(c - 'a') + 10;
        } else if (c >= 'A' && c <= 'F') {
            digit = (uint32_t)(c - 'A') + 10;
        } else {
            return fail(scan, ET_JSON_SYNTAX);
        }
        unit = unit << 4 | digit;
    }
    *ret_unit = unit;
    return true;
}

/* The rest of \uXXXX, with its second half when it is a surrogate pair. */
static bool unicode_escape(struct scan *scan, uint32_t *ret_point)
{
    uint32_t high;
    uint32_t low;
    if (!hex4(scan, &high)) {
        return false;
    }
    if (high == 0) {
        return fail(scan, ET_JSON_NUL);
    }
    if (high < 0xD800 || high > 0xDFFF) {
        *ret_point = high;
        return true;
    }
    if (high > 0xDBFF || !take(scan, '\\') || !take(scan, 'u')) {
        return fail(scan, ET_JSON_SURROGATE);
    }
    if (!hex4(scan, &low)) {
        return false;
    }
    if (low < 0xDC00 || low > 0xDFFF) {
        return fail(scan, ET_JSON_SURROGATE);
    }
    *ret_point = 0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00);
    return true;
}

/* One character of a string, escaped or not. */
static bool character(struct scan *scan, uint32_t *ret_point)
{
    static const char from[] = "\"\\/bfnrt";
    static const char to[] = "\"\\/\b\f\n\r\t";
    if (!take(scan, '\\')) {
        size_t step = et_utf8_next(scan->bytes + scan->at, scan->len - scan->at, ret_point);
        if (step == 0) {
            return fail(scan, ET_JSON_UTF8);
        }
        if (*ret_point < 0x20) {
            return fail(scan, ET_JSON_SYNTAX);
        }
        scan->at += step;
        return true;
    }
    if (take(scan, 'u')) {
        return unicode_escape(scan, ret_point);
    }
    const char *found = peek(scan) != '\0' ? strchr(from, peek(scan)) : NULL;
    if (found == NULL) {
        return fail(scan, ET_JSON_SYNTAX);
    }
    scan->at++;
    *ret_point = (unsigned char)to[found - from];
    return true;
}

/* A string. `out`, when given, gets the unescaped bytes: never more than the text had. */
static bool string(struct scan *scan, char *out, size_t *ret_len, bool *ret_escaped)
{
    size_t len = 0;
    bool escaped = false;
    if (!take(scan, '"')) {
        return fail(scan, ET_JSON_SYNTAX);
    }
    while (!take(scan, '"')) {
        uint32_t point;
        if (scan->at == scan->len) {
            return fail(scan, ET_JSON_SYNTAX);
        }
        escaped = escaped || peek(scan) == '\\';
        if (!character(scan, &point)) {
            return false;
        }
        if (out != NULL) {
            len += et_utf8_put(out + len, point);
        }
    }
    *ret_len = len;
    *ret_escaped = escaped;
    return true;
}

/* A member's name, unescaped. Most have no escape and stay where they are. */
static bool key(struct scan *scan, struct et_slice *ret_key)
{
    size_t start = scan->at;
    size_t len;
    bool escaped;
    if (!string(scan, NULL, &len, &escaped)) {
        return false;
    }
    size_t raw = scan->at - start - 2;
    if (!escaped) {
        *ret_key = (struct et_slice){scan->bytes + start + 1, raw};
        return true;
    }
    char *out = et_arena_alloc(scan->arena, raw + 1);
    if (out == NULL) {
        return fail(scan, ET_JSON_MEMORY);
    }
    scan->at = start;
    string(scan, out, &len, &escaped);
    *ret_key = (struct et_slice){out, len};
    return true;
}

static bool digits(struct scan *scan)
{
    size_t start = scan->at;
    while (peek(scan) >= '0' && peek(scan) <= '9') {
        scan->at++;
    }
    return scan->at > start || fail(scan, ET_JSON_SYNTAX);
}

static bool number(struct scan *scan)
{
    take(scan, '-');
    if (!take(scan, '0') && !digits(scan)) {
        return false;
    }
    if (take(scan, '.') && !digits(scan)) {
        return false;
    }
    if (take(scan, 'e') || take(scan, 'E')) {
        if (!take(scan, '+')) {
            take(scan, '-');
        }
        return digits(scan);
    }
    return true;
}

static bool word(struct scan *scan, const char *text)
{
    size_t len = strlen(text);
    if (scan->len - scan->at < len || memcmp(scan->bytes + scan->at, text, len) != 0) {
        return fail(scan, ET_JSON_SYNTAX);
    }
    scan->at += len;
    return true;
}

static bool value(struct scan *scan);

static bool array(struct scan *scan)
{
    skip_blanks(scan);
    if (take(scan, ']')) {
        return true;
    }
    do {
        if (!value(scan)) {
            return false;
        }
    } while (take(scan, ','));
    return take(scan, ']') || fail(scan, ET_JSON_SYNTAX);
}

static bool member(struct scan *scan, struct et_slice *names, size_t count)
{
    skip_blanks(scan);
    if (!key(scan, &names[count])) {
        return false;
    }
    for (size_t i = 0; i < count; i++) {
        if (et_slice_eq(names[i], names[count])) {
            scan->report.key = names[count];
            return fail(scan, ET_JSON_DUPLICATE_KEY);
        }
    }
    skip_blanks(scan);
    return take(scan, ':') ? value(scan) : fail(scan, ET_JSON_SYNTAX);
}

static bool object(struct scan *scan)
{
    struct et_slice names[ET_JSON_MEMBERS_MAX];
    size_t count = 0;
    skip_blanks(scan);
    if (take(scan, '}')) {
        return true;
    }
    do {
        if (count == ET_JSON_MEMBERS_MAX) {
            return fail(scan, ET_JSON_TOO_MANY);
        }
        if (!member(scan, names, count++)) {
            return false;
        }
    } while (take(scan, ','));
    return take(scan, '}') || fail(scan, ET_JSON_SYNTAX);
}

static bool nested(struct scan *scan, bool (*inside)(struct scan *))
{
    if (scan->depth == 0) {
        return fail(scan, ET_JSON_DEPTH);
    }
    scan->at++;
    scan->depth--;
    bool good = inside(scan);
    scan->depth++;
    return good;
}

/* A value with the blanks around it. */
static bool value(struct scan *scan)
{
    size_t len;
    bool escaped;
    bool good;
    skip_blanks(scan);
    switch (peek(scan)) {
    case '{':
        good = nested(scan, object);
        break;
    case '[':
        good = nested(scan, array);
        break;
    case '"':
        good = string(scan, NULL, &len, &escaped);
        break;
    case 't':
        good = word(scan, "true");
        break;
    case 'f':
        good = word(scan, "false");
        break;
    case 'n':
        good = word(scan, "null");
        break;
    default:
        good = number(scan);
        break;
    }
    skip_blanks(scan);
    return good;
}

struct et_json_report et_json_scan(struct et_arena *arena, struct et_slice text, size_t depth)
{
    struct scan scan = {
        .arena = arena,
        .bytes = text.ptr,
        .len = text.len,
        .depth = depth < DEPTH_LIMIT ? depth : DEPTH_LIMIT,
    };
    if (value(&scan) && scan.at != scan.len) {
        fail(&scan, ET_JSON_SYNTAX);
    }
    return scan.report;
}
