/* journal.h - log lines to standard error, gathered so that a busy turn makes few writes.
 *
 * Never more than PIPE_BUF bytes go out at once, so lines of several workers on one pipe don't mix.
 */
#ifndef ET_FCGI_JOURNAL_H
#define ET_FCGI_JOURNAL_H

#include "lib/base/log.h"

struct et_journal {
    enum et_log_level level;
    struct et_log log;
    size_t used;
    char line[ET_LOG_LINE_MAX];
    char gathered[ET_LOG_LINE_MAX];
};

void et_journal_init(struct et_journal *journal, enum et_log_level level);

/* Starts a line; NULL when the level is not written. The caller adds pairs and ends it. */
struct et_log *et_journal_begin(struct et_journal *journal, enum et_log_level level,
                                const char *event);
void et_journal_end(struct et_journal *journal);

/* Writes what was gathered. */
void et_journal_flush(struct et_journal *journal);

/* A whole line at once, written immediately; `key` may be NULL. */
void et_journal_say(struct et_journal *journal, enum et_log_level level, const char *event,
                    const char *key, const char *value);

#endif
