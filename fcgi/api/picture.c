/* picture.c - GET /api/auth/picture and GET /api/auth/proxy-image: the caller's own picture.
 *
 * Only the copy that the identity pool stored at sign-in is ever answered, and only to its owner;
 * nothing is fetched here. The older path gives it for the address that the provider told.
 */
#include "fcgi/api/handlers.h"
#include "fcgi/api/input.h"
#include "fcgi/api/list_query.h"

#define SQL_PICTURE                                                                                \
    "select a.content_type, a.etag, encode(a.bytes, 'hex')\n"                                      \
    "  from app.avatars a\n"                                                                       \
    " where a.user_id = $1::bigint"
enum { CONTENT_TYPE, ETAG, BYTES };

const struct et_statement et_stmt_picture = {
    .name = "picture",
    .sql = SQL_PICTURE,
    .params = 1,
};

const struct et_statement et_stmt_proxy_image = {
    .name = "proxy_image",
    .sql = SQL_PICTURE "\n"
                       "   and a.source_url = $2::text",
    .params = 2,
};

static const char *const image_types[] = {"image/jpeg", "image/png", "image/webp", "image/gif"};

enum et_verdict et_plan_picture(struct et_exchange *exchange)
{
    et_unit_init(exchange->unit, exchange->request->arena, ET_LANE_READ);
    et_unit_add(exchange->unit, &et_stmt_picture);
    et_unit_i64(exchange->unit, exchange->caller.user);
    return ET_RUN;
}

enum et_verdict et_plan_proxy_image(struct et_exchange *exchange)
{
    struct et_query query;
    struct et_slice url;
    if (!et_query_read(exchange, &query)) {
        return ET_ANSWERED;
    }
    if (et_query_one(&query, "url", &url) != 0) {
        struct et_problems *problems = et_input_problems(exchange);
        if (problems != NULL) {
            et_problems_add(problems, "url", "required", "Say which picture with ?url=.");
            et_input_good(exchange, problems);
        }
        return ET_ANSWERED;
    }
    et_unit_init(exchange->unit, exchange->request->arena, ET_LANE_READ);
    et_unit_add(exchange->unit, &et_stmt_proxy_image);
    et_unit_i64(exchange->unit, exchange->caller.user);
    et_unit_text(exchange->unit, url);
    return ET_RUN;
}

static const char *image_type(struct et_slice name)
{
    for (size_t i = 0; i < sizeof image_types / sizeof image_types[0]; i++) {
        if (et_slice_eq(name, et_slice_from(image_types[i]))) {
            return image_types[i];
        }
    }
    return NULL;
}

static unsigned nibble(char c)
{
    return (unsigned)(c <= '9' ? c - '0' : c - 'a' + 10);
}

/* PostgreSQL's hex, which is always lower case and of even length, as bytes. */
static void put_bytes(struct et_buf *out, struct et_slice hex)
{
    char block[512];
    size_t used = 0;
    for (size_t i = 0; i + 1 < hex.len; i += 2) {
        block[used++] = (char)(nibble(hex.ptr[i]) << 4 | nibble(hex.ptr[i + 1]));
        if (used == sizeof block) {
            et_buf_put(out, (struct et_slice){block, used});
            used = 0;
        }
    }
    et_buf_put(out, (struct et_slice){block, used});
}

static void answer_picture(struct et_exchange *exchange, const struct et_rows *rows)
{
    const char *type = rows->rows > 0 ? image_type(et_cell(rows, 0, CONTENT_TYPE)) : NULL;
    if (type == NULL) {
        et_problem(exchange->response, exchange->request, 404, "not_found", "No picture found");
        return;
    }
    struct et_buf tag;
    et_buf_init(&tag, exchange->request->arena, 128);
    et_buf_putc(&tag, '"');
    et_buf_put(&tag, et_cell(rows, 0, ETAG));
    et_buf_putc(&tag, '"');
    et_response_header(exchange->response, "ETag", et_buf_text(&tag));
    et_response_header(exchange->response, "Cache-Control", ET_LIT("private, max-age=3600"));

    /* One tag is all that we ever gave out, so comparing the whole header is enough. */
    if (et_slice_eq(et_request_param(exchange->request, "HTTP_IF_NONE_MATCH"), et_buf_text(&tag))) {
        exchange->response->status = 304;
        exchange->response->content_type = NULL;
        return;
    }
    exchange->response->content_type = type;
    put_bytes(&exchange->response->body, et_cell(rows, 0, BYTES));
}

void et_answer_picture(struct et_exchange *exchange, const struct et_rows *rows, size_t count)
{
    (void)count;
    answer_picture(exchange, &rows[0]);
}

void et_answer_proxy_image(struct et_exchange *exchange, const struct et_rows *rows, size_t count)
{
    (void)count;
    answer_picture(exchange, &rows[0]);
}
