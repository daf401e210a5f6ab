#include "lib/http/response.h"

#include "lib/base/error.h"

void et_response_init(struct et_response *response, struct et_arena *arena)
{
    *response = (struct et_response){.status = 200, .content_type = "application/json"};
    et_buf_init(&response->body, arena, ET_RESPONSE_BODY_MAX);
}

const char *et_status_reason(int status)
{
    static const struct {
        int status;
        const char *reason;
    } reasons[] = {
        {200, "OK"},
        {201, "Created"},
        {204, "No Content"},
        {303, "See Other"},
        {304, "Not Modified"},
        {400, "Bad Request"},
        {401, "Unauthorized"},
        {403, "Forbidden"},
        {404, "Not Found"},
        {405, "Method Not Allowed"},
        {409, "Conflict"},
        {412, "Precondition Failed"},
        {413, "Content Too Large"},
        {415, "Unsupported Media Type"},
        {422, "Unprocessable Content"},
        {429, "Too Many Requests"},
        {500, "Internal Server Error"},
        {502, "Bad Gateway"},
        {503, "Service Unavailable"},
        {504, "Gateway Timeout"},
    };
    for (size_t i = 0; i < sizeof reasons / sizeof reasons[0]; i++) {
        if (reasons[i].status == status) {
            return reasons[i].reason;
        }
    }
    return "Unknown";
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
