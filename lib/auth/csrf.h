/* csrf.h - may a request that carries the session cookie change something?
 *
 * A browser adds the cookie to requests that other sites make it send. What it also adds, and pages
 * cannot forge, is Sec-Fetch-Site and Origin (Fetch Metadata; OWASP accepts them as a full
 * defence). One pure function decides from these; clients without a browser use Authorization and
 * no cookie.
 */
#ifndef ET_AUTH_CSRF_H
#define ET_AUTH_CSRF_H

#include <stdbool.h>

#include "lib/base/slice.h"
#include "lib/http/request.h"

enum et_csrf {
    ET_CSRF_ALLOWED = 0,
    ET_CSRF_OTHER_SITE,   /* Sec-Fetch-Site is there and is not "same-origin" */
    ET_CSRF_OTHER_ORIGIN, /* no Sec-Fetch-Site, and Origin is not ours */
    ET_CSRF_NO_PROOF,     /* neither header: an old browser or no browser */
};

/* Decides for one request that is about to be authenticated by cookie.
 * - A safe method (GET, HEAD) is allowed: it changes nothing.
 * - With Authorization it is allowed: the cookie is then ignored, so nobody's authority is
 * borrowed.
 * - Sec-Fetch-Site, when present, must be exactly "same-origin" ("same-site" and "none" are
 * refused).
 * - Else Origin must equal `public_origin` byte for byte (browsers send it in lower case).
 * - With neither it is refused. */
enum et_csrf et_csrf_check(enum et_method method, bool has_authorization,
                           struct et_slice sec_fetch_site, struct et_slice origin,
                           struct et_slice public_origin);

#endif
