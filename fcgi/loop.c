/* loop.c - see loop.h. */
#include "fcgi/loop.h"

#include <errno.h>
#include <sys/epoll.h>
#include <unistd.h>

#include "lib/base/error.h"

#define EVENTS_MAX 128

int et_loop_init(struct et_loop *loop)
{
    loop->epoll = epoll_create1(EPOLL_CLOEXEC);
    return loop->epoll >= 0 ? 0 : ET_EIO;
}

void et_loop_done(struct et_loop *loop)
{
    (void)close(loop->epoll);
    loop->epoll = -1;
}

/* The kernel forgets a descriptor when it is closed, and libpq may close one and get the same
 * number again: so the other operation is tried before giving up. */
int et_loop_watch(struct et_loop *loop, struct et_watch *watch, uint32_t events)
{
    struct epoll_event event = {.events = events, .data.ptr = watch};
    int operation = watch->events == 0 ? EPOLL_CTL_ADD : EPOLL_CTL_MOD;

    if (events == watch->events)
        return 0;
    if (events == 0) {
        et_loop_forget(loop, watch);
        return 0;
    }
    if (epoll_ctl(loop->epoll, operation, watch->fd, &event) != 0) {
        if (errno != ENOENT && errno != EEXIST)
            return ET_EIO;
        operation = errno == ENOENT ? EPOLL_CTL_ADD : EPOLL_CTL_MOD;
        if (epoll_ctl(loop->epoll, operation, watch->fd, &event) != 0)
            return ET_EIO;
    }
    watch->events = events;
    return 0;
}

void et_loop_rearm(struct et_loop *loop, struct et_watch *watch)
{
    struct epoll_event event = {.events = watch->events, .data.ptr = watch};

    (void)epoll_ctl(loop->epoll, EPOLL_CTL_MOD, watch->fd, &event);
}

void et_loop_forget(struct et_loop *loop, struct et_watch *watch)
{
    if (watch->events != 0 && watch->fd >= 0)
        (void)epoll_ctl(loop->epoll, EPOLL_CTL_DEL, watch->fd, NULL);
    watch->events = 0;
}

int et_loop_turn(struct et_loop *loop, int timeout_ms)
{
    struct epoll_event events[EVENTS_MAX];
    int count = epoll_wait(loop->epoll, events, EVENTS_MAX, timeout_ms);

    if (count < 0)
        return errno == EINTR ? 0 : ET_EIO;
    for (int i = 0; i < count; i++) {
        struct et_watch *watch = events[i].data.ptr;

        watch->ready(watch, events[i].events);
    }
    return count;
}
