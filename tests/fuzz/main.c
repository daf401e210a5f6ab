/* main.c - runs a fuzz target over files, without a fuzzer: yesterday's findings are today's tests.
 *
 *     fuzz_json tests/fuzz/corpus/json [more files or directories]
 *
 * Without arguments it runs $EXPENSE_FUZZ_CORPUS/<name of the target>, as `make check` does. Exits
 * non-zero when nothing was run; a finding aborts. Linked with -fsanitize=fuzzer instead, the same
 * targets search for new input.
 */
#include <dirent.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#define INPUT_MAX ((size_t)1 << 20)

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Each input lies in memory of exactly its size, so that a sanitizer sees any read beyond it. */
static size_t run_file(const char *path)
{
    FILE *file = fopen(path, "rb");
    char *whole = malloc(INPUT_MAX);
    if (file == NULL || whole == NULL) {
        fprintf(stderr, "cannot read %s\n", path);
        exit(EXIT_FAILURE);
    }
    size_t size = fread(whole, 1, INPUT_MAX, file);
    fclose(file);
    uint8_t *exact = malloc(size > 0 ? size : 1);
    if (exact == NULL) {
        exit(EXIT_FAILURE);
    }
    for (size_t i = 0; i < size; i++) {
        exact[i] = (uint8_t)whole[i];
    }
    LLVMFuzzerTestOneInput(exact, size);
    free(exact);
    free(whole);
    return 1;
}

static size_t run_path(const char *path)
{
    struct stat info;
    if (stat(path, &info) != 0 || !S_ISDIR(info.st_mode)) {
        return run_file(path);
    }
    DIR *directory = opendir(path);
    size_t count = 0;
    struct dirent *entry;
    while (directory != NULL && (entry = readdir(directory)) != NULL) {
        if (entry->d_name[0] != '.') {
            char file[4096];
            snprintf(file, sizeof file, "%s/%s", path, entry->d_name);
            count += run_file(file);
        }
    }
    if (directory != NULL) {
        closedir(directory);
    }
    return count;
}

/* The corpus of the target "…/fuzz_json" is the folder "json". */
static size_t run_own_corpus(const char *program)
{
    char path[4096];
    const char *root = getenv("EXPENSE_FUZZ_CORPUS");
    const char *name = strrchr(program, '/');
    name = strstr(name != NULL ? name : program, "fuzz_");
    if (root == NULL || name == NULL) {
        return 0;
    }
    snprintf(path, sizeof path, "%s/%s", root, name + strlen("fuzz_"));
    return run_path(path);
}

int main(int argc, char **argv)
{
    size_t count = argc == 1 ? run_own_corpus(argv[0]) : 0;
    for (int i = 1; i < argc; i++) {
        count += run_path(argv[i]);
    }
    printf("%zu inputs\n", count);
    return count > 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
