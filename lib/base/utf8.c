/* utf8.c - RFC 3629 section 4, read as its ABNF is written. */
#include "lib/base/utf8.h"

#include "lib/base/error.h"

static bool is_tail(const char *bytes, size_t len, size_t at)
{
    return at < len && ((unsigned char)bytes[at] & 0xC0u) == 0x80u;
}

static uint32_t tail(const char *bytes, size_t at)
{
    return (unsigned char)bytes[at] & 0x3Fu;
}

size_t et_utf8_next(const char *bytes, size_t len, uint32_t *ret_point)
{
    if (len == 0) {
        return 0;
    }
    uint32_t lead = (unsigned char)bytes[0];
    if (lead < 0x80) {
        *ret_point = lead;
        return 1;
    }
    if (lead < 0xC2 || lead > 0xF4 || !is_tail(bytes, len, 1)) {
        return 0;
    }
    if (lead < 0xE0) {
        *ret_point = (lead & 0x1Fu) << 6 | tail(bytes, 1);
        return 2;
    }
    if (!is_tail(bytes, len, 2)) {
        return 0;
    }
    if (lead < 0xF0) {
        uint32_t point = (lead & 0x0Fu) << 12 | tail(bytes, 1) << 6 | tail(bytes, 2);
        if (point < 0x800 || (point >= 0xD800 && point <= 0xDFFF)) {
            return 0;
        }
        *ret_point = point;
        return 3;
    }
    if (!is_tail(bytes, len, 3)) {
        return 0;
    }
    uint32_t point =
        (lead & 0x07u) << 18 | tail(bytes, 1) << 12 | tail(bytes, 2) << 6 | tail(bytes, 3);
    if (point < 0x10000 || point > 0x10FFFF) {
        return 0;
    }
    *ret_point = point;
    return 4;
}

size_t et_utf8_put(char *out, uint32_t point)
{
    if (point < 0x80) {
        out[0] = (char)point;
        return 1;
    }
    if (point < 0x800) {
        out[0] = (char)(0xC0u | point >> 6);
        out[1] = (char)(0x80u | (point & 0x3Fu));
        return 2;
    }
    if (point >= 0xD800 && point <= 0xDFFF) {
        return 0;
    }
    if (point < 0x10000) {
        out[0] = (char)(0xE0u | point >> 12);
        out[1] = (char)(0x80u | (point >> 6 & 0x3Fu));
        out[2] = (char)(0x80u | (point & 0x3Fu));
        return 3;
    }
    if (point > 0x10FFFF) {
        return 0;
    }
    out[0] = (char)(0xF0u | point >> 18);
    out[1] = (char)(0x80u | (point >> 12 & 0x3Fu));
    out[2] = (char)(0x80u | (point >> 6 & 0x3Fu));
    out[3] = (char)(0x80u | (point & 0x3Fu));
    return 4;
}

int et_utf8_count(struct et_slice text, size_t *ret_count)
{
    size_t count = 0;
    for (size_t at = 0; at < text.len; count++) {
        uint32_t point;
        size_t step = et_utf8_next(text.ptr + at, text.len - at, &point);
        if (step == 0) {
            return ET_EINVAL;
        }
        at += step;
    }
    *ret_count = count;
    return ET_OK;
}

bool et_utf8_valid(struct et_slice text)
{
    size_t count;
    return et_utf8_count(text, &count) == ET_OK;
}

bool et_utf8_is_control(uint32_t point)
{
    return point < 0x20 || (point >= 0x7F && point <= 0x9F);
}

bool et_utf8_is_blank(uint32_t point)
{
    switch (point) {
    case 0x20:
    case 0xA0:
    case 0x1680:
    case 0x2028:
    case 0x2029:
    case 0x202F:
    case 0x205F:
    case 0x2060: /* word joiner */
    case 0x3000:
    case 0xFEFF: /* zero width no-break space */
        return true;
    default:
        return (point >= 0x09 && point <= 0x0D) || point == 0x85 ||
               (point >= 0x2000 && point <= 0x200D);
    }
}

enum et_text_fault et_text_check(struct et_slice text, size_t max_points)
{
    size_t count = 0;
    bool control = false;
    bool ink = false;
    for (size_t at = 0; at < text.len; count++) {
        uint32_t point;
        size_t step = et_utf8_next(text.ptr + at, text.len - at, &point);
        if (step == 0) {
            return ET_TEXT_BAD_UTF8;
        }
        at += step;
        control = control || et_utf8_is_control(point);
        ink = ink || !et_utf8_is_blank(point);
    }
    if (control) {
        return ET_TEXT_CONTROL;
    }
    if (!ink) {
        return ET_TEXT_BLANK;
    }
    return count > max_points ? ET_TEXT_TOO_LONG : ET_TEXT_OK;
}
