#include "lib/auth/discovery.h"

#include "lib/auth/provider_json.h"
#include "lib/base/error.h"

static bool take_endpoint(struct json_object *object, const char *name, enum et_reach reach,
                          char ret_url[ET_ENDPOINT_MAX])
{
    struct et_slice url = et_provider_json_text(object, name);

    if (url.ptr == NULL || url.len >= ET_ENDPOINT_MAX)
        return false;
    for (size_t i = 0; i < url.len; i++)
        if (url.ptr[i] <= ' ' || url.ptr[i] > '~')
            return false; /* it goes into a Location header */
    if (!et_fetch_url_ok(url.ptr, reach))
        return false;
    memcpy(ret_url, url.ptr, url.len);
    ret_url[url.len] = '\0';
    return true;
}

int et_discovery_parse(struct et_slice json, const char *issuer, enum et_reach reach,
                       struct et_arena *arena, struct et_discovery *ret_discovery)
{
    static const char methods[] = "token_endpoint_auth_methods_supported";
    struct json_object *object = NULL;
    struct et_discovery found = {.sends_issuer = false};

    int r = et_provider_json_parse(json, arena, &object);
    if (r != 0)
        return r;
    if (!et_slice_eq(et_provider_json_text(object, "issuer"), et_slice_from(issuer)) ||
        !take_endpoint(object, "authorization_endpoint", reach, found.authorization_endpoint) ||
        !take_endpoint(object, "token_endpoint", reach, found.token_endpoint) ||
        !take_endpoint(object, "jwks_uri", reach, found.jwks_uri))
        return ET_EINVAL;
    found.sends_issuer =
        et_provider_json_true(object, "authorization_response_iss_parameter_supported");
    /* Without the list, basic is the default (Discovery section 3). */
    found.basic_only = !et_provider_json_lists(object, methods, "client_secret_post") &&
                       (et_provider_json_lists(object, methods, "client_secret_basic") ||
                        !json_object_object_get_ex(object, methods, NULL));
    *ret_discovery = found;
    return 0;
}
