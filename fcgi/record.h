/* record.h - an answer as FastCGI records, without a copy (FastCGI 1.0 sections 3.3, 5.3 and 5.5).
 *
 * libfcgi copies an answer into 8 KiB records and writes each by itself, and NGINX wakes up for
 * each of them. A list of 100 is four such writes; here it is one, from where the bytes lie.
 */
#ifndef ET_FCGI_RECORD_H
#define ET_FCGI_RECORD_H

#include <stdbool.h>
#include <stddef.h>

#include "lib/base/slice.h"

/* What one record may hold: a length of 16 bits, less the remainder of 8 so that records stay
 * aligned without padding. */
#define ET_RECORD_MAX ((size_t)65528)

/* Sends `pieces`, one after the other, as the standard output of request `request_id`; with `end`,
 * also the end of that output and of the request (status 0, request complete). Blocks as long as
 * the socket's SO_SNDTIMEO lets it. Returns 0, or ET_EIO when the peer is gone or too slow: then
 * any part may have been sent, and the connection is of no more use. */
int et_record_send(int fd, int request_id, const struct et_slice pieces[], size_t count, bool end);

#endif
