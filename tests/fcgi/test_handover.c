/* Connections that change workers: a socketpair stands for a kept connection. */
#include "fcgi/handover.h"

#include <sys/socket.h>
#include <unistd.h>

#include "lib/base/error.h"
#include "tests/lib/unit.h"

static struct et_handover handover;
static int ends[2]; /* NGINX's, ours */

static void begin(void)
{
    CU_ASSERT_EQUAL(et_handover_open(&handover), 0);
    CU_ASSERT_EQUAL(socketpair(AF_UNIX, SOCK_STREAM, 0, ends), 0);
}

static void finish(void)
{
    (void)close(handover.give);
    (void)close(handover.take);
    (void)close(ends[0]);
}

static void test_request_on_its_way(void)
{
    char text[8] = "";
    int fd;

    begin();
    CU_ASSERT_EQUAL(write(ends[0], "ask", 3), 3);
    CU_ASSERT_EQUAL(et_handover_give(&handover, ends[1]), 0);
    (void)close(ends[1]);
    fd = et_handover_take(&handover);
    CU_ASSERT(fd >= 0);
    CU_ASSERT_EQUAL(read(fd, text, sizeof(text)), 3);
    CU_ASSERT_STRING_EQUAL(text, "ask");
    CU_ASSERT_EQUAL(write(fd, "answer", 6), 6);
    CU_ASSERT_EQUAL(read(ends[0], text, sizeof(text)), 6);
    (void)close(fd);
    finish();
}

static void test_nothing_to_take(void)
{
    begin();
    CU_ASSERT_EQUAL(et_handover_take(&handover), ET_ETIME);
    (void)close(ends[1]);
    finish();
}

static void test_end(void)
{
    char byte;

    begin();
    CU_ASSERT_EQUAL(et_handover_give(&handover, ends[1]), 0);
    (void)close(ends[1]);
    et_handover_end(&handover);
    CU_ASSERT_EQUAL(read(ends[0], &byte, 1), 0); /* what waited is closed, NGINX sees its end */
    CU_ASSERT_EQUAL(et_handover_give(&handover, ends[0]), ET_EIO);
    CU_ASSERT_EQUAL(et_handover_take(&handover), ET_ENOENT);
    finish();
}

int main(void)
{
    static const struct et_test tests[] = {
        {"a connection arrives with the request that was on its way", test_request_on_its_way},
        {"nothing given is nothing taken, without waiting", test_nothing_to_take},
        {"after the end giving fails, and what waited is closed", test_end},
    };

    return et_test_run("handover", tests, ET_COUNT(tests));
}
