#!/bin/sh
# No C file calls a function that cannot be used safely, or that reads the locale or global state.
set -eu
cd "${EXPENSE_SOURCE:-.}"
status=0

calls() { # NAMES FOLDER… -> file:line:text of calls outside comments
    names=$1
    shift
    find "$@" -name '*.[ch]' 2>/dev/null | LC_ALL=C sort | while IFS= read -r file; do
        # Comments are taken out: whole ones on a line, then lines inside and after them.
        sed -e 's|/\*[^*]*\*/||g' -e 's|//.*||' "$file" | awk -v file="$file" -v names="$names" '
            /\/\*/ { sub(/\/\*.*/, ""); text = $0; inside = 1; check(text); next }
            inside && /\*\// { inside = 0; sub(/.*\*\//, ""); check($0); next }
            inside { next }
            { check($0) }
            function check(text) {
                gsub(/"([^"\\]|\\.)*"/, "\"\"", text)
                if (text ~ "(^|[^A-Za-z0-9_])(" names ")[ ]*\\(") print file ":" NR ": " text
            }'
    done
}

found=$(calls 'strcpy|strncpy|stpcpy|strcat|strncat|sprintf|vsprintf|strtok|atoi|atol|atoll|atof|gets|gmtime|localtime|asctime|ctime|strtod|strtof|alloca|tmpnam|mktemp' lib fcgi tests)
if [ -n "$found" ]; then
    printf 'Banned functions are called (see CONTRIBUTING.md for what to use):\n%s\n' "$found"
    status=1
fi
found=$(calls 'malloc|calloc|realloc|free|strdup|strndup|asprintf|vasprintf' fcgi/api)
if [ -n "$found" ]; then
    printf 'Handlers use the memory of the request (lib/base/arena.h), not the heap:\n%s\n' "$found"
    status=1
fi
exit "$status"
