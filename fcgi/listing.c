/* listing.c - see listing.h. */
#include "fcgi/listing.h"

#include "fcgi/chores.h"
#include "fcgi/dispatch.h"
#include "fcgi/replay.h"
#include "fcgi/routes.h"
#include "fcgi/statements.h"

static const char *method_name(enum et_method method)
{
    static const char *const names[] = {"GET", "HEAD", "POST", "PUT", "DELETE", "OTHER"};

    return names[method];
}

int et_print_routes(FILE *out)
{
    static const char *const access_name[] = {"public", "optional", "signed_in", "reading",
                                              "browser"};

    for (size_t i = 0; i < et_route_count; i++) {
        const struct et_route *route = &et_routes[i];

        (void)fprintf(out, "%s\t%s\t%s\t%s\n", method_name(route->method), route->pattern,
                      access_name[route->access], route->label);
    }
    return fflush(out) == 0 ? 0 : 1;
}

static void print_statement(FILE *out, const struct et_statement *statement)
{
    (void)fprintf(out, "-- name: %s params: %d%s\n%s;\n", statement->name, statement->params,
                  statement->plan_each_time ? " plan: each" : "", statement->sql);
}

int et_print_statements(FILE *out)
{
    print_statement(out, &et_stmt_begin_session);
    print_statement(out, &et_stmt_replay);
    for (size_t i = 0; i < ET_CHORES; i++)
        print_statement(out, &et_chore_statements[i]);
    for (size_t i = 0; i < et_statement_count; i++)
        print_statement(out, et_statements[i]);
    return fflush(out) == 0 ? 0 : 1;
}
