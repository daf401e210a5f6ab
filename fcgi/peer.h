/* peer.h - one FastCGI connection, kept over many requests; libfcgi reads the protocol, record.h
 * writes it.
 *
 * libfcgi wants to accept and to wait; here the loop does both. The accepted socket stands in
 * FCGX_Request.ipcFd and there is no listening socket for libfcgi, so FCGX_Accept_r() reads one
 * request from the connection when the loop says that bytes have come, and fails at its end. The
 * socket blocks, bounded by 2 s for each read and write: NGINX hands over whole requests and takes
 * answers at once, so only a broken peer ever meets that bound.
 *
 * Invariant: standard input is read to its end (one read more than the body) before an answer is
 * finished. Else the empty last record stays in the socket and spoils the next request.
 */
#ifndef ET_FCGI_PEER_H
#define ET_FCGI_PEER_H

#include <fcgiapp.h>
#include <stdbool.h>
#include <stdint.h>

#include "fcgi/loop.h"
#include "lib/http/request.h"

struct et_arena;
struct et_response;

#define ET_PEER_PARAMS_MAX 128
#define ET_PEER_PARAM_BYTES_MAX ((size_t)48 * 1024)
#define ET_PEER_TIMEOUT_SECONDS 2
#define ET_IGNORED_BODY_MAX ((size_t)64 * 1024)

struct et_peer {
    struct et_watch watch; /* first: the loop's pointer is ours */
    FCGX_Request fcgx;
    struct et_arena *arena; /* lives as long as the connection, reset after each request */
    bool early;             /* bytes or the end came while a request was in work */
};

/* Call once in a process before the first peer: initialises libfcgi with its close-time wait off.
 */
int et_peer_setup(void);

/* Takes `fd` over. Returns 0, or a negative code with fd closed. */
int et_peer_open(struct et_peer *peer, int fd, size_t arena_limit);

/* Frees all but the connection, which goes back to the caller: for a peer without a request in
 * work. Returns the descriptor. */
int et_peer_release(struct et_peer *peer);

/* Closes the connection and frees the arena. */
void et_peer_close(struct et_peer *peer);

/* Reads the next request's head into `ret_request`. Returns 200 when it can go on; another status
 * when it has to be answered with that (wrong role, too many parameters, no usable path): the body
 * is not read yet then either. Returns a negative code when the connection is gone. */
int et_peer_read_head(struct et_peer *peer, struct et_request *ret_request);

/* Reads the body, at most `limit` bytes of it, and drains the rest. With limit 0 (a route that
 * takes no body, or no route at all, which is answered 404 or 405) a body of up to
 * ET_IGNORED_BODY_MAX bytes is read and thrown away. Returns 200 with request->body set, 400 when
 * Content-Length and body differ, 413 when it is over the limit, 503 when memory is short, or a
 * negative code when the connection is gone. */
int et_peer_read_body(struct et_peer *peer, struct et_request *request, size_t limit);

/* Writes the answer and ends the request. `keep`: leave the connection open if the peer wants that.
 * `ret_bytes` gets the size of head and body. Returns true when the connection is still open. */
bool et_peer_answer(struct et_peer *peer, const struct et_request *request,
                    const struct et_response *response, bool keep, size_t *ret_bytes);

/* An answer in parts: the head; then pieces of the body, the last one with `end`; then finish. None
 * of them waits when epoll has just said that the connection takes bytes: a socket counts as
 * writable when most of its buffer is free, and a piece of ET_PEER_PIECE_MAX fits in that. Begin
 * and put return false when the peer is gone or too slow. */
#define ET_PEER_PIECE_MAX ((size_t)64 * 1024)
bool et_peer_begin(struct et_peer *peer, const struct et_request *request,
                   const struct et_response *response, size_t *ret_bytes);
bool et_peer_put(struct et_peer *peer, struct et_slice piece, bool end);

/* Frees the request. The connection stays open with `keep`, if the peer wants that; without it and
 * without an `end` before, the web server sees that the answer broke off. Returns true when the
 * connection is still open. */
bool et_peer_finish(struct et_peer *peer, bool keep);

/* Without waiting: have bytes come (1), nothing (0), or the end (-1)? */
int et_peer_peek(const struct et_peer *peer);

#endif
