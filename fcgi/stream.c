/* stream.c - an answer in parts, of any length, in the memory of one part (see api.h).
 *
 * A part is written piece by piece, each when epoll says that the connection has room; the next
 * part is asked for when the last piece of this one is written. So a slow client, behind NGINX's
 * buffers, holds one part's memory and nothing else: neither the worker's turn nor a database
 * connection. A piece or a part at a time, other requests come between.
 *
 * When it can't go on, the connection is closed without the end of the request. NGINX then breaks
 * the transfer off (no last chunk, or a reset stream), which no client takes for a whole file.
 */
#include "fcgi/settings.h"
#include "fcgi/worker_private.h"
#include "lib/base/clock.h"

/* NGINX itself gives up a client that takes nothing for 10 s; this is for when NGINX doesn't. */
#define STALL_MS 60000

static bool begin(struct et_seat *seat)
{
    struct et_worker *worker = seat->worker;
    struct et_call *call = &seat->call;

    et_exchange_leave_line(seat);
    worker->streams[worker->stream_count++] = seat;
    seat->streaming = true;
    seat->written = 0;
    if (!et_peer_begin(&seat->peer, &call->request, &call->response, &seat->written))
        return false;
    return et_loop_watch(&worker->loop, &seat->peer.watch, ET_SEAT_EVENTS | EPOLLOUT) == 0;
}

static void leave_streams(struct et_seat *seat)
{
    struct et_worker *worker = seat->worker;

    for (size_t i = 0; i < worker->stream_count; i++) {
        if (worker->streams[i] == seat)
            worker->streams[i] = worker->streams[--worker->stream_count];
    }
    seat->streaming = false;
}

/* The client, or NGINX, is gone or takes nothing any more. */
static void give_up(struct et_seat *seat)
{
    et_pipeline_abandon(&seat->call.job);
    leave_streams(seat);
    et_exchange_record(seat, ET_CLIENT_GONE, seat->written);
    et_exchange_settle(seat, et_peer_finish(&seat->peer, /* keep */ false));
}

void et_stream_break(struct et_seat *seat)
{
    if (seat->call.fault == NULL)
        seat->call.fault = "stream_broken";
    et_pipeline_abandon(&seat->call.job);
    leave_streams(seat);
    et_exchange_record(seat, 500, seat->written);
    et_exchange_settle(seat, et_peer_finish(&seat->peer, /* keep */ false));
}

static void finish(struct et_seat *seat)
{
    struct et_worker *worker = seat->worker;
    bool keep = !worker->draining || worker->handing_over;

    leave_streams(seat);
    et_exchange_record(seat, seat->call.response.status, seat->written);
    keep = et_loop_watch(&worker->loop, &seat->peer.watch, ET_SEAT_EVENTS) == 0 && keep;
    et_exchange_settle(seat, et_peer_finish(&seat->peer, keep));
}

static void write_piece(struct et_seat *seat)
{
    size_t size = seat->rest.len < ET_PEER_PIECE_MAX ? seat->rest.len : ET_PEER_PIECE_MAX;
    struct et_slice piece = {seat->rest.ptr, size};
    bool end = seat->last && size == seat->rest.len;

    if (!et_peer_put(&seat->peer, piece, end)) {
        give_up(seat);
        return;
    }
    seat->moved_at = et_clock_monotonic_ms();
    seat->written += size;
    seat->rest.ptr += size;
    seat->rest.len -= size;
    if (end)
        finish(seat);
    else if (seat->rest.len > 0)
        et_loop_rearm(&seat->worker->loop, &seat->peer.watch);
    else if (et_dispatch_more(&seat->call) == ET_NEXT_QUERY)
        et_exchange_query(seat);
    else
        et_stream_break(seat);
}

void et_stream_part(struct et_seat *seat, bool last)
{
    struct et_worker *worker = seat->worker;

    if (!seat->streaming && worker->stream_count == ET_STREAMS_MAX) {
        et_dispatch_refuse(&seat->call, 503, "busy",
                           "Too many downloads are under way. Please try again in a moment.");
        et_exchange_answer(seat);
        return;
    }
    seat->moved_at = et_clock_monotonic_ms();
    if (!seat->streaming && !begin(seat)) {
        give_up(seat);
        return;
    }
    seat->last = last;
    seat->rest = et_buf_text(&seat->call.response.body);
    /* Written when epoll says so, even if there is room now: others have their turn first. */
    et_loop_rearm(&worker->loop, &seat->peer.watch);
}

/* Is there something to write, or does it wait for the database? */
static bool writing(const struct et_seat *seat)
{
    return seat->rest.len > 0 || seat->last;
}

void et_stream_event(struct et_seat *seat, uint32_t events)
{
    if ((events & (EPOLLERR | EPOLLHUP | EPOLLRDHUP)) != 0) {
        give_up(seat);
        return;
    }
    if ((events & EPOLLIN) != 0)
        seat->peer.early = true;
    if ((events & EPOLLOUT) != 0 && writing(seat))
        write_piece(seat);
}

int64_t et_stream_expire(struct et_worker *worker, int64_t now)
{
    int64_t first = INT64_MAX;

    for (size_t i = worker->stream_count; i > 0; i--) {
        struct et_seat *seat = worker->streams[i - 1];
        int64_t limit = writing(seat) ? STALL_MS : worker->options->settings->request_timeout_ms;
        int64_t due = seat->moved_at + limit;

        if (due > now) {
            first = due < first ? due : first;
        } else if (writing(seat)) {
            give_up(seat);
        } else {
            seat->call.fault = "deadline";
            et_stream_break(seat);
        }
    }
    return first;
}
