/* fetch.h - bounded HTTP requests to other servers, by libcurl.
 *
 * The identity pool is the only part of the program that calls out, and only through here: with
 * deadlines, a size limit counted as bytes arrive (libcurl 7.88 does not apply its own to running
 * transfers), verified TLS, no redirects, no proxy from the environment, and a check of the address
 * at the moment of connecting, so that a name that changes its address gains nothing.
 */
#ifndef ET_AUTH_FETCH_H
#define ET_AUTH_FETCH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/socket.h>

#include "lib/base/slice.h"

struct et_arena;
struct et_fetcher;

/* Where a request may go. */
enum et_reach {
    ET_REACH_HTTPS,    /* https to any address: the configured identity provider */
    ET_REACH_LOOPBACK, /* http or https, loopback addresses only: a provider on this machine */
    ET_REACH_PUBLIC,   /* https to port 443 of a public address: addresses that others tell us */
};

struct et_fetch {
    const char *url;
    enum et_reach reach;
    const char *form;          /* NULL: GET; else the body of a POST, already form-encoded */
    const char *authorization; /* NULL or the value of an Authorization header */
    const char *accept;        /* NULL or the value of an Accept header */
    long timeout_ms;           /* for the whole request */
    size_t max_bytes;          /* of the body */
};

struct et_fetched {
    long status;
    struct et_slice body;         /* in the arena */
    struct et_slice content_type; /* in the arena, lower case, without parameters; empty if none */
    int64_t max_age; /* seconds, of Cache-Control; 0 for no-store or no-cache; -1: none */
};

/* A fetcher keeps connections for reuse; one request at a time. NULL when out of memory. */
struct et_fetcher *et_fetcher_new(void);
void et_fetcher_free(struct et_fetcher *fetcher);

/* Sends one request. Any status is a success here. Returns 0, ET_EINVAL when the URL may not be
 * reached, ET_ETIME, ET_ETOOBIG, ET_ENOMEM, or ET_EIO for everything else. */
int et_fetch(struct et_fetcher *fetcher, const struct et_fetch *fetch, struct et_arena *arena,
             struct et_fetched *ret_fetched);

/* Does the form of this URL allow a request of that reach (scheme, port, no user name)? */
bool et_fetch_url_ok(const char *url, enum et_reach reach);

/* May a request of that reach connect to this address? */
bool et_fetch_address_ok(const struct sockaddr *address, enum et_reach reach);

/* Is the URL's host one of a comma-separated list? Whole names only, case ignored. */
bool et_fetch_host_listed(const char *url, const char *hosts);

/* Reads max-age out of a Cache-Control value (RFC 9111 section 5.2.2); -1 when there is none. */
int64_t et_fetch_max_age(struct et_slice cache_control);

/* Percent-encodes for application/x-www-form-urlencoded into the arena; NULL at its limit. */
const char *et_fetch_encode(struct et_arena *arena, struct et_slice text);

#endif
