/* healthcheck.c - asks one process whether it is well. For images that have no shell.
 *
 *   healthcheck http PORT PATH      HTTP/1.0 to 127.0.0.1:PORT
 *   healthcheck fcgi SOCKET PATH    FastCGI to a Unix socket, as the status processes speak it
 *
 * Exit status 0: the answer's status was 200. 1: anything else, within 3 seconds. 2: wrong use. */
#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/un.h>
#include <unistd.h>

enum { FCGI_BEGIN = 1, FCGI_PARAMS = 4, FCGI_STDIN = 5, FCGI_STDOUT = 6, FCGI_END = 3, HEADER = 8 };

static bool send_all(int fd, const unsigned char *bytes, size_t len)
{
    while (len > 0) {
        ssize_t n = send(fd, bytes, len, MSG_NOSIGNAL);
        if (n <= 0)
            return false;
        bytes += n;
        len -= (size_t)n;
    }
    return true;
}

static bool read_all(int fd, unsigned char *bytes, size_t len)
{
    while (len > 0) {
        ssize_t n = recv(fd, bytes, len, 0);
        if (n <= 0)
            return false;
        bytes += n;
        len -= (size_t)n;
    }
    return true;
}

static int connect_with_limit(int family, const struct sockaddr *address, socklen_t len)
{
    struct timeval limit = {.tv_sec = 2, .tv_usec = 500000};
    int fd = socket(family, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (fd < 0 || setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof(limit)) != 0 ||
        setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &limit, sizeof(limit)) != 0 ||
        connect(fd, address, len) != 0)
        return -1;
    return fd;
}

static bool ask_http(const char *port, const char *path)
{
    char text[512];
    struct sockaddr_in address = {.sin_family = AF_INET};
    char *end = NULL;
    unsigned long number = strtoul(port, &end, 10);
    if (*end != '\0' || number == 0 || number > 65535)
        return false;
    address.sin_port = htons((uint16_t)number);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    int fd = connect_with_limit(AF_INET, (const struct sockaddr *)&address, sizeof(address));
    int len = snprintf(text, sizeof(text), "GET %s HTTP/1.0\r\nHost: localhost\r\n\r\n", path);
    if (fd < 0 || len < 0 || (size_t)len >= sizeof(text) ||
        !send_all(fd, (const unsigned char *)text, (size_t)len) ||
        !read_all(fd, (unsigned char *)text, 12))
        return false;
    return memcmp(text, "HTTP/1.", 7) == 0 && memcmp(text + 8, " 200", 4) == 0;
}

static size_t put_header(unsigned char *at, int type, size_t len)
{
    const unsigned char header[HEADER] = {1, (unsigned char)type, 0, 1, (unsigned char)(len >> 8),
                                          (unsigned char)len, 0, 0};
    memcpy(at, header, HEADER);
    return HEADER;
}

static size_t put_parameter(unsigned char *at, const char *name, const char *value)
{
    size_t name_len = strlen(name), value_len = strlen(value);
    at[0] = (unsigned char)name_len;
    at[1] = (unsigned char)value_len;
    memcpy(at + 2, name, name_len);
    memcpy(at + 2 + name_len, value, value_len);
    return 2 + name_len + value_len;
}

static bool ask_fcgi(const char *socket_path, const char *path)
{
    unsigned char parameters[512], request[1024], answer[65536 + 256], header[HEADER];
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    if (strlen(socket_path) >= sizeof(address.sun_path) || strlen(path) > 100)
        return false;
    memcpy(address.sun_path, socket_path, strlen(socket_path) + 1);
    size_t len = put_parameter(parameters, "REQUEST_METHOD", "GET");
    len += put_parameter(parameters + len, "REQUEST_URI", path);
    len += put_parameter(parameters + len, "SCRIPT_NAME", path);
    len += put_parameter(parameters + len, "DOCUMENT_URI", path);
    len += put_parameter(parameters + len, "SERVER_PROTOCOL", "HTTP/1.0");

    const unsigned char begin[8] = {0, 1}; /* responder, close when done */
    size_t size = put_header(request, FCGI_BEGIN, sizeof(begin));
    memcpy(request + size, begin, sizeof(begin));
    size += sizeof(begin);
    size += put_header(request + size, FCGI_PARAMS, len);
    memcpy(request + size, parameters, len);
    size += len;
    size += put_header(request + size, FCGI_PARAMS, 0);
    size += put_header(request + size, FCGI_STDIN, 0);

    int fd = connect_with_limit(AF_UNIX, (const struct sockaddr *)&address, sizeof(address));
    if (fd < 0 || !send_all(fd, request, size))
        return false;
    /* The first record of output begins with the headers; without Status it is 200. */
    while (read_all(fd, header, HEADER)) {
        size_t content = (size_t)header[4] << 8 | header[5];
        if (!read_all(fd, answer, content + header[6]) || header[1] == FCGI_END)
            return false;
        if (header[1] != FCGI_STDOUT || content == 0)
            continue;
        answer[content] = '\0';
        const char *status = strstr((const char *)answer, "Status: ");
        return status == NULL || strncmp(status + 8, "200", 3) == 0;
    }
    return false;
}

int main(int argc, char **argv)
{
    if (argc == 4 && strcmp(argv[1], "http") == 0)
        return ask_http(argv[2], argv[3]) ? 0 : 1;
    if (argc == 4 && strcmp(argv[1], "fcgi") == 0)
        return ask_fcgi(argv[2], argv[3]) ? 0 : 1;
    fputs("usage: healthcheck http PORT PATH | healthcheck fcgi SOCKET PATH\n", stderr);
    return 2;
}
