/* record.c - see record.h. */
#include "fcgi/record.h"

#include <errno.h>
#include <fastcgi.h>
#include <stdint.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/uio.h>

#include "lib/base/error.h"

#define VECTORS_MAX 32
#define HEADERS_MAX 8
#define END_BYTES (2 * FCGI_HEADER_LEN + sizeof(FCGI_EndRequestBody))

/* What is to be sent together; the vectors point into the pieces and into `headers` and `last`. */
struct batch {
    int fd;
    size_t vectors;
    size_t headers;
    struct iovec vector[VECTORS_MAX];
    FCGI_Header header[HEADERS_MAX];
};

/* Takes `sent` bytes off the front of the vectors. Returns how many vectors are done with. */
static size_t skip(struct iovec *vector, size_t count, size_t sent)
{
    size_t done = 0;

    while (done < count && sent >= vector[done].iov_len)
        sent -= vector[done++].iov_len;
    if (done < count) {
        vector[done].iov_base = (char *)vector[done].iov_base + sent;
        vector[done].iov_len -= sent;
    }
    return done;
}

static int flush(struct batch *batch)
{
    struct msghdr message = {.msg_iov = batch->vector, .msg_iovlen = batch->vectors};

    while (message.msg_iovlen > 0) {
        ssize_t sent = sendmsg(batch->fd, &message, MSG_NOSIGNAL);
        size_t done;

        if (sent < 0 && errno == EINTR)
            continue;
        if (sent < 0)
            return ET_EIO;
        done = skip(message.msg_iov, message.msg_iovlen, (size_t)sent);
        message.msg_iov += done;
        message.msg_iovlen -= done;
    }
    batch->vectors = batch->headers = 0;
    return 0;
}

static void add(struct batch *batch, const void *bytes, size_t len)
{
    batch->vector[batch->vectors++] = (struct iovec){(void *)(uintptr_t)bytes, len};
}

static FCGI_Header header_of(int type, int request_id, size_t len)
{
    return (FCGI_Header){
        .version = FCGI_VERSION_1,
        .type = (unsigned char)type,
        .requestIdB1 = (unsigned char)(request_id >> 8 & 0xff),
        .requestIdB0 = (unsigned char)(request_id & 0xff),
        .contentLengthB1 = (unsigned char)(len >> 8 & 0xff),
        .contentLengthB0 = (unsigned char)(len & 0xff),
    };
}

static void put_end(unsigned char last[END_BYTES], int request_id)
{
    FCGI_EndRequestBody body = {.protocolStatus = FCGI_REQUEST_COMPLETE};
    FCGI_Header output = header_of(FCGI_STDOUT, request_id, 0);
    FCGI_Header end = header_of(FCGI_END_REQUEST, request_id, sizeof(body));

    memcpy(last, &output, FCGI_HEADER_LEN);
    memcpy(last + FCGI_HEADER_LEN, &end, FCGI_HEADER_LEN);
    memcpy(last + (ptrdiff_t)2 * FCGI_HEADER_LEN, &body, sizeof(body));
}

/* The bytes from `at` of pieces[0] on, but no more than a record holds. */
static size_t record_length(const struct et_slice *pieces, size_t count, size_t at)
{
    size_t len = 0;

    for (size_t i = 0; i < count && len < ET_RECORD_MAX; i++) {
        len += pieces[i].len - at;
        at = 0;
    }
    return len < ET_RECORD_MAX ? len : ET_RECORD_MAX;
}

int et_record_send(int fd, int request_id, const struct et_slice pieces[], size_t count, bool end)
{
    struct batch batch = {.fd = fd};
    unsigned char last[END_BYTES];
    size_t piece = 0;
    size_t at = 0; /* of that piece */
    size_t left;

    while ((left = record_length(pieces + piece, count - piece, at)) > 0) {
        if (batch.headers == HEADERS_MAX && flush(&batch) != 0)
            return ET_EIO;
        batch.header[batch.headers] = header_of(FCGI_STDOUT, request_id, left);
        add(&batch, &batch.header[batch.headers++], FCGI_HEADER_LEN);
        while (left > 0) {
            size_t rest = pieces[piece].len - at;
            size_t step = rest < left ? rest : left;

            if (batch.vectors == VECTORS_MAX && flush(&batch) != 0)
                return ET_EIO;
            if (step > 0)
                add(&batch, pieces[piece].ptr + at, step);
            left -= step;
            at = step < rest ? at + step : 0;
            piece += step < rest ? 0 : 1;
        }
    }
    if (end) {
        if (batch.vectors == VECTORS_MAX && flush(&batch) != 0)
            return ET_EIO;
        put_end(last, request_id);
        add(&batch, last, sizeof(last));
    }
    return flush(&batch);
}
