# check.sh - every test, part by part. Sourced by dev.
# shellcheck shell=sh
#
# A part is a function part_NAME that writes its output to var/check/NAME.log. A counter reads the
# numbers of passed, failed and skipped tests from there; a part that fails without saying so counts
# as one failure.

CHECK=$VAR/check
PARTS='scripts dev build sanitizers clang fuzz database nginx frontend api api_asan faults browser workflows deploy aws_scripts terraform images systemd dist'

# shellcheck source=infra/dev/check-parts.sh
. "$ROOT/infra/dev/check-parts.sh"
# shellcheck source=infra/dev/check-count.sh
. "$ROOT/infra/dev/check-count.sh"

run_part() { # NAME COUNTER
    part=$1 log=$CHECK/$1.log
    begin=$(date +%s)
    printf '%-12s ' "$part"
    status=0
    ( set -e && "part_$part" ) >"$log" 2>&1 </dev/null &
    part_pid=$!
    wait "$part_pid" || status=$?
    part_pid=
    passed=0 failed=0 skipped=0
    "count_$2" "$log"
    if [ "$status" -ne 0 ] && [ "$failed" -eq 0 ]; then failed=1; fi
    total_passed=$((total_passed + passed))
    total_failed=$((total_failed + failed))
    total_skipped=$((total_skipped + skipped))
    printf '%5d passed %3d failed %3d skipped  %4d s\n' "$passed" "$failed" "$skipped" \
        $(($(date +%s) - begin))
    if [ "$skipped" -gt 0 ]; then skip_reasons "$log"; fi
    if [ "$failed" -gt 0 ]; then
        failures "$log"
        say "    ... the whole log is ${log#"$ROOT"/}"
    fi
}

stop_check_stacks() {
    for dir in "$CHECK"/stack-*; do
        [ -d "$dir" ] || continue
        infra/dev/stack destroy --dir "$dir" || true
    done
}

interrupted() {
    trap '' INT TERM
    if [ -n "${part_pid-}" ]; then kill "$part_pid" 2>/dev/null || true; fi
    say ""
    stop_check_stacks
    exit 130
}

check() {
    case ${1-} in
        --list)
            say "$PARTS"
            return 0
            ;;
    esac
    wanted=${*:-$PARTS}
    for part in $wanted; do
        case " $PARTS " in *" $part "*) ;; *) die "There is no part $part; the parts are: $PARTS" ;; esac
    done
    require_space
    install_packages up check images
    prepare_node
    npm_ci tests
    npm_ci tests/pod
    npm_ci tests/workflows
    [ ! -f frontend/package-lock.json ] || npm_ci frontend
    prepare_configure
    mkdir -p "$CHECK"
    stop_check_stacks
    trap interrupted INT TERM HUP
    total_passed=0 total_failed=0 total_skipped=0
    begin_all=$(date +%s)
    for part in $wanted; do
        case $part in
            build | sanitizers | clang) counter=automake ;;
            database) counter=tap ;;
            frontend) counter=vitest ;;
            dev | api | api_asan | faults | workflows) counter=node ;;
            browser) counter=playwright ;;
            deploy | aws_scripts | terraform) counter=closing ;;
            *) counter=lines ;;
        esac
        run_part "$part" "$counter"
    done
    stop_check_stacks
    say "took $((($(date +%s) - begin_all) / 60)) min $((($(date +%s) - begin_all) % 60)) s"
    say "$total_passed passed, $total_failed failed, $total_skipped skipped"
    [ "$total_failed" -eq 0 ]
}
