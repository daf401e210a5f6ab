/* answer.c - see answer.h. */
#include "fcgi/api/answer.h"

#include "fcgi/api/precondition.h"

void et_answer_etag(struct et_exchange *exchange, struct et_slice version)
{
    struct et_buf tag;
    et_buf_init(&tag, exchange->request->arena, 32);
    et_buf_putc(&tag, '"');
    et_buf_put(&tag, version);
    et_buf_putc(&tag, '"');
    et_response_header(exchange->response, "ETag", et_buf_text(&tag));
}

void et_answer_missing_expense(struct et_exchange *exchange)
{
    et_problem(exchange->response, exchange->request, 404, "not_found", "Expense not found");
}

void et_answer_stale(struct et_exchange *exchange, struct et_slice version)
{
    et_problem(exchange->response, exchange->request, 412, "version_mismatch",
               "This was changed meanwhile. Load it again and repeat your change.");
    et_answer_etag(exchange, version);
}

void et_answer_signed_out(struct et_exchange *exchange)
{
    et_response_header(
        exchange->response, "Set-Cookie",
        ET_LIT("__Host-session=; Path=/; Max-Age=0; Secure; HttpOnly; SameSite=Strict"));
    et_response_header(exchange->response, "Clear-Site-Data", ET_LIT("\"cache\""));
}

void et_answer_counted(struct et_exchange *exchange, const char *message,
                       const struct et_rows *rows, size_t count)
{
    const struct et_rows *result = &rows[count - 1];
    struct et_buf *out = &exchange->response->body;
    et_buf_puts(out, "{\"message\":");
    et_buf_put_json(out, et_slice_from(message));
    et_buf_puts(out, ",\"count\":");
    et_buf_put(out, result->rows > 0 ? et_cell(result, 0, 0) : ET_LIT("0"));
    et_buf_puts(out, "}");
}

enum et_verdict et_plan_bulk(struct et_exchange *exchange, const struct et_statement *statement)
{
    et_unit_init(exchange->unit, exchange->request->arena, ET_LANE_LONG);
    et_unit_be_patient(exchange->unit);
    et_unit_add(exchange->unit, statement);
    et_unit_i64(exchange->unit, exchange->caller.ledger);
    et_api_idempotency(exchange);
    return ET_RUN;
}

enum et_verdict et_plan_of_one(struct et_exchange *exchange, enum et_lane lane,
                               const struct et_statement *statement)
{
    struct et_slice versions;
    if (!et_precondition_read(exchange, &versions)) {
        return ET_ANSWERED;
    }
    et_unit_init(exchange->unit, exchange->request->arena, lane);
    et_unit_add(exchange->unit, statement);
    et_unit_i64(exchange->unit, exchange->caller.ledger);
    et_unit_i64(exchange->unit, exchange->request->args[0]);
    et_unit_text(exchange->unit, versions);
    et_api_idempotency(exchange);
    return ET_RUN;
}

enum et_verdict et_plan_of_ledger(struct et_exchange *exchange,
                                  const struct et_statement *statement)
{
    et_unit_init(exchange->unit, exchange->request->arena, ET_LANE_READ);
    et_unit_add(exchange->unit, statement);
    et_unit_i64(exchange->unit, exchange->caller.ledger);
    return ET_RUN;
}

enum et_verdict et_answer_no_memory(struct et_exchange *exchange)
{
    et_problem(exchange->response, exchange->request, 503, "unavailable",
               "The service is not available right now. Try again in a moment.");
    return ET_ANSWERED;
}
