#!/bin/sh
# Arrows go one way: lib/ never includes fcgi/, handlers know nothing of the loop, nothing includes tests/.
set -eu
cd "${EXPENSE_SOURCE:-.}"
status=0

refuse() { # PATTERN REASON FOLDER…
    pattern=$1 reason=$2
    shift 2
    found=$(grep -rnE --include='*.[ch]' "^[[:space:]]*#[[:space:]]*include[[:space:]]+\"($pattern)" "$@" 2>/dev/null || true)
    if [ -n "$found" ]; then
        printf '%s\n%s\n' "$reason" "$found"
        status=1
    fi
}

refuse 'fcgi/' 'lib/ is below fcgi/ and may not include it:' lib
refuse 'tests/' 'The program may not include its tests:' lib fcgi
refuse '\.\./' 'Includes are from the root of the tree:' lib fcgi tests/lib tests/fcgi
refuse 'lib/(http|db|auth|money|exchange)/' 'lib/base is the floor and includes no other room:' lib/base
refuse 'fcgi/[a-z_]+\.h' 'A handler knows nothing of the process or its loop:' fcgi/api
if grep -rnE --include='*.[ch]' '#[[:space:]]*include[[:space:]]*<(fcgi|fcgiapp|fcgi_stdio)' lib fcgi/api 2>/dev/null; then
    echo 'Only fcgi/ knows FastCGI.'
    status=1
fi
exit "$status"
