/* precondition.h - If-Match, on its way into a statement. */
#ifndef ET_FCGI_API_PRECONDITION_H
#define ET_FCGI_API_PRECONDITION_H

#include <stdbool.h>

#include "fcgi/api/api.h"

/* Reads If-Match. True: *ret_versions is an array of bigint as text, such as {3}, for
 * ET_SQL_MATCHED; absent when there is no condition or it is "*". False: the header is malformed
 * and the response is the problem. */
bool et_precondition_read(struct et_exchange *exchange, struct et_slice *ret_versions);

#endif
