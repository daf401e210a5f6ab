/* journal.c - see journal.h. */
#include "fcgi/journal.h"

#include <string.h>
#include <unistd.h>

#include "lib/base/clock.h"

void et_journal_init(struct et_journal *journal, enum et_log_level level)
{
    journal->level = level;
    journal->used = 0;
}

struct et_log *et_journal_begin(struct et_journal *journal, enum et_log_level level,
                                const char *event)
{
    if (level < journal->level)
        return NULL;
    et_log_begin(&journal->log, journal->line, sizeof(journal->line), et_clock_unix_ms(), level,
                 event);
    return &journal->log;
}

void et_journal_end(struct et_journal *journal)
{
    struct et_slice line = et_log_end(&journal->log);

    if (line.len > sizeof(journal->gathered) - journal->used)
        et_journal_flush(journal);
    if (line.len > sizeof(journal->gathered))
        return;
    memcpy(journal->gathered + journal->used, line.ptr, line.len);
    journal->used += line.len;
}

void et_journal_flush(struct et_journal *journal)
{
    if (journal->used > 0)
        et_log_write(STDERR_FILENO, (struct et_slice){journal->gathered, journal->used});
    journal->used = 0;
}

void et_journal_say(struct et_journal *journal, enum et_log_level level, const char *event,
                    const char *key, const char *value)
{
    struct et_log *log = et_journal_begin(journal, level, event);

    if (log == NULL)
        return;
    if (key != NULL)
        et_log_text(log, key, et_slice_from(value));
    et_log_i64(log, "pid", getpid());
    et_journal_end(journal);
    et_journal_flush(journal);
}
