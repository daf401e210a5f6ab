/* sqlstate.h - what a PostgreSQL error means to the person who asked.
 *
 * One table maps SQLSTATE (PostgreSQL manual, appendix A) to status, machine code, a sentence that
 * may be shown, and what the worker does about it. The server's own message never leaves the log,
 * except for our own class ET, whose messages are written for people.
 */
#ifndef ET_DB_SQLSTATE_H
#define ET_DB_SQLSTATE_H

#include <stdbool.h>
#include <stddef.h>

struct et_sqlstate_rule {
    const char *state;  /* five characters, or two for a whole class, or "" for everything else */
    int status;         /* HTTP */
    const char *code;   /* problem code */
    const char *detail; /* public sentence */
    int retry_after;    /* seconds; 0 = no Retry-After */
    bool again;         /* the whole unit may be repeated at once: the transaction lost a race */
    bool reconnect;     /* the connection is not to be used for further units */
    bool alarm;         /* our own fault: log as an error */
};

/* The rule for a SQLSTATE: the exact one, else its class's, else the catch-all (500). `sqlstate` is
 * NUL-terminated; "" (connection lost before an answer) gives 503 and reconnect. */
const struct et_sqlstate_rule *et_sqlstate_rule(const char *sqlstate);

/* The status that the digits of our own codes stand for: "ET404" is 404. 0 for any other code. */
int et_sqlstate_own(const char *sqlstate);

/* The whole table, for tests and documentation. */
extern const struct et_sqlstate_rule et_sqlstate_rules[];
extern const size_t et_sqlstate_rule_count;

#endif
