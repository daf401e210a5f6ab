/* categories.c - GET /api/categories. */
#include "fcgi/api/answer.h"
#include "fcgi/api/handlers.h"
#include "lib/http/json_out.h"

const struct et_statement et_stmt_categories = {
    .name = "categories",
    .sql = "select c.id, c.name, c.icon, c.color_light, c.color_dark, to_json(c.suggestions)\n"
           "  from app.categories c\n"
           " where c.ledger_id = $1::bigint\n"
           " order by c.position, c.id",
    .params = 1,
};
enum { ID, NAME, ICON, COLOR_LIGHT, COLOR_DARK, SUGGESTIONS };

enum et_verdict et_plan_categories(struct et_exchange *exchange)
{
    return et_plan_of_ledger(exchange, &et_stmt_categories);
}

void et_answer_categories(struct et_exchange *exchange, const struct et_rows *rows, size_t count)
{
    (void)count;
    struct et_json_out out = et_json_out(&exchange->response->body);
    et_json_begin_array(&out);
    for (size_t row = 0; row < rows[0].rows; row++) {
        et_json_begin_object(&out);
        et_json_pair_raw(&out, "id", et_cell(&rows[0], row, ID));
        et_json_pair_text(&out, "name", et_cell(&rows[0], row, NAME));
        et_json_pair_text(&out, "icon", et_cell(&rows[0], row, ICON));
        et_json_pair_text(&out, "color_light", et_cell(&rows[0], row, COLOR_LIGHT));
        et_json_pair_text(&out, "color_dark", et_cell(&rows[0], row, COLOR_DARK));
        et_json_pair_raw(&out, "suggestions", et_cell(&rows[0], row, SUGGESTIONS));
        et_json_end_object(&out);
    }
    et_json_end_array(&out);
}
