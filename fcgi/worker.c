/* worker.c - see worker.h; a request's own way is in exchange.c. */
#include "fcgi/worker.h"

#include <malloc.h>
#include <sched.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <sys/random.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <unistd.h>

#include "fcgi/handover.h"
#include "fcgi/settings.h"
#include "fcgi/slots.h"
#include "fcgi/supervisor.h"
#include "fcgi/token_cache.h"
#include "fcgi/worker_private.h"
#include "lib/auth/session_token.h"
#include "lib/base/arena.h"
#include "lib/base/clock.h"
#include "lib/base/error.h"

#define TURN_MS 1000 /* the heart beats at least this often */
#define DRAIN_TURN_MS 100
#define DRAIN_IDLE_MS 500 /* a kept connection that is used this seldom may be closed by us */
#define ACCEPT_PER_TURN 1 /* so that a burst of connections spreads over the workers */
#define WEIGH_MS 100      /* how often a worker compares its connections with the others' */

/* Free memory at the heap's end that isn't given back at once: a long list would otherwise take and
 * return the same pages with each request. */
#define HEAP_KEPT (2 * 1024 * 1024)

/* Signals stay blocked, so that none cuts libfcgi's reads and writes; SIGTERM and SIGINT come as an
 * event among the others, which no load can starve. */
static int watch_signals(struct et_worker *worker, void (*ready)(struct et_watch *, uint32_t))
{
    sigset_t blocked;
    sigset_t stop;

    (void)sigemptyset(&stop);
    (void)sigaddset(&stop, SIGTERM);
    (void)sigaddset(&stop, SIGINT);
    blocked = stop;
    (void)sigaddset(&blocked, SIGHUP);
    (void)sigaddset(&blocked, SIGUSR1);
    (void)sigaddset(&blocked, SIGCHLD);
    (void)sigprocmask(SIG_SETMASK, &blocked, NULL);
    worker->signals.fd = signalfd(-1, &stop, SFD_CLOEXEC | SFD_NONBLOCK);
    worker->signals.ready = ready;
    return worker->signals.fd < 0 ? ET_EIO
                                  : et_loop_watch(&worker->loop, &worker->signals, EPOLLIN);
}

static void on_signal(struct et_watch *watch, uint32_t events)
{
    struct et_worker *worker =
        (struct et_worker *)((char *)watch - offsetof(struct et_worker, signals));
    struct signalfd_siginfo info;

    (void)events;
    while (read(watch->fd, &info, sizeof(info)) == (ssize_t)sizeof(info))
        worker->stopping = true;
}

/* The struct is freed only after the turn: the loop may still hold an event for it. */
static void vacate(struct et_seat *seat)
{
    struct et_worker *worker = seat->worker;

    seat->dead = true;
    LIST_REMOVE(seat, others);
    worker->seat_count--;
    LIST_INSERT_HEAD(&worker->spare, seat, others);
    atomic_store(&worker->options->place->slot->connections, (int)worker->seat_count);
}

void et_seat_close(struct et_seat *seat)
{
    if (seat->dead)
        return;
    et_loop_forget(&seat->worker->loop, &seat->peer.watch);
    et_peer_close(&seat->peer);
    vacate(seat);
}

bool et_seat_hand_over(struct et_seat *seat)
{
    struct et_worker *worker = seat->worker;
    int status = et_handover_give(worker->options->place->handover, seat->peer.watch.fd);

    if (status != 0) {
        if (status != ET_ETIME) {
            worker->handing_over = false;
            worker->surplus = 0;
        }
        return false;
    }
    et_loop_forget(&worker->loop, &seat->peer.watch);
    (void)close(et_peer_release(&seat->peer));
    vacate(seat);
    if (worker->surplus > 0)
        worker->surplus--;
    return true;
}

static void free_spare(struct et_worker *worker)
{
    while (!LIST_EMPTY(&worker->spare)) {
        struct et_seat *seat = LIST_FIRST(&worker->spare);

        LIST_REMOVE(seat, others);
        free(seat);
    }
}

static void on_peer(struct et_watch *watch, uint32_t events)
{
    struct et_seat *seat = (struct et_seat *)watch;

    if (seat->dead)
        return;
    if ((events & (EPOLLERR | EPOLLHUP)) != 0 && (events & EPOLLIN) == 0 && !seat->busy) {
        et_seat_close(seat);
        return;
    }
    if (seat->streaming)
        et_stream_event(seat, events);
    else if (seat->waiting && (events & (EPOLLERR | EPOLLHUP | EPOLLRDHUP)) != 0)
        et_exchange_forsaken(seat);
    else
        et_exchange_readable(seat);
}

static void seat_peer(struct et_worker *worker, int fd)
{
    struct et_seat *seat = calloc(1, sizeof(*seat));

    if (seat == NULL) {
        (void)close(fd);
        return;
    }
    if (et_peer_open(&seat->peer, fd, ET_REQUEST_ARENA_MAX) != 0) {
        free(seat);
        return;
    }
    seat->worker = worker;
    seat->peer.watch.ready = on_peer;
    seat->idle_since = et_clock_monotonic_ms();
    LIST_INSERT_HEAD(&worker->seats, seat, others);
    worker->seat_count++;
    atomic_store(&worker->options->place->slot->connections, (int)worker->seat_count);
    /* Edge-triggered: one event for each request, and no system call to pause while it is in work.
     */
    if (et_loop_watch(&worker->loop, &seat->peer.watch, ET_SEAT_EVENTS) != 0)
        et_seat_close(seat);
}

static void on_listener(struct et_watch *watch, uint32_t events)
{
    struct et_worker *worker =
        (struct et_worker *)((char *)watch - offsetof(struct et_worker, listener));

    (void)events;
    for (int i = 0; i < ACCEPT_PER_TURN && worker->seat_count < ET_CONNECTIONS_MAX; i++) {
        int fd = accept4(watch->fd, NULL, NULL, SOCK_CLOEXEC);

        if (fd < 0)
            return;
        seat_peer(worker, fd);
    }
}

static void on_handover(struct et_watch *watch, uint32_t events)
{
    struct et_worker *worker =
        (struct et_worker *)((char *)watch - offsetof(struct et_worker, handover));
    int fd;

    (void)events;
    if (worker->seat_count >= ET_CONNECTIONS_MAX)
        return;
    fd = et_handover_take(worker->options->place->handover);
    if (fd >= 0)
        seat_peer(worker, fd);
    else if (fd == ET_ENOENT) /* it would wake us for ever */
        et_loop_forget(&worker->loop, watch);
}

/* Exclusively: a connection wakes one worker, not all. */
static int watch_handover(struct et_worker *worker)
{
    return et_loop_watch(&worker->loop, &worker->handover, EPOLLIN | EPOLLEXCLUSIVE);
}

static void hand_over_idle(struct et_worker *worker)
{
    struct et_seat *next;

    for (struct et_seat *seat = LIST_FIRST(&worker->seats); seat != NULL; seat = next) {
        next = LIST_NEXT(seat, others);
        if (!seat->busy && !et_seat_hand_over(seat))
            return;
    }
}

/* When nobody is there to take them over, kept connections are closed by whoever keeps them, NGINX,
 * where possible: a request that it sends while we close is lost. So only those go that have rested
 * a while and have nothing to read. */
static void close_idle(struct et_worker *worker, int64_t now)
{
    struct et_seat *next;

    for (struct et_seat *seat = LIST_FIRST(&worker->seats); seat != NULL; seat = next) {
        next = LIST_NEXT(seat, others);
        if (!seat->busy && now - seat->idle_since >= DRAIN_IDLE_MS &&
            et_peer_peek(&seat->peer) <= 0)
            et_seat_close(seat);
    }
}

/* NGINX keeps connections and uses them again and again, so what is uneven once (a worker was
 * killed, or a burst was taken by whoever woke first) would stay so. A worker with more than its
 * share passes some on, each when it has just been answered, and takes none over meanwhile. */
static void weigh(struct et_worker *worker, int64_t now)
{
    const struct et_workplace *place = worker->options->place;

    if (now - worker->weighed_at < WEIGH_MS)
        return;
    worker->weighed_at = now;
    worker->surplus = et_slots_surplus(place->slots, place->slot, now);
    if (worker->sated == (worker->surplus > 0))
        return;
    worker->sated = worker->surplus > 0;
    if (worker->sated)
        et_loop_forget(&worker->loop, &worker->handover);
    else
        (void)watch_handover(worker);
}

static void start_draining(struct et_worker *worker)
{
    et_loop_forget(&worker->loop, &worker->listener);
    et_loop_forget(&worker->loop, &worker->handover);
    worker->draining = worker->handing_over = true;
    atomic_store(&worker->options->place->slot->state, ET_SLOT_DRAINING);
    et_journal_say(&worker->journal, ET_LOG_INFO, "worker_draining", NULL, NULL);
}

static int timeout_until(int64_t now, int64_t due, int64_t most)
{
    int64_t wait = due - now;

    return (int)(wait < 0 ? 0 : wait > most ? most : wait);
}

static int longest_turn(const struct et_worker *worker)
{
    if (worker->draining)
        return DRAIN_TURN_MS;
    return worker->sated ? WEIGH_MS : TURN_MS;
}

static void turn(struct et_worker *worker)
{
    struct et_slot *slot = worker->options->place->slot;
    int64_t now = et_clock_monotonic_ms();
    int64_t due = et_lanes_tick(&worker->lanes, now);
    int64_t expiry;

    if (worker->lanes.changed)
        et_exchange_resend(worker);
    expiry = et_exchange_expire(worker, now);
    if (worker->handing_over)
        hand_over_idle(worker);
    else if (worker->draining)
        close_idle(worker, now);
    else {
        weigh(worker, now);
        et_chores_tick(&worker->chores, now);
    }
    free_spare(worker);
    et_journal_flush(&worker->journal);
    atomic_store_explicit(&slot->heartbeat, now, memory_order_relaxed);
    atomic_store_explicit(&slot->in_flight, (int)worker->busy_count, memory_order_relaxed);
    (void)et_loop_turn(&worker->loop,
                       timeout_until(now, expiry < due ? expiry : due, longest_turn(worker)));
}

static bool finished(struct et_worker *worker)
{
    bool recycle = worker->recycle_at != 0 && worker->served >= worker->recycle_at;

    if ((worker->stopping || recycle) && !worker->draining)
        start_draining(worker);
    return worker->draining && worker->seat_count == 0;
}

static int start(struct et_worker *worker, const struct et_worker_options *options)
{
    const struct et_settings *settings = options->settings;
    uint64_t limit = (uint64_t)settings->max_requests;

    worker->options = options;
    worker->dispatch = (struct et_dispatch){
        .table = {options->routes, options->route_count},
        .authenticator = {&settings->ring, settings->api.public_origin, et_session_token_verify,
                          et_token_cache_new()},
        .api = &settings->api,
    };
    LIST_INIT(&worker->seats);
    LIST_INIT(&worker->spare);
    TAILQ_INIT(&worker->busy);
    TAILQ_INIT(&worker->queue);
    et_journal_init(&worker->journal, settings->log_level);
    if (getrandom(worker->random, sizeof(worker->random), 0) != (ssize_t)sizeof(worker->random))
        return ET_EIO;
    worker->random[0] |= 1;
    /* Up to a tenth more, so that workers which began together don't end together. */
    worker->recycle_at = limit == 0 ? 0 : limit + worker->random[1] % (limit / 10 + 1);
    if (et_loop_init(&worker->loop) != 0 || watch_signals(worker, on_signal) != 0 ||
        et_peer_setup() != 0)
        return ET_EIO;
    if (et_lanes_init(&worker->lanes, settings, &worker->loop, &worker->journal,
                      options->place->slot) != 0)
        return ET_ENOMEM;
    worker->chores = (struct et_chores){.lanes = &worker->lanes,
                                        .journal = &worker->journal,
                                        .slots = options->place->slots,
                                        .slot = options->place->slot,
                                        .seconds = settings->chore_seconds,
                                        .random = worker->random[1]};
    if (et_chores_init(&worker->chores) != 0)
        return ET_ENOMEM;
    worker->listener.fd = options->place->listen_fd;
    worker->listener.ready = on_listener;
    worker->handover.fd = options->place->handover->take;
    worker->handover.ready = on_handover;
    if (watch_handover(worker) != 0)
        return ET_EIO;
    return et_loop_watch(&worker->loop, &worker->listener, EPOLLIN | EPOLLEXCLUSIVE);
}

int et_worker_run(const struct et_worker_options *options)
{
    struct et_worker *worker = calloc(1, sizeof(*worker));

    (void)mallopt(M_TRIM_THRESHOLD, HEAP_KEPT);
    /* A worker that is woken doesn't displace whoever runs for one event, it finds several when its
     * turn comes (SCHED_BATCH, sched(7)). On a processor at rest it runs at once, as before. */
    (void)sched_setscheduler(0, SCHED_BATCH, &(struct sched_param){0});
    if (worker == NULL || start(worker, options) != 0)
        return 1;
    atomic_store(&options->place->slot->heartbeat, et_clock_monotonic_ms());
    atomic_store(&options->place->slot->state, ET_SLOT_SERVING);
    et_journal_say(&worker->journal, ET_LOG_INFO, "worker_started", NULL, NULL);
    while (!finished(worker))
        turn(worker);
    et_lanes_done(&worker->lanes);
    et_chores_done(&worker->chores);
    et_loop_done(&worker->loop);
    et_journal_say(&worker->journal, ET_LOG_INFO, "worker_finished", NULL, NULL);
    free_spare(worker);
    et_token_cache_free(worker->dispatch.authenticator.cache);
    free(worker);
    return 0;
}
