#include "lib/auth/csrf.h"

enum et_csrf et_csrf_check(enum et_method method, bool has_authorization,
                           struct et_slice sec_fetch_site, struct et_slice origin,
                           struct et_slice public_origin)
{
    if (method == ET_GET || method == ET_HEAD || has_authorization)
        return ET_CSRF_ALLOWED;
    if (et_slice_present(sec_fetch_site))
        return et_slice_eq(sec_fetch_site, ET_LIT("same-origin")) ? ET_CSRF_ALLOWED
                                                                  : ET_CSRF_OTHER_SITE;
    if (et_slice_present(origin))
        return public_origin.len > 0 && et_slice_eq(origin, public_origin) ? ET_CSRF_ALLOWED
                                                                           : ET_CSRF_OTHER_ORIGIN;
    return ET_CSRF_NO_PROOF;
}
