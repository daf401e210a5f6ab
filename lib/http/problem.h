/* problem.h - errors in the user's words, as problem details (RFC 9457).
 *
 * {"type":"about:blank","title":"Unprocessable Content","status":422,"detail":"…","code":"invalid",
 *  "request_id":"…","errors":[{"field":"amount","code":"too_many_decimals","message":"…"}]}
 * `detail` is always one readable string: clients of the system that we re-implement show it as it
 * is. `code` and the field codes are stable machine words (lower_snake_case).
 */
#ifndef ET_HTTP_PROBLEM_H
#define ET_HTTP_PROBLEM_H

#include <stdbool.h>
#include <stddef.h>

#include "lib/base/slice.h"

struct et_request;
struct et_response;

#define ET_PROBLEM_FIELDS_MAX 100

struct et_field_error {
    const char *field; /* JSON name, or a path such as "rows[12].amount"; lives in the arena */
    const char *code;
    const char *message;
    const char *client_id; /* the row's own id in an import; NULL elsewhere, and then not shown */
};

/* Collects field errors while a request is validated. Zero-initialise it. Beyond the maximum,
 * errors are counted but not kept. */
struct et_problems {
    struct et_field_error items[ET_PROBLEM_FIELDS_MAX];
    size_t count;
};

/* Records one field error; strings must live as long as the request (literals or arena). */
void et_problems_add(struct et_problems *problems, const char *field, const char *code,
                     const char *message);

/* Turns the response into a problem: status, content type application/problem+json and body. */
void et_problem(struct et_response *response, const struct et_request *request, int status,
                const char *code, const char *detail);

/* The same with field errors; status 422, code "invalid", detail made from the first error, with
 * its place when that is inside a list ("rows[12].amount: Use an amount such as 12.50."). */
void et_problem_fields(struct et_response *response, const struct et_request *request,
                       const struct et_problems *problems);

#endif
