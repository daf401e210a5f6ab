#include "lib/http/etag.h"

#include <string.h>

#include "lib/base/error.h"
#include "lib/base/number.h"

static void skip(struct et_slice *text, const char *characters)
{
    while (text->len > 0 && text->ptr[0] != '\0' && strchr(characters, text->ptr[0]) != NULL) {
        *text = (struct et_slice){text->ptr + 1, text->len - 1};
    }
}

/* Cuts an opaque-tag, "etagc*" with its quotes, off the front; *ret_inside is without them. */
static int take_tag(struct et_slice *text, struct et_slice *ret_inside)
{
    if (text->len < 2 || text->ptr[0] != '"') {
        return ET_EINVAL;
    }
    size_t end = 1;
    while (end < text->len && text->ptr[end] != '"') {
        unsigned char c = (unsigned char)text->ptr[end++];
        if (c < 0x21 || c == 0x7F) {
            return ET_EINVAL;
        }
    }
    if (end == text->len) {
        return ET_EINVAL;
    }
    *ret_inside = (struct et_slice){text->ptr + 1, end - 1};
    *text = (struct et_slice){text->ptr + end + 1, text->len - end - 1};
    return ET_OK;
}

/* Cuts one tag off the front and keeps it when it is strong and ours. */
static int read_tag(struct et_slice *text, struct et_if_match *match)
{
    struct et_slice inside;
    int64_t version;
    bool weak = text->len > 2 && memcmp(text->ptr, "W/", 2) == 0;
    if (weak) {
        *text = (struct et_slice){text->ptr + 2, text->len - 2};
    }
    if (take_tag(text, &inside) != ET_OK) {
        return ET_EINVAL;
    }
    if (weak || et_parse_i64(inside, 1, INT64_MAX, &version) != ET_OK) {
        return ET_OK;
    }
    if (match->count == ET_IF_MATCH_MAX) {
        return ET_ETOOBIG;
    }
    match->versions[match->count++] = version;
    return ET_OK;
}

int et_if_match_parse(struct et_slice header, struct et_if_match *ret_match)
{
    struct et_if_match match = {.present = et_slice_present(header)};
    if (!match.present || et_slice_eq(header, ET_LIT("*"))) {
        match.any = match.present;
        *ret_match = match;
        return ET_OK;
    }
    bool more = true;
    while (more) {
        skip(&header, " \t");
        int status = read_tag(&header, &match);
        if (status != ET_OK) {
            return status;
        }
        skip(&header, " \t");
        more = header.len > 0;
        if (more && header.ptr[0] != ',') {
            return ET_EINVAL;
        }
        /* Empty list elements are tolerated (RFC 9110 section 5.6.1.2), but not at the end. */
        skip(&header, ", \t");
    }
    *ret_match = match;
    return ET_OK;
}
