/* identity_io.h - requests and responses of the identity pool through libfcgi, one at a time. */
#ifndef ET_FCGI_IDENTITY_IO_H
#define ET_FCGI_IDENTITY_IO_H

#include <fcgiapp.h>
#include <stddef.h>

struct et_arena;
struct et_request;
struct et_response;

/* Fills a request from an accepted one and reads its body to the end, also one that is too long, so
 * that the connection can be closed without a reset. Views libfcgi's parameters until the request
 * is finished; only its id and client, which the log needs then, live as long as the arena. Returns
 * 0, ET_ETOOBIG for a body over `body_max`, ET_EINVAL for one that is shorter than announced or a
 * peer that went away, ET_ENOMEM. */
int et_identity_read(FCGX_Request *fcgi, struct et_arena *arena, size_t body_max,
                     struct et_request *ret_request);

/* Sends a response and closes the connection at once: its input has been read to the end, so
 * libfcgi need not wait for the peer to close first. */
void et_identity_send(FCGX_Request *fcgi, const struct et_request *request,
                      const struct et_response *response);

#endif
