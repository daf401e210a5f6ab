/* A thread plays the web server: it reads the records and puts the output together again. */
#include "fcgi/record.h"

#include <pthread.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

#include "lib/base/error.h"
#include "tests/lib/unit.h"

#define OUTPUT_MAX ((size_t)1024 * 1024)

struct reader {
    int fd;
    int request_id;
    bool regular; /* every header was as the specification has it */
    bool ended;
    size_t records;
    size_t length;
    char *output;
};

static bool read_all(int fd, void *to, size_t length)
{
    char *at = to;

    while (length > 0) {
        /* Small bites, so that the writer meets a full socket. */
        ssize_t got = read(fd, at, length < 4096 ? length : 4096);

        if (got <= 0)
            return false;
        at += got;
        length -= (size_t)got;
    }
    return true;
}

static void *read_records(void *of)
{
    struct reader *reader = of;
    unsigned char head[8];
    bool closed = false;

    reader->regular = true;
    while (!reader->ended && read_all(reader->fd, head, sizeof(head))) {
        size_t length = (size_t)(head[4] << 8 | head[5]);

        reader->records++;
        reader->regular &= head[0] == 1 && head[6] == 0 && !(closed && head[1] == 6) &&
                           (head[2] << 8 | head[3]) == reader->request_id;
        if (head[1] == 3) {
            unsigned char body[8];

            reader->regular &= closed && length == 8 && read_all(reader->fd, body, 8) &&
                               memcmp(body, "\0\0\0\0\0\0\0\0", 8) == 0;
            reader->ended = true;
        } else {
            reader->regular &= head[1] == 6 && reader->length + length <= OUTPUT_MAX &&
                               read_all(reader->fd, reader->output + reader->length, length);
            reader->length += length;
            closed = length == 0;
        }
    }
    return NULL;
}

/* Sends the pieces as request 258 and says whether they arrived, in how many records. */
static bool arrives(const struct et_slice *pieces, size_t count, size_t *ret_records)
{
    struct reader reader = {.request_id = 258, .output = malloc(OUTPUT_MAX)};
    int pair[2];
    int small = 4608;
    pthread_t thread;
    size_t at = 0;
    bool same = true;

    CU_ASSERT_PTR_NOT_NULL_FATAL(reader.output);
    CU_ASSERT_EQUAL_FATAL(socketpair(AF_UNIX, SOCK_STREAM, 0, pair), 0);
    CU_ASSERT_EQUAL(setsockopt(pair[1], SOL_SOCKET, SO_SNDBUF, &small, sizeof(small)), 0);
    reader.fd = pair[0];
    CU_ASSERT_EQUAL_FATAL(pthread_create(&thread, NULL, read_records, &reader), 0);
    CU_ASSERT_EQUAL(et_record_send(pair[1], 258, pieces, count, /* end */ true), 0);
    CU_ASSERT_EQUAL(pthread_join(thread, NULL), 0);
    for (size_t i = 0; i < count; at += pieces[i++].len)
        same &=
            at + pieces[i].len <= reader.length &&
            (pieces[i].len == 0 || memcmp(reader.output + at, pieces[i].ptr, pieces[i].len) == 0);
    *ret_records = reader.records;
    (void)close(pair[0]);
    (void)close(pair[1]);
    free(reader.output);
    return same && at == reader.length && reader.ended && reader.regular;
}

static void test_one_record(void)
{
    const struct et_slice pieces[] = {ET_LIT("Status: 200 OK\r\n\r\n"), ET_LIT(""),
                                      ET_LIT("{\"message\":\"pong\"}")};
    size_t records;

    CU_ASSERT_TRUE(arrives(pieces, 3, &records));
    CU_ASSERT_EQUAL(records, 3); /* the output, its end, the request's end */
    CU_ASSERT_TRUE(arrives(pieces, 0, &records));
    CU_ASSERT_EQUAL(records, 2);
}

static void test_many_records(void)
{
    static char text[OUTPUT_MAX];
    const size_t sizes[] = {1, 7, 8, 65527, 65528, 65529, 131056, 131057, 700000};
    size_t records;

    for (size_t i = 0; i < sizeof(text); i++)
        text[i] = (char)('a' + (i * 7 + i / 26) % 26);
    for (size_t i = 0; i < ET_COUNT(sizes); i++) {
        const struct et_slice pieces[] = {{text, 500}, {text + 500, sizes[i]}, {text + 9, 300}};
        size_t total = sizes[i] + 800;

        CU_ASSERT_TRUE(arrives(pieces, 3, &records));
        CU_ASSERT_EQUAL(records, (total + ET_RECORD_MAX - 1) / ET_RECORD_MAX + 2);
    }
}

static void test_many_pieces(void)
{
    static const char text[] = "0123456789";
    struct et_slice pieces[200];
    size_t records;

    for (size_t i = 0; i < ET_COUNT(pieces); i++)
        pieces[i] = (struct et_slice){text + i % 3, i % 7};
    CU_ASSERT_TRUE(arrives(pieces, ET_COUNT(pieces), &records));
    CU_ASSERT_EQUAL(records, 3);
}

static void test_peer_gone(void)
{
    const struct et_slice piece = ET_LIT("too late");
    int pair[2];

    CU_ASSERT_EQUAL_FATAL(socketpair(AF_UNIX, SOCK_STREAM, 0, pair), 0);
    (void)close(pair[0]);
    CU_ASSERT_EQUAL(et_record_send(pair[1], 1, &piece, 1, /* end */ true), ET_EIO);
    (void)close(pair[1]);
}

static void test_peer_slow(void)
{
    static char text[OUTPUT_MAX];
    const struct et_slice piece = {text, sizeof(text)};
    const struct timeval limit = {.tv_usec = 20000};
    int pair[2];

    CU_ASSERT_EQUAL_FATAL(socketpair(AF_UNIX, SOCK_STREAM, 0, pair), 0);
    CU_ASSERT_EQUAL(setsockopt(pair[1], SOL_SOCKET, SO_SNDTIMEO, &limit, sizeof(limit)), 0);
    CU_ASSERT_EQUAL(et_record_send(pair[1], 1, &piece, 1, /* end */ true), ET_EIO);
    (void)close(pair[0]);
    (void)close(pair[1]);
}

int main(void)
{
    static const struct et_test tests[] = {
        {"an answer that fits is one record, and the request ends", test_one_record},
        {"a long answer is cut at the records' limit and arrives whole", test_many_records},
        {"any number of pieces arrives in order", test_many_pieces},
        {"a peer that has gone is an error, no signal", test_peer_gone},
        {"a peer that takes nothing is given up after the socket's limit", test_peer_slow},
    };

    return et_test_run("record", tests, ET_COUNT(tests));
}
