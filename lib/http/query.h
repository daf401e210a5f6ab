/* query.h - the query part of a URL, as forms encode it (application/x-www-form-urlencoded). */
#ifndef ET_HTTP_QUERY_H
#define ET_HTTP_QUERY_H

#include <stddef.h>

#include "lib/base/slice.h"

struct et_arena;
struct et_buf;

#define ET_QUERY_PAIRS_MAX 32

struct et_pair {
    struct et_slice name;
    struct et_slice value; /* "" when there was no '=' */
};

struct et_query {
    struct et_pair pairs[ET_QUERY_PAIRS_MAX];
    size_t count;
};

/* Decodes names and values ('+' is a space) into the arena, NUL-terminated. ET_EINVAL for a broken
 * percent escape, bad UTF-8 or U+0000; ET_ETOOBIG for more than ET_QUERY_PAIRS_MAX pairs;
 * ET_ENOMEM. Absent text is an empty query. */
int et_query_parse(struct et_arena *arena, struct et_slice text, struct et_query *ret_query);

/* The value of a parameter. ET_ENOENT when it isn't there; ET_EINVAL when it is there twice, since
 * no reading of it would be the right one. Names that nobody asks for don't matter. */
int et_query_one(const struct et_query *query, const char *name, struct et_slice *ret_value);

/* Percent-encodes everything but the unreserved characters of RFC 3986; for making links. */
void et_query_put(struct et_buf *buf, struct et_slice text);

#endif
