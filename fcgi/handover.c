/* handover.c - see handover.h. */
#include "fcgi/handover.h"

#include <errno.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "lib/base/error.h"

/* Room for the one control message that carries one descriptor, aligned as cmsg(3) wants. */
union control {
    struct cmsghdr align;
    char bytes[CMSG_SPACE(sizeof(int))];
};

int et_handover_open(struct et_handover *ret_handover)
{
    int pair[2];

    if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_NONBLOCK | SOCK_CLOEXEC, 0, pair) != 0)
        return ET_EIO;
    *ret_handover = (struct et_handover){.give = pair[0], .take = pair[1]};
    return 0;
}

int et_handover_give(const struct et_handover *handover, int fd)
{
    union control control = {0};
    char byte = 'c';
    struct iovec data = {&byte, 1};
    struct msghdr message = {.msg_iov = &data,
                             .msg_iovlen = 1,
                             .msg_control = control.bytes,
                             .msg_controllen = sizeof(control.bytes)};
    struct cmsghdr *header = CMSG_FIRSTHDR(&message);

    header->cmsg_level = SOL_SOCKET;
    header->cmsg_type = SCM_RIGHTS;
    header->cmsg_len = CMSG_LEN(sizeof(int));
    memcpy(CMSG_DATA(header), &fd, sizeof(int));
    if (sendmsg(handover->give, &message, MSG_DONTWAIT | MSG_NOSIGNAL) == 1)
        return 0;
    return errno == EAGAIN || errno == EINTR ? ET_ETIME : ET_EIO;
}

int et_handover_take(const struct et_handover *handover)
{
    union control control = {0};
    char byte;
    struct iovec data = {&byte, 1};
    struct msghdr message = {.msg_iov = &data,
                             .msg_iovlen = 1,
                             .msg_control = control.bytes,
                             .msg_controllen = sizeof(control.bytes)};
    const struct cmsghdr *header;
    ssize_t size = recvmsg(handover->take, &message, MSG_DONTWAIT | MSG_CMSG_CLOEXEC);
    int fd;

    if (size != 1)
        return size == 0 ? ET_ENOENT : ET_ETIME;
    header = CMSG_FIRSTHDR(&message);
    if (header == NULL || header->cmsg_type != SCM_RIGHTS ||
        header->cmsg_len != CMSG_LEN(sizeof(int)))
        return ET_ETIME;
    memcpy(&fd, CMSG_DATA(header), sizeof(int));
    return fd;
}

void et_handover_end(const struct et_handover *handover)
{
    int fd;

    /* What waits can still be received; what is sent from now on is refused with EPIPE. */
    (void)shutdown(handover->give, SHUT_WR);
    while ((fd = et_handover_take(handover)) >= 0)
        (void)close(fd);
}
