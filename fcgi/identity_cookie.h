/* identity_cookie.h - the two cookies of signing in. */
#ifndef ET_FCGI_IDENTITY_COOKIE_H
#define ET_FCGI_IDENTITY_COOKIE_H

#include <stdint.h>

#include "lib/base/slice.h"

struct et_request;
struct et_response;

/* __Host-login must come back from the provider's site, hence Lax; __Host-session never leaves
 * ours, hence Strict. Both: host-only, Path=/, Secure, HttpOnly. */
enum et_cookie { ET_COOKIE_LOGIN, ET_COOKIE_SESSION };

/* Sets a cookie for `seconds`; 0 removes it. Returns 0, ET_ENOMEM or ET_ETOOBIG. */
int et_identity_set_cookie(const struct et_request *request, struct et_response *response,
                           enum et_cookie cookie, struct et_slice value, int64_t seconds);

/* A cookie's value; absent when it is missing or there twice. */
struct et_slice et_identity_get_cookie(const struct et_request *request, enum et_cookie cookie);

#endif
