/* supervisor.c - see supervisor.h. */
#include "fcgi/supervisor.h"

#include <errno.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <sys/wait.h>
#include <unistd.h>

#include "fcgi/handover.h"
#include "fcgi/journal.h"
#include "fcgi/slots.h"
#include "fcgi/status.h"
#include "lib/base/clock.h"
#include "lib/base/error.h"

#define TURN_MS 250
#define BACKOFF_MIN_MS 100
#define BACKOFF_MAX_MS 30000
#define STEADY_MS 30000 /* a process that lived this long starts with a clean slate */
#define CHILDREN_MAX (ET_SLOTS_MAX + 1)
#define STATUS ET_SLOTS_MAX /* the status process's place */
#define EXIT_CONFIGURATION 2

struct child {
    pid_t pid;       /* 0 = none */
    bool wanted;     /* to be started again when it ends */
    bool stopping;   /* was told to drain */
    bool hung;       /* was killed for a silent heartbeat */
    int64_t started; /* monotonic milliseconds */
    int64_t kill_at; /* when draining has taken too long */
    int64_t start_at;
    unsigned failures;
};

struct supervisor {
    const struct et_pool_options *options;
    struct et_settings *settings;
    struct et_settings
        *old; /* of the generation that drains; its processes were forked with them */
    struct et_slots *slots;
    struct et_handover handover;
    struct et_journal journal;
    struct child children[CHILDREN_MAX];
    int signals;
    int status_fd;
    int bank; /* 0 or 1: which half of the slots is current */
    bool stopping;
    bool reload;
    int exit_status;
};

int64_t et_supervisor_backoff_ms(unsigned failures)
{
    int64_t wait = BACKOFF_MIN_MS;

    for (unsigned i = 1; i < failures && wait < BACKOFF_MAX_MS; i++)
        wait *= 2;
    return failures == 0 ? 0 : wait < BACKOFF_MAX_MS ? wait : BACKOFF_MAX_MS;
}

static int run_status(struct supervisor *s)
{
    const struct et_pool_options *o = s->options;
    struct et_status_options options = {s->slots, o->pool_name, EXPENSE_VERSION, o->labels,
                                        o->label_count};

    (void)close(o->listen_fd);
    return et_status_run(&options, s->status_fd);
}

/* The child's part of a fork: dies with its supervisor, begins with the signals still blocked. Its
 * name in ps and top says what it is (15 characters at most). */
static _Noreturn void run_child(struct supervisor *s, int index, pid_t parent)
{
    (void)prctl(PR_SET_PDEATHSIG, SIGTERM);
    (void)prctl(PR_SET_NAME, index == STATUS ? "expensed-status" : "expensed-worker");
    if (getppid() != parent)
        _exit(0);
    (void)close(s->signals);
    if (index == STATUS)
        _exit(run_status(s));
    if (s->status_fd >= 0)
        (void)close(s->status_fd);
    exit(s->options->work(
        s->settings, &(struct et_workplace){.listen_fd = s->options->listen_fd,
                                            .slots = s->slots,
                                            .slot = &s->slots->slots[index],
                                            .keys = &s->slots->keys[index / (ET_SLOTS_MAX / 2)],
                                            .handover = &s->handover}));
}

static void start_child(struct supervisor *s, int index, int64_t now)
{
    struct child *child = &s->children[index];
    pid_t parent = getpid();
    pid_t pid;

    if (index != STATUS) {
        struct et_slot *slot = &s->slots->slots[index];

        atomic_store(&slot->heartbeat, now);
        atomic_store(&slot->in_flight, 0);
        atomic_store(&slot->connections, 0);
        atomic_store(&slot->database_ready, 0);
        atomic_store(&slot->state, ET_SLOT_STARTING);
    }
    pid = fork();
    if (pid == 0)
        run_child(s, index, parent);
    if (pid < 0) {
        child->failures++;
        child->start_at = now + et_supervisor_backoff_ms(child->failures);
        et_journal_say(&s->journal, ET_LOG_ERROR, "fork_failed", "reason", strerror(errno));
        return;
    }
    child->pid = pid;
    child->started = now;
    child->stopping = child->hung = false;
    if (index != STATUS)
        atomic_store(&s->slots->slots[index].pid, pid);
}

static void stop_child(struct supervisor *s, int index, int64_t now)
{
    struct child *child = &s->children[index];

    child->wanted = false;
    if (child->pid == 0 || child->stopping)
        return;
    child->stopping = true;
    child->kill_at = now + s->settings->drain_seconds * 1000;
    (void)kill(child->pid, SIGTERM);
}

/* Workers drain; the status process stays until they are gone, so that draining can be watched. */
static void stop_all(struct supervisor *s, int exit_status)
{
    int64_t now = et_clock_monotonic_ms();

    if (s->stopping)
        return;
    s->stopping = true;
    s->exit_status = exit_status;
    et_journal_say(&s->journal, ET_LOG_INFO, "pool_stopping", NULL, NULL);
    et_handover_end(&s->handover);
    for (int i = 0; i < ET_SLOTS_MAX; i++)
        stop_child(s, i, now);
}

static void log_end(struct supervisor *s, int index, pid_t pid, int status, int64_t lived)
{
    bool bad = !(WIFEXITED(status) && WEXITSTATUS(status) == 0);
    struct et_log *log = et_journal_begin(&s->journal, bad ? ET_LOG_ERROR : ET_LOG_INFO,
                                          index == STATUS ? "status_ended" : "worker_ended");

    if (log == NULL)
        return;
    et_log_i64(log, "pid", pid);
    et_log_i64(log, "slot", index);
    if (WIFSIGNALED(status))
        et_log_i64(log, "signal", WTERMSIG(status));
    else
        et_log_i64(log, "exit_status", WEXITSTATUS(status));
    et_log_i64(log, "lived_ms", lived);
    et_journal_end(&s->journal);
    et_journal_flush(&s->journal);
}

static enum et_restart_cause cause_of(const struct child *child, int status)
{
    if (child->hung)
        return ET_RESTART_HUNG;
    if (WIFSIGNALED(status))
        return ET_RESTART_SIGNAL;
    return WEXITSTATUS(status) == 0 ? ET_RESTART_RECYCLE : ET_RESTART_EXIT;
}

static void bury(struct supervisor *s, int index, int status, int64_t now)
{
    struct child *child = &s->children[index];
    bool planned = WIFEXITED(status) && WEXITSTATUS(status) == 0;

    log_end(s, index, child->pid, status, now - child->started);
    child->pid = 0;
    if (index != STATUS) {
        atomic_store(&s->slots->slots[index].state, ET_SLOT_EMPTY);
        atomic_store(&s->slots->slots[index].pid, 0);
    }
    if (WIFEXITED(status) && WEXITSTATUS(status) == EXIT_CONFIGURATION) {
        et_journal_say(&s->journal, ET_LOG_ERROR, "configuration_refused_by_worker", NULL, NULL);
        stop_all(s, EXIT_CONFIGURATION);
    }
    if (!child->wanted)
        return;
    if (index != STATUS)
        (void)atomic_fetch_add(&s->slots->restarts[cause_of(child, status)], 1);
    if (planned || now - child->started >= STEADY_MS)
        child->failures = 0;
    if (!planned)
        child->failures++;
    child->start_at = now + et_supervisor_backoff_ms(child->failures);
}

static void reap(struct supervisor *s)
{
    int status;
    pid_t pid;

    while ((pid = waitpid(-1, &status, WNOHANG)) > 0) {
        for (int i = 0; i < CHILDREN_MAX; i++) {
            if (s->children[i].pid == pid)
                bury(s, i, status, et_clock_monotonic_ms());
        }
    }
}

static bool is_hung(const struct supervisor *s, int index, int64_t now)
{
    int64_t beat = atomic_load(&s->slots->slots[index].heartbeat);

    return beat != 0 && now - beat > s->settings->hung_seconds * 1000;
}

/* Kills what is hung or drains for too long, and starts what has waited long enough. */
static void tend(struct supervisor *s, int64_t now)
{
    for (int i = 0; i < CHILDREN_MAX; i++) {
        struct child *child = &s->children[i];

        if (child->pid != 0 && child->stopping && now >= child->kill_at)
            (void)kill(child->pid, SIGKILL);
        if (child->pid != 0 && i != STATUS && !child->hung && is_hung(s, i, now)) {
            et_journal_say(&s->journal, ET_LOG_ERROR, "worker_hung", NULL, NULL);
            child->hung = true;
            (void)kill(child->pid, SIGKILL);
        }
        if (child->pid == 0 && child->wanted && now >= child->start_at)
            start_child(s, i, now);
    }
}

/* Each has keys of its own: another generation may have had another issuer. */
static void want_generation(struct supervisor *s)
{
    int first = s->bank * (ET_SLOTS_MAX / 2);

    if (et_jwks_shared_init(&s->slots->keys[s->bank]) != 0)
        et_journal_say(&s->journal, ET_LOG_ERROR, "shared_keys_failed", NULL, NULL);

    for (int i = 0; i < s->settings->workers; i++)
        s->children[first + i] = (struct child){.wanted = true};
    atomic_store(&s->slots->workers_wanted, s->settings->workers);
    (void)atomic_fetch_add(&s->slots->generation, 1);
}

/* True while processes of the half of the slots that is not current still live. */
static bool old_generation_lives(const struct supervisor *s)
{
    int first = (1 - s->bank) * (ET_SLOTS_MAX / 2);

    for (int i = first; i < first + ET_SLOTS_MAX / 2; i++) {
        if (s->children[i].pid != 0)
            return true;
    }
    return false;
}

/* New settings, new workers beside the old ones, then the old ones drain. Wrong settings change
 * nothing. One reload at a time: a second waits until the first one's old workers are gone. */
static void carry_out_reload(struct supervisor *s, int64_t now)
{
    const struct et_pool_options *o = s->options;
    struct et_settings *fresh = NULL;
    char error[ET_SETTINGS_ERROR_MAX];
    int old_first = s->bank * (ET_SLOTS_MAX / 2);

    s->reload = false;
    if (et_settings_read(o->pool, o->config_file, o->environment, &fresh, error) != 0) {
        (void)atomic_fetch_add(&s->slots->reloads_refused, 1);
        et_journal_say(&s->journal, ET_LOG_ERROR, "reload_refused", "reason", error);
        return;
    }
    s->bank = 1 - s->bank;
    et_settings_free(s->old);
    s->old = s->settings;
    s->settings = fresh;
    s->journal.level = fresh->log_level;
    want_generation(s);
    tend(s, now);
    for (int i = old_first; i < old_first + ET_SLOTS_MAX / 2; i++)
        stop_child(s, i, now);
    (void)atomic_fetch_add(&s->slots->reloads, 1);
    et_journal_say(&s->journal, ET_LOG_INFO, "reloaded", NULL, NULL);
}

static void take_signals(struct supervisor *s)
{
    struct signalfd_siginfo info;

    while (read(s->signals, &info, sizeof(info)) == (ssize_t)sizeof(info)) {
        if (info.ssi_signo == SIGTERM || info.ssi_signo == SIGINT || info.ssi_signo == SIGQUIT)
            stop_all(s, 0);
        else if (info.ssi_signo == SIGHUP)
            s->reload = true;
    }
}

static int open_signals(void)
{
    sigset_t set;

    (void)sigemptyset(&set);
    (void)sigaddset(&set, SIGCHLD);
    (void)sigaddset(&set, SIGTERM);
    (void)sigaddset(&set, SIGINT);
    (void)sigaddset(&set, SIGQUIT);
    (void)sigaddset(&set, SIGHUP);
    if (sigprocmask(SIG_BLOCK, &set, NULL) != 0)
        return -1;
    return signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
}

static bool workers_left(const struct supervisor *s)
{
    for (int i = 0; i < ET_SLOTS_MAX; i++) {
        if (s->children[i].pid != 0)
            return true;
    }
    return false;
}

static void supervise(struct supervisor *s)
{
    struct pollfd wait = {.fd = s->signals, .events = POLLIN};

    while (!s->stopping || workers_left(s)) {
        int64_t now = et_clock_monotonic_ms();

        atomic_store(&s->slots->supervisor_heartbeat, now);
        tend(s, now);
        if (s->reload && !s->stopping && !old_generation_lives(s))
            carry_out_reload(s, now);
        (void)poll(&wait, 1, TURN_MS);
        take_signals(s);
        reap(s);
    }
}

static void end_status(struct supervisor *s)
{
    struct child *child = &s->children[STATUS];

    if (child->pid != 0) {
        (void)kill(child->pid, SIGTERM);
        (void)waitpid(child->pid, NULL, 0);
    }
    if (s->settings->status_socket[0] != '\0')
        (void)unlink(s->settings->status_socket);
}

int et_supervisor_run(const struct et_pool_options *options, struct et_settings *settings)
{
    struct supervisor *s = calloc(1, sizeof(*s));
    int exit_status;

    if (s == NULL)
        return 1;
    s->options = options;
    s->settings = settings;
    s->slots = et_slots_new();
    s->signals = open_signals();
    s->status_fd = -1;
    et_journal_init(&s->journal, settings->log_level);
    if (settings->status_socket[0] != '\0') {
        s->status_fd = et_status_open(settings->status_socket);
        s->children[STATUS].wanted = s->status_fd >= 0;
        if (s->status_fd < 0)
            et_journal_say(&s->journal, ET_LOG_ERROR, "status_socket_failed", "path",
                           settings->status_socket);
    }
    if (s->slots == NULL || s->signals < 0 || et_handover_open(&s->handover) != 0 ||
        (settings->status_socket[0] != '\0' && s->status_fd < 0)) {
        free(s);
        return 1;
    }
    atomic_store(&s->slots->supervisor_heartbeat, et_clock_monotonic_ms());
    et_journal_say(&s->journal, ET_LOG_INFO, "pool_started", "pool", options->pool_name);
    want_generation(s);
    supervise(s);
    end_status(s);
    et_journal_say(&s->journal, ET_LOG_INFO, "pool_stopped", NULL, NULL);
    exit_status = s->exit_status;
    et_settings_free(s->old);
    et_settings_free(s->settings);
    free(s);
    return exit_status;
}
