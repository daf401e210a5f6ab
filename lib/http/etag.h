/* etag.h - versions as entity tags (RFC 9110 section 8.8.3) and the If-Match precondition (13.1.1).
 *
 * Our tag of a row at version 7 is "7", strong.
 */
#ifndef ET_HTTP_ETAG_H
#define ET_HTTP_ETAG_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "lib/base/slice.h"

#define ET_IF_MATCH_MAX 8

struct et_if_match {
    bool present; /* a header was sent; without one everything is allowed */
    bool any;     /* "*" */
    int64_t versions[ET_IF_MATCH_MAX];
    size_t count; /* may be 0 although present: none of the tags was one of ours */
};

/* Reads the header's value; absent is fine. Weak and foreign tags never match and are left out.
 * ET_EINVAL for a malformed value, ET_ETOOBIG for more than ET_IF_MATCH_MAX tags of ours. */
int et_if_match_parse(struct et_slice header, struct et_if_match *ret_match);

#endif
