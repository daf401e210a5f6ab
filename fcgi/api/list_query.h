/* list_query.h - the query part of a list's address: what may be asked, and the link to the next
 * page.
 *
 * A cursor names the last row of a page: its day, amount and id. It carries a digest of sort and
 * filters, so that it can't be followed into another list.
 */
#ifndef ET_FCGI_API_LIST_QUERY_H
#define ET_FCGI_API_LIST_QUERY_H

#include <stdbool.h>
#include <stdint.h>

#include "fcgi/api/api.h"
#include "fcgi/api/filter.h"
#include "lib/http/query.h"

#define ET_LIST_LIMIT_MAX 200
#define ET_LIST_LIMIT 100
#define ET_LIST_SKIP_MAX 1000000

/* Filters are absent when they were not asked for; an empty value counts as not asked. */
struct et_list_query {
    struct et_slice q;
    struct et_slice category;
    struct et_slice merchant;
    struct et_slice payment_method;
    struct et_slice tags[ET_FILTER_TAGS_MAX]; /* all of them are asked for */
    size_t tag_count;
    struct et_slice from;     /* YYYY-MM-DD */
    struct et_slice to;       /* YYYY-MM-DD */
    struct et_slice min;      /* decimal text */
    struct et_slice max;      /* decimal text */
    struct et_slice currency; /* ISO 4217 code that we know */
    struct et_slice sort;     /* one of the four; date_desc by default */
    int64_t skip;
    int64_t limit;
    bool total;
    struct et_slice after[3]; /* of the cursor: day or instant, amount, id; absent without one */
};

/* Reads and checks everything. False: the response is the problem. */
bool et_list_query_read(struct et_exchange *exchange, struct et_list_query *ret_query);

/* Adds the statement that reads the page after `after`, one row more than `limit`, to the unit
 * (expense_list.c). Its columns are those of enum et_expense_column. */
void et_expense_list_add(struct et_exchange *exchange, const struct et_list_query *query);

/* Reads only `limit` and `cursor`, for a list without filters, such as the trash. */
bool et_list_query_read_page(struct et_exchange *exchange, struct et_list_query *ret_query);

/* Adds Link: <path?…&cursor=…>; rel="next" (RFC 8288), with `after` naming the page's last row. */
void et_list_query_link(struct et_exchange *exchange, const struct et_list_query *query,
                        const char *path, const struct et_slice after[3]);

/* Checks `from`, `to` and `currency` of a report; outputs as above. */
bool et_period_query_read(struct et_exchange *exchange, struct et_list_query *ret_query);

/* Reads one bounded number of the query; `otherwise` when it isn't there. Adds a field error when
 * it is bad. */
int64_t et_query_bounded(struct et_problems *problems, struct et_arena *arena,
                         const struct et_query *query, const char *name, int64_t min, int64_t max,
                         int64_t otherwise);

/* One of the four orders of a list, date_desc when `text` is absent or empty. Adds a field error at
 * `sort` for anything else. */
struct et_slice et_sort_read(struct et_problems *problems, struct et_slice text);

/* A parameter that is "true" or "false"; false when it isn't there. Adds a field error for anything
 * else. */
bool et_query_flag(struct et_problems *problems, const struct et_query *query, const char *name);

/* The value of a parameter; absent when it is empty or not there, a field error when it is there
 * twice. */
struct et_slice et_query_value(struct et_problems *problems, const struct et_query *query,
                               const char *name);

/* Parses the query part. False: the response is the problem. */
bool et_query_read(struct et_exchange *exchange, struct et_query *ret_query);

#endif
