/* exchange.c - a request's way through the worker: read, dispatch, send, wait, answer, log. */
#include <stdio.h>

#include "fcgi/hooks.h"
#include "fcgi/settings.h"
#include "fcgi/slots.h"
#include "fcgi/supervisor.h"
#include "fcgi/worker_private.h"
#include "lib/base/clock.h"
#include "lib/db/sqlstate.h"

void et_exchange_leave_line(struct et_seat *seat)
{
    TAILQ_REMOVE(&seat->worker->busy, seat, by_age);
}

static void wait_turn(struct et_seat *seat)
{
    seat->waiting = true;
    TAILQ_INSERT_TAIL(&seat->worker->queue, seat, queue);
}

static void leave_queue(struct et_seat *seat)
{
    if (!seat->waiting)
        return;
    seat->waiting = false;
    TAILQ_REMOVE(&seat->worker->queue, seat, queue);
}

static size_t label_index(const struct et_worker *worker, const struct et_route *route)
{
    const struct et_worker_options *options = worker->options;

    for (size_t i = 0; route != NULL && i + 1 < options->label_count; i++) {
        if (options->labels[i] == route->label || strcmp(options->labels[i], route->label) == 0)
            return i;
    }
    return options->label_count - 1;
}

static void log_request(struct et_seat *seat, int status, size_t bytes, int64_t duration_us)
{
    struct et_journal *journal = &seat->worker->journal;
    const struct et_call *call = &seat->call;
    enum et_log_level level = status >= 500 ? ET_LOG_WARNING : ET_LOG_INFO;
    struct et_log *log =
        et_journal_begin(journal, call->fault != NULL ? ET_LOG_ERROR : level, "request");

    if (log == NULL)
        return;
    et_log_text(log, "request_id", call->request.id);
    et_log_text(log, "method", et_request_param(&call->request, "REQUEST_METHOD"));
    et_log_text(log, "route",
                call->route != NULL ? et_slice_from(call->route->label) : ET_LIT("unrouted"));
    et_log_i64(log, "status", status);
    et_log_i64(log, "duration_us", duration_us);
    et_log_i64(log, "bytes", (int64_t)bytes);
    if (call->exchange.caller.user != 0)
        et_log_i64(log, "user", call->exchange.caller.user);
    if (call->replayed)
        et_log_bool(log, "replayed", true);
    if (call->fault != NULL)
        et_log_text(log, "fault", et_slice_from(call->fault));
    if (call->sqlstate[0] != '\0') {
        et_log_text(log, "sqlstate", et_slice_from(call->sqlstate));
        /* Our own are sentences for the person and may hold what they typed. */
        if (et_sqlstate_own(call->sqlstate) == 0)
            et_log_text(log, "database_message", call->message);
    }
    et_journal_end(journal);
}

static void count_request(struct et_seat *seat, int status, int64_t duration_us)
{
    struct et_slot *slot = seat->worker->options->place->slot;
    const struct et_call *call = &seat->call;

    et_slot_request(slot, label_index(seat->worker, call->route), status, duration_us);
    if (call->replayed)
        et_slot_count(&slot->replays);
    if (status == 503 && seat->sent && !et_call_is_read(call))
        et_slot_count(&slot->unknown_outcomes);
    if (call->sqlstate[0] != '\0' && et_sqlstate_rule(call->sqlstate)->alarm)
        et_slot_count(&slot->database_errors);
}

/* The log's texts live in the arena that answering resets, so the line comes first. */
void et_exchange_record(struct et_seat *seat, int status, size_t bytes)
{
    struct et_worker *worker = seat->worker;
    int64_t duration_us = et_clock_monotonic_us() - seat->started_us;

    leave_queue(seat);
    log_request(seat, status, bytes, duration_us);
    count_request(seat, status, duration_us);
    seat->busy = false;
    worker->busy_count--;
    worker->served++;
    seat->idle_since = et_clock_monotonic_ms();
}

void et_exchange_answer(struct et_seat *seat)
{
    struct et_worker *worker = seat->worker;
    struct et_call *call = &seat->call;
    size_t bytes = call->response.body.len;
    bool open;

    et_exchange_leave_line(seat);
    et_exchange_record(seat, call->response.status, bytes);
    et_hook(ET_HOOK_ANSWER);
    open = et_peer_answer(&seat->peer, &call->request, &call->response,
                          !worker->draining || worker->handing_over, &bytes);
    et_hook(ET_HOOK_WRITTEN);
    et_exchange_settle(seat, open);
}

void et_exchange_settle(struct et_seat *seat, bool open)
{
    struct et_worker *worker = seat->worker;

    if (!open || (seat->peer.early && et_peer_peek(&seat->peer) < 0))
        et_seat_close(seat);
    else if ((worker->handing_over || worker->surplus > 0) && et_seat_hand_over(seat))
        return;
    else if (seat->peer.early)
        et_loop_rearm(&worker->loop, &seat->peer.watch);
}

static void proceed(struct et_seat *seat, enum et_next next);

static void on_done(struct et_job *job)
{
    struct et_seat *seat = job->owner;

    et_hook(ET_HOOK_DONE);
    if (job->outcome == ET_OUTCOME_LOST)
        et_slot_count(&seat->worker->options->place->slot->database_lost);
    proceed(seat, et_dispatch_resume(&seat->worker->dispatch, &seat->call));
}

static void proceed(struct et_seat *seat, enum et_next next)
{
    switch (next) {
    case ET_NEXT_QUERY:
        et_exchange_query(seat);
        return;
    case ET_NEXT_PART:
        et_stream_part(seat, /* last */ false);
        return;
    case ET_NEXT_BREAK:
        et_stream_break(seat);
        return;
    case ET_NEXT_SEND:
        break;
    }
    if (seat->streaming)
        et_stream_part(seat, /* last */ true);
    else
        et_exchange_answer(seat);
}

/* Sends the call's job, or lets the seat wait at the end of the queue. */
static void send_or_wait(struct et_seat *seat)
{
    struct et_call *call = &seat->call;
    struct et_lanes *lanes = &seat->worker->lanes;

    switch (et_lanes_crowded(lanes, call->job.unit->lane)
                ? ET_SENT_WAIT
                : et_lanes_send(lanes, call->job.unit->lane, &call->job)) {
    case ET_SENT:
        seat->sent = true;
        et_hook(ET_HOOK_SENT);
        return;
    case ET_SENT_WAIT:
        wait_turn(seat);
        return;
    case ET_SENT_BROKEN:
        call->fault = "unit_incomplete";
        et_dispatch_refuse(call, 500, "internal", "Something went wrong on our side.");
        break;
    case ET_SENT_NO:
        et_dispatch_unavailable(call, false);
        break;
    }
    if (seat->streaming)
        et_stream_break(seat);
    else
        et_exchange_answer(seat);
}

void et_exchange_query(struct et_seat *seat)
{
    struct et_call *call = &seat->call;

    call->job.owner = seat;
    call->job.done = on_done;
    et_hook(ET_HOOK_PLANNED);
    /* Long work that comes anew doesn't pass those that wait already. */
    if (call->job.unit->lane == ET_LANE_LONG && !TAILQ_EMPTY(&seat->worker->queue))
        wait_turn(seat);
    else
        send_or_wait(seat);
}

/* What waited was never sent, so nothing of it has happened or will. */
void et_exchange_forsaken(struct et_seat *seat)
{
    et_exchange_leave_line(seat);
    et_exchange_record(seat, ET_CLIENT_GONE, 0);
    et_seat_close(seat);
}

/* 32 hexadecimal digits that are unique enough to find a request in a log (xorshift128+). */
static void make_id(struct et_seat *seat)
{
    uint64_t *state = seat->worker->random;

    for (int half = 0; half < 2; half++) {
        uint64_t x = state[0];
        uint64_t y = state[1];

        state[0] = y;
        x ^= x << 23;
        state[1] = x ^ y ^ (x >> 17) ^ (y >> 26);
        (void)snprintf(seat->id + (ptrdiff_t)half * 16, 17, "%016llx",
                       (unsigned long long)(state[1] + y));
    }
    seat->call.request.id = (struct et_slice){seat->id, 32};
}

static const char *body_problem(int status)
{
    switch (status) {
    case 413:
        return "The body is larger than this address takes.";
    case 503:
        return "The body does not fit in memory at the moment.";
    default:
        return "The body does not have the length that was announced.";
    }
}

static void refuse_body(struct et_call *call, int status)
{
    et_dispatch_refuse(call, status,
                       status == 413   ? "content_too_large"
                       : status == 503 ? "busy"
                                       : "bad_request",
                       body_problem(status));
}

/* Returns false when the connection is gone. */
static bool receive(struct et_seat *seat, int *ret_status)
{
    struct et_call *call = &seat->call;
    struct et_worker *worker = seat->worker;
    int head = et_peer_read_head(&seat->peer, &call->request);
    int body;

    if (head < 0)
        return false;
    et_hook(ET_HOOK_HEAD);
    seat->started_us = et_clock_monotonic_us();
    call->now = et_clock_unix_seconds();
    if (!et_slice_present(call->request.id))
        make_id(seat);
    if (head == 200)
        et_dispatch_route(&worker->dispatch, call);
    body = et_peer_read_body(&seat->peer, &call->request, et_dispatch_body_limit(call));
    if (body < 0)
        return false;
    et_hook(ET_HOOK_BODY);
    *ret_status = head != 200 ? head : body;
    return true;
}

void et_exchange_readable(struct et_seat *seat)
{
    struct et_worker *worker = seat->worker;
    struct et_call *call = &seat->call;
    int status = 200;

    if (seat->busy) {
        seat->peer.early = true;
        return;
    }
    memset(call, 0, offsetof(struct et_call, lookup));
    call->fault = NULL;
    call->sqlstate[0] = '\0';
    call->message = ET_ABSENT;
    seat->sent = seat->streaming = false;
    if (!receive(seat, &status)) {
        et_seat_close(seat);
        return;
    }
    seat->busy = true;
    TAILQ_INSERT_TAIL(&worker->busy, seat, by_age);
    worker->busy_count++;
    if (status != 200) {
        refuse_body(call, status);
        et_exchange_answer(seat);
    } else if (worker->busy_count > ET_IN_FLIGHT_MAX) {
        et_slot_count(&worker->options->place->slot->shed);
        et_dispatch_refuse(call, 503, "busy", "The service is busy. Please try again in a moment.");
        et_exchange_answer(seat);
    } else {
        proceed(seat, et_dispatch_begin(&worker->dispatch, call));
    }
}

void et_exchange_resend(struct et_worker *worker)
{
    size_t count = 0;

    worker->lanes.changed = false;
    for (struct et_seat *seat = TAILQ_FIRST(&worker->queue); seat != NULL;
         seat = TAILQ_NEXT(seat, queue))
        count++;
    /* Whoever has to go on waiting goes to the end, one after the other: the order stays. */
    for (; count > 0 && !TAILQ_EMPTY(&worker->queue); count--) {
        struct et_seat *seat = TAILQ_FIRST(&worker->queue);

        leave_queue(seat);
        send_or_wait(seat);
    }
}

int64_t et_exchange_expire(struct et_worker *worker, int64_t now)
{
    int64_t limit = worker->options->settings->request_timeout_ms;
    int64_t due = et_stream_expire(worker, now);

    struct et_seat *next;

    for (struct et_seat *seat = TAILQ_FIRST(&worker->busy); seat != NULL; seat = next) {
        bool patient = seat->call.unit.patient;
        int64_t its = seat->started_us / 1000 + limit + (patient ? ET_PATIENT_MS : 0);

        next = TAILQ_NEXT(seat, by_age);
        if (its > now) {
            due = its < due ? its : due;
            if (!patient)
                break; /* those behind it came later */
            continue;
        }
        et_pipeline_abandon(&seat->call.job);
        et_dispatch_late(&seat->call, seat->sent);
        et_exchange_answer(seat);
    }
    return due;
}
