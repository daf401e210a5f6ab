/* match.h - finds the row of the route table that a request means. Pure. */
#ifndef ET_FCGI_MATCH_H
#define ET_FCGI_MATCH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "fcgi/api/api.h"

/* All that a worker needs to know about the table; the table itself is constant. */
struct et_route_table {
    const struct et_route *routes;
    size_t count;
};

#define ET_ALLOW_MAX 64

/* Finds the first route that fits path and method; HEAD fits where GET does. `ret_args` gets the
 * {id} parts (zero when there are none). NULL when no pattern fits the path, or when one does but
 * not with this method: then `ret_allow` (ET_ALLOW_MAX bytes) holds the methods for an Allow
 * header, else "". */
const struct et_route *et_route_find(const struct et_route_table *table, enum et_method method,
                                     struct et_slice path, int64_t ret_args[2], char *ret_allow);

#endif
