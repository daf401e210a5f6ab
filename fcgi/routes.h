/* routes.h - the whole API as one table: see routes.c. */
#ifndef ET_FCGI_ROUTES_H
#define ET_FCGI_ROUTES_H

#include <stddef.h>

#include "fcgi/api/api.h"

/* The routes of the api pool. Fixed paths come before patterns with {id}. */
extern const struct et_route et_routes[];
extern const size_t et_route_count;

#endif
