# check-count.sh - how many tests passed, failed and were skipped, from what each tool prints.
# Each sets passed, failed and skipped. Sourced by check.sh.
# shellcheck shell=sh disable=SC2034

plain() { sed 's/\x1b\[[0-9;]*[A-Za-z]//g' "$1"; }
number() { # PATTERN with one group, on stdin -> the sum of what it finds
    sed -n "s/$1/\\1/p" | awk '{ sum += $1 } END { print sum + 0 }'
}

# Our own parts print "ok …", "not ok …", "skip …: reason".
count_lines() {
    passed=$(grep -c '^ok ' "$1" || true)
    failed=$(grep -c '^not ok ' "$1" || true)
    skipped=$(grep -c '^skip ' "$1" || true)
}

# TAP, of pg_prove --verbose and of node --test-reporter=tap without its nesting.
count_tap() {
    skipped=$(grep -cE '^ok .*# (SKIP|skip)' "$1" || true)
    passed=$(($(grep -cE '^ok ' "$1" || true) - skipped))
    failed=$(grep -cE '^not ok ' "$1" || true)
}

# automake: one program each; a program that prints TAP counts by its lines. The part prints which
# build tree it is about.
count_automake() {
    tree=$(sed -n 's/^TREE //p' "$1")
    counts=$(find "$tree" -name '*.trs' 2>/dev/null | while IFS= read -r trs; do
        result=$(sed -n 's/^:global-test-result: //p' "$trs")
        awk -v result="$result" '
            /^ok / && /# SKIP/ { skipped++; next }
            /^ok / { passed++ }
            /^not ok / { failed++ }
            END {
                if (result == "SKIP" && !passed && !skipped) skipped = 1
                if (result == "PASS" && !passed && !skipped) passed = 1
                if (result != "PASS" && result != "SKIP" && !failed) failed = 1
                print passed + 0, failed + 0, skipped + 0
            }' "${trs%.trs}.log"
    done | awk '{ p += $1; f += $2; s += $3 } END { print p + 0, f + 0, s + 0 }')
    passed=${counts%% *} skipped=${counts##* }
    failed=${counts#* }
    failed=${failed% *}
}

count_vitest() {
    line=$(plain "$1" | grep -E '^ *Tests +' | tail -n 1)
    passed=$(printf '%s\n' "$line" | number '.*[^0-9]\([0-9][0-9]*\) passed.*')
    failed=$(printf '%s\n' "$line" | number '.*[^0-9]\([0-9][0-9]*\) failed.*')
    skipped=$(printf '%s\n' "$line" | number '.*[^0-9]\([0-9][0-9]*\) skipped.*')
    # Besides the tests: types, lint, format, bans and size limits are one check each when all went well.
    passed=$((passed + $(grep -c '^ok ' "$1" || true)))
}

count_node() {
    passed=$(plain "$1" | number '^[^a-z0-9]*pass \([0-9][0-9]*\)$')
    failed=$(plain "$1" | number '^[^a-z0-9]*fail \([0-9][0-9]*\)$')
    skipped=$(plain "$1" | number '^[^a-z0-9]*skipped \([0-9][0-9]*\)$')
    failed=$((failed + $(plain "$1" | number '^[^a-z0-9]*cancelled \([0-9][0-9]*\)$')))
    skipped=$((skipped + $(plain "$1" | number '^[^a-z0-9]*todo \([0-9][0-9]*\)$')))
    skipped=$((skipped + $(grep -c '^skip ' "$1" || true)))
}

count_playwright() {
    passed=$(plain "$1" | number '^ *\([0-9][0-9]*\) passed.*')
    failed=$(plain "$1" | number '^ *\([0-9][0-9]*\) failed$')
    failed=$((failed + $(plain "$1" | number '^ *\([0-9][0-9]*\) \(interrupted\|did not run\)$')))
    skipped=$(plain "$1" | number '^ *\([0-9][0-9]*\) skipped$')
    skipped=$((skipped + $(grep -c '^skip ' "$1" || true)))
}

# A runner of our own that closes with the same line as ./dev check.
count_closing() {
    line=$(grep -E '^[0-9]+ passed, [0-9]+ failed, [0-9]+ skipped$' "$1" | tail -n 1)
    passed=$(printf '%s\n' "$line" | number '^\([0-9]*\) passed.*')
    failed=$(printf '%s\n' "$line" | number '.* \([0-9]*\) failed.*')
    skipped=$(printf '%s\n' "$line" | number '.* \([0-9]*\) skipped$')
}

skip_reasons() {
    plain "$1" | grep -E '^skip |^SKIP: |# (SKIP|skip|TODO)|^ *﹣ |^ +- +[0-9]+ ' | sort -u | head -n 12 | sed 's/^ */    /'
}

failures() {
    plain "$1" | grep -E '^not ok |^FAIL: |^ERROR: |^ *✖ |^ *✘ |^ *FAIL |error:|[Ee]rror: |AssertionError|ERROR: |runtime error' |
        head -n 20 | cut -c1-200 | sed 's/^ */    /'
    plain "$1" | tail -n 25 | cut -c1-200 | sed 's/^/    | /'
}
