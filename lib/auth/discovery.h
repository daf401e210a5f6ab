/* discovery.h - what a provider says about itself (OpenID Connect Discovery 1.0). */
#ifndef ET_AUTH_DISCOVERY_H
#define ET_AUTH_DISCOVERY_H

#include <stdbool.h>

#include "lib/auth/fetch.h"
#include "lib/base/slice.h"

struct et_arena;

#define ET_DISCOVERY_BYTES_MAX ((size_t)64 * 1024)
#define ET_ENDPOINT_MAX 1024

struct et_discovery {
    char authorization_endpoint[ET_ENDPOINT_MAX];
    char token_endpoint[ET_ENDPOINT_MAX];
    char jwks_uri[ET_ENDPOINT_MAX];
    bool sends_issuer; /* authorization_response_iss_parameter_supported (RFC 9207) */
    bool basic_only;   /* client_secret_basic is offered, client_secret_post is not */
};

/* Parses the document of `issuer`. Refuses one that names another issuer, or an endpoint that a
 * request of that reach may not go to. Returns 0, ET_EINVAL or ET_ENOMEM. */
int et_discovery_parse(struct et_slice json, const char *issuer, enum et_reach reach,
                       struct et_arena *arena, struct et_discovery *ret_discovery);

#endif
