/* route.h - does a path fit a pattern of the route table?
 *
 * A pattern is a literal path in which `{id}` stands for one segment that is a positive 64-bit
 * number. Literal parts are compared as bytes, without percent-decoding: no route needs it, and so
 * no two spellings of a path can mean different things to NGINX and to us. One trailing slash in
 * the request is ignored.
 */
#ifndef ET_HTTP_ROUTE_H
#define ET_HTTP_ROUTE_H

#include <stdbool.h>
#include <stdint.h>

#include "lib/base/slice.h"

#define ET_ROUTE_ARGS_MAX 2

/* True when the path fits; then ret_args holds the {id} parts in order. A segment that is no
 * positive number without leading zeros and sign, or needs more than 63 bits, doesn't fit {id}. */
bool et_route_match(const char *pattern, struct et_slice path, int64_t ret_args[ET_ROUTE_ARGS_MAX]);

#endif
