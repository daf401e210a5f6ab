/* head.h - an answer's head as a FastCGI peer wants it (RFC 3875 section 6.2): both pools write it
 * so.
 */
#ifndef ET_FCGI_HEAD_H
#define ET_FCGI_HEAD_H

#include "lib/base/slice.h"

struct et_buf;
struct et_response;

/* What is sent when not even a head could be made. */
#define ET_HEAD_OUT_OF_MEMORY                                                                      \
    "Status: 503 Service Unavailable\r\nRetry-After: 1\r\nCache-Control: no-store\r\n\r\n"

/* Appends Status (with its reason: NGINX makes the status line of it, and RFC 9112 section 4 wants
 * the space), the content's type and length, the response's own headers, those that no answer goes
 * without, and the empty line. The own ones win over Cache-Control and Content-Security-Policy.
 * `request_id` may be empty. */
void et_head_put(struct et_buf *head, const struct et_response *response,
                 struct et_slice request_id);

#endif
