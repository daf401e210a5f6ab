/* listing.h - the tables as text, for tests and tools. */
#ifndef ET_FCGI_LISTING_H
#define ET_FCGI_LISTING_H

#include <stdio.h>

/* One line per route: method, pattern, access ("public", "optional", "signed_in"), label; separated
 * by tabs. Returns 0, or 1 when writing failed. */
int et_print_routes(FILE *out);

/* Each statement as "-- name: NAME params: N" (and " plan: each" when it is planned each time),
 * then its SQL with a semicolon. Returns 0, or 1 when writing failed. */
int et_print_statements(FILE *out);

#endif
