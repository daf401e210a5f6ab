#include "lib/http/problem.h"

#include "lib/http/request.h"
#include "lib/http/response.h"

void et_problems_add(struct et_problems *problems, const char *field, const char *code,
                     const char *message)
{
    if (problems->count < ET_PROBLEM_FIELDS_MAX) {
        problems->items[problems->count] =
            (struct et_field_error){.field = field, .code = code, .message = message};
    }
    problems->count++;
}

static void put_member(struct et_buf *body, const char *name, const char *value)
{
    et_buf_puts(body, name);
    et_buf_put_json(body, et_slice_from(value));
}

static void put_field(struct et_buf *body, const struct et_field_error *error)
{
    put_member(body, "{\"field\":", error->field);
    put_member(body, ",\"code\":", error->code);
    put_member(body, ",\"message\":", error->message);
    if (error->client_id != NULL) {
        put_member(body, ",\"client_id\":", error->client_id);
    }
    et_buf_putc(body, '}');
}

static void put_problem(struct et_response *response, const struct et_request *request, int status,
                        const char *code, const char *detail, const struct et_problems *problems)
{
    struct et_buf *body = &response->body;
    et_buf_init(body, body->arena, ET_RESPONSE_BODY_MAX);
    response->status = status;
    response->content_type = "application/problem+json";

    /* With type about:blank the title is the reason phrase (RFC 9457 section 4.2.1). */
    put_member(body, "{\"type\":\"about:blank\",\"title\":", et_status_reason(status));
    et_buf_puts(body, ",\"status\":");
    et_buf_put_i64(body, status);
    put_member(body, ",\"detail\":", detail);
    put_member(body, ",\"code\":", code);
    if (request != NULL && et_slice_present(request->id)) {
        et_buf_puts(body, ",\"request_id\":");
        et_buf_put_json(body, request->id);
    }
    if (problems != NULL) {
        size_t kept =
            problems->count < ET_PROBLEM_FIELDS_MAX ? problems->count : ET_PROBLEM_FIELDS_MAX;
        et_buf_puts(body, ",\"errors\":[");
        for (size_t i = 0; i < kept; i++) {
            if (i > 0) {
                et_buf_putc(body, ',');
            }
            put_field(body, &problems->items[i]);
        }
        et_buf_putc(body, ']');
    }
    et_buf_putc(body, '}');

    /* Out of memory while saying so: the status alone must do. */
    if (et_buf_failed(body)) {
        et_buf_init(body, body->arena, ET_RESPONSE_BODY_MAX);
        response->content_type = NULL;
    }
}

void et_problem(struct et_response *response, const struct et_request *request, int status,
                const char *code, const char *detail)
{
    put_problem(response, request, status, code, detail, NULL);
}

void et_problem_fields(struct et_response *response, const struct et_request *request,
                       const struct et_problems *problems)
{
    const char *detail =
        problems->count > 0 ? problems->items[0].message : "The request is not valid.";
    bool in_list = problems->count > 0 && strchr(problems->items[0].field, '[') != NULL;
    struct et_buf text;
    et_buf_init(&text, response->body.arena, 4096);
    if (in_list || problems->count > 1) {
        size_t more = problems->count - 1;
        et_buf_printf(&text, "%s%s%s", in_list ? problems->items[0].field : "", in_list ? ": " : "",
                      detail);
        if (more > 0) {
            et_buf_printf(&text, " (and %zu more problem%s)", more, more == 1 ? "" : "s");
        }
        detail = et_buf_failed(&text) ? detail : text.data;
    }
    put_problem(response, request, 422, "invalid", detail, problems);
}
