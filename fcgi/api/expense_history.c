/* expense_history.c - GET /api/expenses/{id}/history: who changed what, newest first.
 *
 * The row as it is now and each replaced version of it (app.expense_history) are one list of
 * versions. A version's event is what the one before it says replaced it; without one before, it
 * was added. What changed is the difference of two neighbours, so one version more than the page
 * is fetched. Ids of categories and the like become names in the statement.
 */
#include "fcgi/api/answer.h"
#include "fcgi/api/expense_json.h"
#include "fcgi/api/handlers.h"
#include "fcgi/api/input.h"
#include "fcgi/api/list_query.h"
#include "fcgi/api/put.h"
#include "lib/base/arena.h"
#include "lib/http/json_out.h"

#define LIMIT 100
#define LIMIT_MAX 200

const struct et_statement et_stmt_expense_history = {
    .name = "expense_history",
    .sql =
        "select v.version, coalesce(p.operation, case when x.import_id is not null then 'import'\n"
        "                                             when x.sample then 'sample'\n"
        "                                             else 'create' end),\n"
        "       coalesce(p.changed_at, x.created_at),\n"
        "       w.id, (select u.name from app.users u where u.id = w.id), w.id = app.user_id(),\n"
        "       b.id, b.action, b.count,\n"
        "       case when p.version is null then i.id end, i.file_name,\n"
        "       v.s ->> 'title', v.s ->> 'amount_minor', v.s ->> 'currency',\n"
        "       (select c.name\n"
        "          from app.categories c\n"
        "         where c.ledger_id = x.ledger_id\n"
        "           and c.id = (v.s ->> 'category_id')::bigint\n"
        "         union all\n"
        "        select f.name\n"
        "          from app.former_categories f\n"
        "         where f.ledger_id = x.ledger_id\n"
        "           and f.id = (v.s ->> 'category_id')::bigint\n"
        "         limit 1),\n"
        "       v.s ->> 'category_id', v.s ->> 'spent_on', v.s ->> 'spent_at',\n"
        "       v.s ->> 'merchant_id',\n"
        "       case when v.s ->> 'merchant_id' is not null\n"
        "            then (select m.name\n"
        "                    from app.merchants m\n"
        "                   where m.ledger_id = x.ledger_id\n"
        "                     and m.id = (v.s ->> 'merchant_id')::bigint) end,\n"
        "       v.s ->> 'payment_method_id',\n"
        "       case when v.s ->> 'payment_method_id' is not null\n"
        "            then (select m.name\n"
        "                    from app.payment_methods m\n"
        "                   where m.ledger_id = x.ledger_id\n"
        "                     and m.id = (v.s ->> 'payment_method_id')::bigint) end,\n"
        "       nullif(v.s ->> 'tag_ids', '[]'),\n"
        "       case when v.s ->> 'tag_ids' <> '[]'\n"
        "            then (select json_agg(g.name order by g.name_folded, g.id)\n"
        "                    from jsonb_array_elements_text(v.s -> 'tag_ids') s (id)\n"
        "                    join app.tags g\n"
        "                      on g.ledger_id = x.ledger_id\n"
        "                     and g.id = s.id::bigint) end,\n"
        "       v.s ->> 'note'\n"
        "  from app.expenses x\n"
        " cross join lateral\n"
        "       (select x.version, to_jsonb(x) as s\n"
        "         where x.version < $3::bigint\n"
        "         union all\n"
        "        select h.version, h.snapshot\n"
        "          from app.expense_history h\n"
        "         where h.ledger_id = x.ledger_id\n"
        "           and h.expense_id = x.id\n"
        "           and h.version < $3::bigint\n"
        "         order by 1 desc\n"
        "         limit $4::integer) v\n"
        "  left join app.expense_history p\n"
        "    on p.ledger_id = x.ledger_id\n"
        "   and p.expense_id = x.id\n"
        "   and p.version = v.version - 1\n"
        "  left join app.bulk_operations b on b.ledger_id = x.ledger_id and b.id = p.bulk_id\n"
        "  left join app.imports i on i.ledger_id = x.ledger_id and i.id = x.import_id\n"
        " cross join lateral\n"
        "       (select case when p.version is null then x.created_by else p.changed_by end\n"
        "            as id) w\n"
        " where x.ledger_id = $1::bigint\n"
        "   and x.id = $2::bigint\n"
        " order by v.version desc",
    .params = 4,
};
enum {
    H_VERSION,
    H_ACTION,
    H_AT,
    H_BY_ID,
    H_BY_NAME,
    H_BY_YOU,
    H_BULK_ID,
    H_BULK_ACTION,
    H_BULK_COUNT,
    H_IMPORT_ID,
    H_IMPORT_FILE,
    H_TITLE,
    H_AMOUNT_MINOR,
    H_CURRENCY,
    H_CATEGORY,
    H_CATEGORY_ID,
    H_SPENT_ON,
    H_SPENT_AT,
    H_MERCHANT_ID,
    H_MERCHANT,
    H_METHOD_ID,
    H_METHOD,
    H_TAG_IDS,
    H_TAGS,
    H_NOTE
};

/* One version's cells; NULL stands for "nothing before it". */
typedef const struct et_slice *version_cells;

typedef void (*put_value_fn)(struct et_json_out *out, version_cells cells);

static void put_title(struct et_json_out *out, version_cells cells)
{
    et_json_text(out, cells[H_TITLE]);
}

static void put_amount(struct et_json_out *out, version_cells cells)
{
    et_json_begin_object(out);
    et_json_key(out, "amount");
    et_put_amount(out->buf, cells[H_AMOUNT_MINOR], cells[H_CURRENCY]);
    out->comma = true;
    et_json_pair_text(out, "currency", cells[H_CURRENCY]);
    et_json_end_object(out);
}

/* By the name that it has now, or had last. */
static void put_category(struct et_json_out *out, version_cells cells)
{
    et_json_text(out, cells[H_CATEGORY]);
}

static void put_date(struct et_json_out *out, version_cells cells)
{
    et_expense_put_date(out->buf, cells[H_SPENT_ON], cells[H_SPENT_AT]);
    out->comma = true;
}

/* Those that may be missing: null then. */
static void put_merchant(struct et_json_out *out, version_cells cells)
{
    et_json_text(out, cells[H_MERCHANT]);
}

static void put_method(struct et_json_out *out, version_cells cells)
{
    et_json_text(out, cells[H_METHOD]);
}

static void put_tags(struct et_json_out *out, version_cells cells)
{
    et_json_raw(out, cells[H_TAGS]);
}

static void put_note(struct et_json_out *out, version_cells cells)
{
    et_json_text(out, cells[H_NOTE]);
}

/* What a person sees of an expense, in the order of the form. Two versions differ in a field when
 * they differ in one of its two columns. */
static const struct {
    const char *name;
    put_value_fn put;
    size_t columns[2];
} fields[] = {
    {"amount", put_amount, {H_AMOUNT_MINOR, H_CURRENCY}},
    {"title", put_title, {H_TITLE, H_TITLE}},
    {"category", put_category, {H_CATEGORY_ID, H_CATEGORY_ID}},
    {"date", put_date, {H_SPENT_ON, H_SPENT_AT}},
    {"merchant", put_merchant, {H_MERCHANT_ID, H_MERCHANT_ID}},
    {"payment_method", put_method, {H_METHOD_ID, H_METHOD_ID}},
    {"tags", put_tags, {H_TAG_IDS, H_TAG_IDS}},
    {"note", put_note, {H_NOTE, H_NOTE}},
};

static bool same(struct et_slice a, struct et_slice b)
{
    return et_slice_present(a) == et_slice_present(b) &&
           (!et_slice_present(a) || et_slice_eq(a, b));
}

static void put_changes(struct et_json_out *out, version_cells now, version_cells before)
{
    et_json_key(out, "changes");
    et_json_begin_array(out);
    for (size_t i = 0; i < sizeof fields / sizeof fields[0]; i++) {
        const size_t *columns = fields[i].columns;
        if (before != NULL ? same(now[columns[0]], before[columns[0]]) &&
                                 same(now[columns[1]], before[columns[1]])
                           : !et_slice_present(now[columns[0]])) {
            continue;
        }
        et_json_begin_object(out);
        et_json_pair_text(out, "field", et_slice_from(fields[i].name));
        et_json_key(out, "before");
        if (before != NULL) {
            fields[i].put(out, before);
        } else {
            et_json_null(out);
        }
        et_json_key(out, "after");
        fields[i].put(out, now);
        et_json_end_object(out);
    }
    et_json_end_array(out);
}

/* The author is kept as a number when the person is erased; then there is no name. */
static void put_author(struct et_json_out *out, version_cells cells)
{
    et_json_key(out, "by");
    if (!et_slice_present(cells[H_BY_ID])) {
        et_json_null(out);
        return;
    }
    et_json_begin_object(out);
    et_json_pair_text(out, "name", cells[H_BY_NAME]);
    et_json_pair_bool(out, "you", et_slice_eq(cells[H_BY_YOU], ET_LIT("t")));
    et_json_end_object(out);
}

static void put_event(struct et_json_out *out, version_cells now, version_cells before)
{
    et_json_begin_object(out);
    et_json_pair_raw(out, "version", now[H_VERSION]);
    et_json_key(out, "at");
    et_put_instant(out->buf, now[H_AT]);
    out->comma = true;
    put_author(out, now);
    et_json_pair_text(out, "action", now[H_ACTION]);
    if (et_slice_present(now[H_IMPORT_ID])) {
        et_json_key(out, "import");
        et_json_begin_object(out);
        et_json_pair_raw(out, "id", now[H_IMPORT_ID]);
        et_json_pair_text(out, "file_name", now[H_IMPORT_FILE]);
        et_json_end_object(out);
    }
    if (et_slice_present(now[H_BULK_ID])) {
        et_json_key(out, "bulk");
        et_json_begin_object(out);
        et_json_pair_raw(out, "id", now[H_BULK_ID]);
        et_json_pair_text(out, "action", now[H_BULK_ACTION]);
        et_json_pair_raw(out, "count", now[H_BULK_COUNT]);
        et_json_end_object(out);
    }
    put_changes(out, now, before);
    et_json_end_object(out);
}

enum et_verdict et_plan_expense_history(struct et_exchange *exchange)
{
    struct et_arena *arena = exchange->request->arena;
    struct et_problems *problems = et_input_problems(exchange);
    int64_t *limit = et_arena_alloc(arena, sizeof *limit);
    struct et_query query;
    if (problems == NULL || limit == NULL) {
        return et_answer_no_memory(exchange);
    }
    if (!et_query_read(exchange, &query)) {
        return ET_ANSWERED;
    }
    int64_t before = et_query_bounded(problems, arena, &query, "before", 2, INT64_MAX, INT64_MAX);
    *limit = et_query_bounded(problems, arena, &query, "limit", 1, LIMIT_MAX, LIMIT);
    if (!et_input_good(exchange, problems)) {
        return ET_ANSWERED;
    }
    exchange->state = limit;
    et_plan_of_ledger(exchange, &et_stmt_expense_history);
    et_unit_i64(exchange->unit, exchange->request->args[0]);
    et_unit_i64(exchange->unit, before);
    et_unit_i64(exchange->unit, *limit + 1);
    return ET_RUN;
}

static void link_older(struct et_exchange *exchange, struct et_slice version, int64_t limit)
{
    struct et_buf link;
    et_buf_init(&link, exchange->request->arena, 256);
    et_buf_printf(&link, "</api/expenses/%lld/history?limit=%lld&before=",
                  (long long)exchange->request->args[0], (long long)limit);
    et_buf_put(&link, version);
    et_buf_puts(&link, ">; rel=\"next\"");
    et_response_header(exchange->response, "Link", et_buf_text(&link));
}

void et_answer_expense_history(struct et_exchange *exchange, const struct et_rows *rows,
                               size_t count)
{
    (void)count;
    const struct et_rows *versions = &rows[0];
    size_t limit = (size_t) * (const int64_t *)exchange->state;
    size_t shown = versions->rows > limit ? limit : versions->rows;
    if (versions->rows == 0) {
        et_answer_missing_expense(exchange);
        return;
    }
    struct et_json_out out = et_json_out(&exchange->response->body);
    et_json_begin_array(&out);
    for (size_t row = 0; row < shown; row++) {
        version_cells now = &versions->cells[row * versions->columns];
        put_event(&out, now, row + 1 < versions->rows ? now + versions->columns : NULL);
    }
    et_json_end_array(&out);
    if (versions->rows > limit) {
        link_older(exchange, et_cell(versions, shown - 1, H_VERSION), (int64_t)limit);
    }
}
