#include "lib/http/response.h"

#include "lib/base/error.h"

void et_response_init(struct et_response *response, struct et_arena *arena)
{
    *response = (struct et_response){.status = 200, .content_type = "application/json"};
    et_buf_init(&response->body, arena, ET_RESPONSE_BODY_MAX);
}

int et_response_header(struct et_response *response, const char *name, struct et_slice value)
{
    for (size_t i = 0; i < value.len; i++) {
        unsigned char c = (unsigned char)value.ptr[i];
        if (c < 0x20 || c == 0x7F) {
            return ET_EINVAL;
        }
    }
    if (response->header_count == ET_RESPONSE_HEADERS_MAX) {
        return ET_ETOOBIG;
    }
    response->headers[response->header_count++] = (struct et_header){name, value};
    return ET_OK;
}
