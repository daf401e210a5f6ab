/* cookie.h - one cookie out of a Cookie header (RFC 6265 section 4.2.1). */
#ifndef ET_HTTP_COOKIE_H
#define ET_HTTP_COOKIE_H

#include "lib/base/slice.h"

/* Finds the cookie `name` (case-sensitive); the value views the header. ET_ENOENT when it isn't
 * there. ET_EINVAL when it is there twice: somebody else planted one (a "cookie toss"), and
 * guessing which is ours would be the attack. Malformed other cookies are skipped. */
int et_cookie_find(struct et_slice header, const char *name, struct et_slice *ret_value);

#endif
