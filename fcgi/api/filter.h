/* filter.h - what a list may be asked for: one set of filters for list, totals, bulk and export.
 *
 * It comes from an address (`q=tea&tag=work&tag=trip`) or from a JSON object with the same names,
 * and goes to the database as one value: app.expense_filter (see db/README.md).
 */
#ifndef ET_FCGI_API_FILTER_H
#define ET_FCGI_API_FILTER_H

#include <stdbool.h>
#include <stddef.h>

#include "fcgi/api/api.h"
#include "lib/http/query.h"

struct et_buf;
struct et_list_query;
struct json_object;

#define ET_FILTER_TAGS_MAX 10

/* The filter in a statement, from the parameter that et_filter_text() made: '$1'. */
#define ET_SQL_FILTER(param) "jsonb_populate_record(null::app.expense_filter, " param "::jsonb)"

/* Fill the filters of *list, each checked, with a problem for each that is bad. A JSON object may
 * have `tag` as a list or as one name; `prefix` goes before the names in problems ("filter."). */
void et_filter_of_query(struct et_arena *arena, struct et_problems *problems,
                        const struct et_query *query, struct et_list_query *list);
void et_filter_of_json(struct et_arena *arena, struct et_problems *problems,
                       struct json_object *object, const char *prefix, struct et_list_query *list);

/* Only `from`, `to` and `currency`. */
void et_filter_period_of_query(struct et_arena *arena, struct et_problems *problems,
                               const struct et_query *query, struct et_list_query *list);

/* The filters as JSON, for ET_SQL_FILTER. Never absent on success, as no value would be no filter:
 * false means that there is no memory. */
bool et_filter_text(struct et_arena *arena, const struct et_list_query *list,
                    struct et_slice *ret_text);

/* Appends "&name=value" for each filter that is set. */
void et_filter_put(struct et_buf *out, const struct et_list_query *list);

#endif
