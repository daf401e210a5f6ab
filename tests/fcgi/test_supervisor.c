/* The supervisor with made-up workers: what they do stands in a file, one word. */
#include "fcgi/supervisor.h"

#include <fcntl.h>
#include <signal.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "fcgi/slots.h"
#include "lib/base/clock.h"
#include "tests/lib/unit.h"

static char folder[] = "/tmp/expense-supervisor-XXXXXX";
static char behaviour_path[64];
static char starts_path[64];
static char config_path[64];

static void put_file(const char *path, const char *text)
{
    int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0600);

    CU_ASSERT(fd >= 0);
    CU_ASSERT_EQUAL(write(fd, text, strlen(text)), (ssize_t)strlen(text));
    (void)close(fd);
}

static bool behaviour_is(const char *word)
{
    char text[32] = "";
    int fd = open(behaviour_path, O_RDONLY);

    if (fd < 0 || read(fd, text, sizeof(text) - 1) < 0)
        return false;
    (void)close(fd);
    return strcmp(text, word) == 0;
}

static volatile sig_atomic_t told;

static void on_term(int signal)
{
    (void)signal;
    told = 1;
}

static void pause_ms(long ms)
{
    struct timespec wait = {ms / 1000, ms % 1000 * 1000000};

    (void)nanosleep(&wait, NULL);
}

/* Notes its start as one byte in a file, then behaves. */
static int work(const struct et_settings *settings, const struct et_workplace *place)
{
    struct et_slot *slot = place->slot;
    struct sigaction action = {.sa_handler = on_term};
    sigset_t none;
    int fd = open(starts_path, O_WRONLY | O_APPEND | O_CREAT, 0600);

    (void)settings;
    (void)!write(fd, "s", 1);
    (void)close(fd);
    (void)sigaction(SIGTERM, &action, NULL);
    (void)sigemptyset(&none);
    (void)sigprocmask(SIG_SETMASK, &none, NULL);
    atomic_store(&slot->state, ET_SLOT_SERVING);
    if (behaviour_is("misconfigured"))
        return 2;
    while (!told || behaviour_is("stubborn")) {
        if (!behaviour_is("hung"))
            atomic_store(&slot->heartbeat, et_clock_monotonic_ms());
        pause_ms(20);
    }
    return 0;
}

static off_t starts(void)
{
    struct stat info;

    return stat(starts_path, &info) == 0 ? info.st_size : 0;
}

static bool until_starts(off_t count)
{
    for (int i = 0; i < 500 && starts() < count; i++)
        pause_ms(20);
    return starts() >= count;
}

static const char *const environment[] = {NULL};

static void configure(const char *workers)
{
    char text[512];

    (void)snprintf(text, sizeof(text),
                   "EXPENSE_DATABASE_URL=host=/nowhere\nEXPENSE_LOG_LEVEL=error\n"
                   "EXPENSE_PUBLIC_ORIGIN=http://localhost:8080\n"
                   "EXPENSE_TOKEN_KEYS=k1:AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8\n"
                   "EXPENSE_HUNG_SECONDS=2\nEXPENSE_DRAIN_SECONDS=1\nEXPENSE_WORKERS=%s\n",
                   workers);
    put_file(config_path, text);
}

static pid_t start(const char *behaviour)
{
    pid_t pid;

    put_file(behaviour_path, behaviour);
    put_file(starts_path, "");
    configure("2");
    (void)fflush(NULL); /* children end with exit() */
    pid = fork();
    if (pid == 0) {
        struct et_pool_options options = {.pool = ET_POOL_API,
                                          .pool_name = "api",
                                          .config_file = config_path,
                                          .environment = environment,
                                          .listen_fd = 0,
                                          .work = work};
        struct et_settings *settings = NULL;
        char error[ET_SETTINGS_ERROR_MAX];
        int null = open("/dev/null", O_WRONLY);

        (void)dup2(null, STDERR_FILENO);
        if (et_settings_read(ET_POOL_API, config_path, environment, &settings, error) != 0)
            _exit(9);
        _exit(et_supervisor_run(&options, settings));
    }
    return pid;
}

/* The exit status, or -1 when it has not ended within 10 s. */
static int end_of(pid_t pid)
{
    int status = 0;

    for (int i = 0; i < 500; i++) {
        if (waitpid(pid, &status, WNOHANG) == pid)
            return WIFEXITED(status) ? WEXITSTATUS(status) : -2;
        pause_ms(20);
    }
    (void)kill(pid, SIGKILL);
    (void)waitpid(pid, &status, 0);
    return -1;
}

static pid_t child_of(pid_t parent)
{
    char path[64];
    char text[128] = "";
    int fd;

    (void)snprintf(path, sizeof(path), "/proc/%d/task/%d/children", (int)parent, (int)parent);
    fd = open(path, O_RDONLY);
    if (fd < 0 || read(fd, text, sizeof(text) - 1) < 0)
        return 0;
    (void)close(fd);
    return (pid_t)strtol(text, NULL, 10);
}

static void test_restart(void)
{
    pid_t pid = start("calm");
    pid_t victim;

    CU_ASSERT_TRUE(until_starts(2));
    victim = child_of(pid);
    CU_ASSERT(victim > 0);
    if (victim > 0)
        (void)kill(victim, SIGKILL);
    CU_ASSERT_TRUE(until_starts(3));
    (void)kill(pid, SIGTERM);
    CU_ASSERT_EQUAL(end_of(pid), 0);
    CU_ASSERT_EQUAL(starts(), 3);
}

static void test_configuration(void)
{
    pid_t pid = start("misconfigured");

    CU_ASSERT_EQUAL(end_of(pid), 2);
    CU_ASSERT(starts() <= 2);
}

static void test_stubborn(void)
{
    pid_t pid = start("stubborn");
    int64_t before;

    CU_ASSERT_TRUE(until_starts(2));
    before = et_clock_monotonic_ms();
    (void)kill(pid, SIGTERM);
    CU_ASSERT_EQUAL(end_of(pid), 0);
    CU_ASSERT(et_clock_monotonic_ms() - before >= 900);
}

static void test_hung(void)
{
    pid_t pid = start("calm");

    CU_ASSERT_TRUE(until_starts(2));
    put_file(behaviour_path, "hung");
    CU_ASSERT_TRUE(until_starts(4));
    put_file(behaviour_path, "calm");
    (void)kill(pid, SIGTERM);
    CU_ASSERT_EQUAL(end_of(pid), 0);
}

static void test_reload(void)
{
    pid_t pid = start("calm");

    CU_ASSERT_TRUE(until_starts(2));
    configure("3");
    (void)kill(pid, SIGHUP);
    CU_ASSERT_TRUE(until_starts(5));
    put_file(config_path, "EXPENSE_WORKERS=many\n");
    (void)kill(pid, SIGHUP);
    pause_ms(700);
    CU_ASSERT_EQUAL(starts(), 5);
    (void)kill(pid, SIGTERM);
    CU_ASSERT_EQUAL(end_of(pid), 0);
}

static void test_backoff(void)
{
    CU_ASSERT_EQUAL(et_supervisor_backoff_ms(0), 0);
    CU_ASSERT_EQUAL(et_supervisor_backoff_ms(1), 100);
    CU_ASSERT_EQUAL(et_supervisor_backoff_ms(2), 200);
    CU_ASSERT_EQUAL(et_supervisor_backoff_ms(9), 25600);
    CU_ASSERT_EQUAL(et_supervisor_backoff_ms(10), 30000);
    CU_ASSERT_EQUAL(et_supervisor_backoff_ms(1000), 30000);
}

int main(void)
{
    static const struct et_test tests[] = {
        {"a worker that dies is replaced", test_restart},
        {"a worker that refuses its settings ends the pool with 2", test_configuration},
        {"a worker that doesn't drain in time is killed", test_stubborn},
        {"a worker whose heart stops is replaced", test_hung},
        {"a reload starts new workers, and wrong settings change nothing", test_reload},
        {"the wait before a restart doubles from 0.1 to 30 s", test_backoff},
    };
    int failed;

    if (mkdtemp(folder) == NULL)
        return 1;
    (void)snprintf(behaviour_path, sizeof(behaviour_path), "%s/behaviour", folder);
    (void)snprintf(starts_path, sizeof(starts_path), "%s/starts", folder);
    (void)snprintf(config_path, sizeof(config_path), "%s/config", folder);
    failed = et_test_run("supervisor", tests, ET_COUNT(tests));
    (void)unlink(behaviour_path);
    (void)unlink(starts_path);
    (void)unlink(config_path);
    (void)rmdir(folder);
    return failed;
}
