/* bulk_input.h - the body of a bulk change, checked and written as the database takes it. */
#ifndef ET_FCGI_API_BULK_INPUT_H
#define ET_FCGI_API_BULK_INPUT_H

#include "fcgi/api/api.h"

struct et_arena;
struct json_object;

#define ET_BULK_IDS_MAX 10000

struct et_bulk_input {
    struct et_slice action;   /* update, delete or restore */
    struct et_slice ids;      /* an array of bigint as text, such as {3,4}; absent with a filter */
    struct et_slice filter;   /* for ET_SQL_FILTER; absent with ids */
    struct et_slice expected; /* digits: how many the filter shall find */
    struct et_slice set;      /* a JSON object; "{}" when nothing is set */
};

/* A JSON list of 1 to ET_BULK_IDS_MAX ids as an array of bigint, such as {3,4}; absent, with a
 * problem at `ids`, when it is none, and without one when there is no memory. */
struct et_slice et_bulk_ids_read(struct et_arena *arena, struct et_problems *problems,
                                 struct json_object *ids);

/* Reads and checks everything. False: the response is the problem. */
bool et_bulk_read(struct et_exchange *exchange, struct et_bulk_input *ret_input);

#endif
