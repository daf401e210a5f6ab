/* identity_db.h - one blocking libpq connection of an identity worker.
 *
 * It connects when it is first needed and again when it was lost. Every statement is one
 * transaction of its own, limited by the server's statement_timeout.
 */
#ifndef ET_FCGI_IDENTITY_DB_H
#define ET_FCGI_IDENTITY_DB_H

#include <libpq-fe.h>
#include <stdbool.h>

struct et_identity_db;
struct et_slot;

/* One parameter: text, or bytes when `binary` (then `len` counts). NULL is SQL NULL. */
struct et_db_value {
    const char *data;
    int len;
    bool binary;
};

/* Makes it; connects later. `conninfo` must outlive it. NULL when out of memory. */
struct et_identity_db *et_identity_db_new(const char *conninfo, int schema_min, int schema_max,
                                          struct et_slot *slot);
void et_identity_db_free(struct et_identity_db *db);

/* Is there a connection to a schema that we know? Connects if there is none. */
bool et_identity_db_ready(struct et_identity_db *db);

/* Runs one statement. A connection that turns out to be dead is replaced, twice if need be. Returns 0 and the
 * result, which the caller clears, ET_EIO when there is no connection, or ET_EINVAL when PostgreSQL
 * refused, with *ret_result too: its SQLSTATE tells why. */
int et_identity_db_run(struct et_identity_db *db, const char *sql, const struct et_db_value *values,
                       int count, PGresult **ret_result);

/* For __attribute__((cleanup)). */
void et_identity_db_clear(PGresult **result);

#endif
