/* service.c - GET /api/ping and GET /api/config: what needs neither a user nor the database. */
#include "fcgi/api/handlers.h"
#include "fcgi/api/imports.h"
#include "fcgi/api/input.h"
#include "fcgi/api/list_query.h"
#include "lib/http/json_out.h"

enum et_verdict et_plan_ping(struct et_exchange *exchange)
{
    et_buf_puts(&exchange->response->body, "{\"message\":\"pong\"}");
    return ET_ANSWERED;
}

static void put_currencies(struct et_json_out *out)
{
    size_t count;
    const struct et_currency *all = et_currency_all(&count);
    et_json_key(out, "currencies");
    et_json_begin_array(out);
    for (size_t i = 0; i < count; i++) {
        et_json_begin_object(out);
        et_json_pair_text(out, "code", et_slice_from(all[i].code));
        et_json_pair_i64(out, "digits", all[i].digits);
        et_json_pair_text(out, "name", et_slice_from(all[i].name));
        et_json_end_object(out);
    }
    et_json_end_array(out);
}

static void put_limits(struct et_json_out *out)
{
    et_json_key(out, "limits");
    et_json_begin_object(out);
    et_json_pair_i64(out, "import_rows", ET_IMPORT_ROWS_MAX);
    et_json_pair_i64(out, "title_length", ET_TITLE_POINTS_MAX);
    et_json_pair_i64(out, "page_size", ET_LIST_LIMIT_MAX);
    et_json_end_object(out);
}

/* One build of the web app serves every environment: what differs is told here. */
enum et_verdict et_plan_config(struct et_exchange *exchange)
{
    const struct et_api_settings *settings = exchange->settings;
    struct et_json_out out = et_json_out(&exchange->response->body);
    et_json_begin_object(&out);
    et_json_pair_text(&out, "environment", et_slice_from(settings->environment));
    et_json_pair_text(&out, "version", et_slice_from(settings->version));
    et_json_key(&out, "provider");
    et_json_begin_object(&out);
    et_json_pair_text(&out, "name", et_slice_from(settings->provider_name));
    et_json_pair_text(&out, "login_url", ET_LIT("/api/auth/login"));
    et_json_end_object(&out);
    et_json_key(&out, "features");
    et_json_begin_object(&out);
    et_json_pair_bool(&out, "sample_data", settings->sample_data);
    et_json_end_object(&out);
    put_currencies(&out);
    put_limits(&out);
    et_json_end_object(&out);
    et_response_header(exchange->response, "Cache-Control", ET_LIT("public, max-age=60"));
    return ET_ANSWERED;
}
