/* device.c - see device.h. */
#include "fcgi/api/device.h"

#include <string.h>

struct mark {
    const char *mark;
    const char *name;
};

/* Each says that it is the ones below it too, so the order decides. */
static const struct mark browsers[] = {
    {"Edg", "Edge"},         {"OPR/", "Opera"},     {"SamsungBrowser/", "Samsung Internet"},
    {"Firefox/", "Firefox"}, {"FxiOS/", "Firefox"}, {"CriOS/", "Chrome"},
    {"Chrome/", "Chrome"},   {"Safari/", "Safari"}, {"curl/", "curl"},
    {"Wget/", "Wget"},       {"python", "Python"},  {"Python", "Python"},
    {"node", "Node.js"},     {"Go-http", "Go"},
};
static const struct mark systems[] = {
    {"iPhone", "iPhone"},   {"iPad", "iPad"},      {"Android", "Android"}, {"CrOS", "ChromeOS"},
    {"Windows", "Windows"}, {"Mac OS X", "macOS"}, {"Linux", "Linux"},
};

static struct et_slice find(struct et_slice text, const struct mark *marks, size_t count)
{
    for (size_t i = 0; text.len > 0 && i < count; i++) {
        if (memmem(text.ptr, text.len, marks[i].mark, strlen(marks[i].mark)) != NULL) {
            return et_slice_from(marks[i].name);
        }
    }
    return ET_ABSENT;
}

struct et_device et_device_of(struct et_slice user_agent)
{
    return (struct et_device){
        .browser = find(user_agent, browsers, sizeof browsers / sizeof browsers[0]),
        .system = find(user_agent, systems, sizeof systems / sizeof systems[0]),
    };
}
