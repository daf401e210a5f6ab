/* worker_private.h - what worker.c (the loop's turn) and exchange.c (a request's way) share. */
#ifndef ET_FCGI_WORKER_PRIVATE_H
#define ET_FCGI_WORKER_PRIVATE_H

#include <sys/epoll.h>
#include <sys/queue.h>

#include "fcgi/chores.h"
#include "fcgi/dispatch.h"
#include "fcgi/journal.h"
#include "fcgi/lanes.h"
#include "fcgi/loop.h"
#include "fcgi/peer.h"
#include "fcgi/worker.h"

#define ET_CONNECTIONS_MAX 1024
#define ET_IN_FLIGHT_MAX 512
#define ET_STREAMS_MAX 8 /* answers in parts at a time: each holds a part in memory */
#define ET_REQUEST_ARENA_MAX ((size_t)48 * 1024 * 1024)

/* The status in the log of a request that its client has left: NGINX's own number for it. */
#define ET_CLIENT_GONE 499

/* Of a connection; edge-triggered. */
#define ET_SEAT_EVENTS (EPOLLIN | EPOLLRDHUP | EPOLLET)

struct et_worker;

/* A connection and the request on it, if any. */
struct et_seat {
    struct et_peer peer; /* first: its watch is the loop's pointer */
    struct et_worker *worker;
    struct et_call call;
    int64_t started_us;
    int64_t idle_since; /* monotonic milliseconds; while no request is in work */
    bool busy;
    bool waiting; /* in the worker's queue for a database connection */
    bool sent;    /* the unit went to PostgreSQL at least once */
    bool dead;
    bool streaming;              /* an answer in parts is on its way (stream.c) */
    bool last;                   /* `rest` is the end of the last part */
    struct et_slice rest;        /* of the part, not yet written */
    size_t written;              /* bytes of the answer */
    int64_t moved_at;            /* monotonic milliseconds: when the stream last went on */
    LIST_ENTRY(et_seat) others;  /* all seats, or those that are freed after the turn */
    TAILQ_ENTRY(et_seat) by_age; /* busy ones */
    TAILQ_ENTRY(et_seat) queue;  /* waiting ones */
    char id[33];                 /* a request id made here */
};

LIST_HEAD(et_seats, et_seat);
TAILQ_HEAD(et_seat_line, et_seat);

struct et_worker {
    const struct et_worker_options *options;
    struct et_dispatch dispatch;
    struct et_loop loop;
    struct et_lanes lanes;
    struct et_journal journal;
    struct et_watch signals;
    struct et_chores chores;
    struct et_watch listener;
    struct et_watch handover; /* connections of a worker that leaves, or has too many */
    struct et_seats seats;
    struct et_seats spare;     /* freed after the turn: an event for one may still be on its way */
    struct et_seat_line busy;  /* the oldest first */
    struct et_seat_line queue; /* for a database connection */
    size_t seat_count;
    size_t busy_count;
    struct et_seat *streams[ET_STREAMS_MAX];
    size_t stream_count;
    uint64_t served;
    uint64_t recycle_at; /* 0 = never */
    uint64_t random[2];
    bool stopping; /* SIGTERM has come */
    bool draining;
    bool handing_over; /* while draining: idle connections go to another worker */
    int surplus;       /* connections that are still to go to workers which have fewer */
    bool sated;        /* it had a surplus when last looked: it takes none over */
    int64_t weighed_at;
};

/* worker.c: closes a connection; passes an idle one to another worker. False: it is still ours, and
 * when nobody is left to take any, none is to be handed over from now on. */
void et_seat_close(struct et_seat *seat);
bool et_seat_hand_over(struct et_seat *seat);

/* exchange.c: bytes have come on an idle connection; the client has gone while its request waited;
 * a database connection came, went or has room again; the oldest requests are over their time.
 * et_exchange_expire() returns when the next one's time is over. */
void et_exchange_readable(struct et_seat *seat);
void et_exchange_forsaken(struct et_seat *seat);
void et_exchange_resend(struct et_worker *worker);
int64_t et_exchange_expire(struct et_worker *worker, int64_t now);

/* For stream.c. Send the call's job; answer it at once; leave the line of those that wait for their
 * deadline; tell the log and the counters; see to the connection when the answer is written. */
void et_exchange_query(struct et_seat *seat);
void et_exchange_answer(struct et_seat *seat);
void et_exchange_leave_line(struct et_seat *seat);
void et_exchange_record(struct et_seat *seat, int status, size_t bytes);
void et_exchange_settle(struct et_seat *seat, bool open);

/* stream.c: a part is made; no other will come; something happened on the connection; who has not
 * gone on in time. */
void et_stream_part(struct et_seat *seat, bool last);
void et_stream_break(struct et_seat *seat);
void et_stream_event(struct et_seat *seat, uint32_t events);
int64_t et_stream_expire(struct et_worker *worker, int64_t now);

#endif
