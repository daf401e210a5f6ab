/* sql.h - pieces of SQL that several statements share, put together by the compiler only. */
#ifndef ET_FCGI_API_SQL_H
#define ET_FCGI_API_SQL_H

/* Merchant, note, payment method, tags and the rule that made it, as an object; NULL for an expense
 * without any, which then costs no look-up. A function, because look-ups written here would be set
 * up by every list.
 */
#define ET_SQL_EXTRAS                                                                              \
    "case\n"                                                                                       \
    "         when x.merchant_id is not null or x.note is not null\n"                              \
    "              or x.payment_method_id is not null or cardinality(x.tag_ids) > 0\n"             \
    "              or x.recurring_id is not null\n"                                                \
    "         then app.expense_extras(x.merchant_id, x.note, x.payment_method_id, x.tag_ids,\n"    \
    "                                 x.recurring_id)\n"                                           \
    "       end as extras"

/* What et_expense_put() (expense_json.h) reads, in its order, from an expense `x` and its category
 * `c`. Writes cast instants to text, so that they are the same in a kept answer as on the wire; on
 * the wire a cast changes nothing and costs half a microsecond, so reads do without. */
#define ET_SQL_EXPENSE_OF(category, created_at, updated_at)                                        \
    "x.id, x.title, x.amount_minor, x.currency, " category ", x.spent_on, x.spent_at,\n"           \
    "       " created_at ", " updated_at ", x.version, x.sample, x.import_id,\n"                   \
    "       " ET_SQL_EXTRAS
#define ET_SQL_EXPENSE                                                                             \
    ET_SQL_EXPENSE_OF("c.name as category", "x.created_at::text as created_at",                    \
                      "x.updated_at::text as updated_at")
#define ET_SQL_EXPENSE_READ ET_SQL_EXPENSE_OF("c.name as category", "x.created_at", "x.updated_at")
/* Without a category: et_expense_put_all() takes its name from all of the ledger's. */
#define ET_SQL_EXPENSE_UNNAMED ET_SQL_EXPENSE_OF("x.category_id", "x.created_at", "x.updated_at")

#define ET_SQL_CATEGORY_OF_X                                                                       \
    "join app.categories c on c.ledger_id = x.ledger_id and c.id = x.category_id"

/* Keeps the rows of the CTE `e` under the Idempotency-Key, see api.h. `only` narrows them, so that
 * what changed nothing isn't kept: a refused version can be tried again under the same key. */
#define ET_SQL_KEEP_ONLY(key, hash, only)                                                          \
    "kept as (\n"                                                                                  \
    "  insert into app.idempotency_keys (user_id, key, request_hash, answer)\n"                    \
    "  select app.user_id(), " key "::text, decode(" hash "::text, 'hex'), json_agg(e)\n"          \
    "    from e\n"                                                                                 \
    "   where " key "::text is not null" only "\n"                                                 \
    "  having count(*) > 0\n"                                                                      \
    ")\n"
#define ET_SQL_KEEP(key, hash) ET_SQL_KEEP_ONLY(key, hash, "")

/* Is `version` one of those in If-Match? The parameter is an array as text, '{3}', or NULL when any
 * will do (precondition.h). */
#define ET_SQL_MATCHED(version, param)                                                             \
    "(" param "::bigint[] is null or " version " = any (" param "::bigint[]))"

/* After the CTEs `target` (the locked row, and `matched`) and `changed` (the row after the change,
 * if there was one): `e` is the row as it is now, with `matched` as its last column. */
#define ET_SQL_CHANGED_OR_TARGET                                                                   \
    "e as (\n"                                                                                     \
    "  select " ET_SQL_EXPENSE ",\n"                                                               \
    "         x.matched\n"                                                                         \
    "    from (select n.*, true as matched from changed n\n"                                       \
    "           union all\n"                                                                       \
    "          select t.* from target t where not exists (select from changed)) x\n"               \
    "    " ET_SQL_CATEGORY_OF_X "\n"                                                               \
    ")"

#endif
