#!/usr/bin/env bash
# To be sourced: a sandbox with the demonstration schema and the folder $work, for as long as the script runs that sources
# this.
# start_demo_sandbox PROGRAM [ARGUMENT...]   starts it, with its log in $work; sets sandbox_address to HOST:PORT
# stop_demo_sandbox                          does nothing when none runs
# demo_secret                                prints the secret that leads to it
# expect_answer WHAT GOT [ANSWER]            whether ANSWER, else that of the function's own statement, is what it
#                                            answered {}; if not, shows $work/function.log and ends the script
sandbox_pid='' sandbox_address=''
work=$(mktemp -d)

end_demo() {
    stop_demo_sandbox
    rm -rf "$work"
}
trap end_demo EXIT
trap 'exit 130' INT
trap 'exit 143' TERM HUP

start_demo_sandbox() {
    local program=$1 log=$work/sandbox.log
    shift
    : >"$log"
    ORAXX_SANDBOX_PASSWORD=demo "$program" --listen 127.0.0.1:0 --service FREEPDB1 --user demo \
        --database :memory: --init tools/demo.sql "$@" >"$log" 2>&1 &
    sandbox_pid=$!
    for _ in $(seq 100); do
        sandbox_address=$(sed -n 's/^oraxx-sandbox listening on //p' "$log")
        [ -z "$sandbox_address" ] || return 0
        kill -0 "$sandbox_pid" 2>/dev/null || break
        sleep 0.05
    done
    echo "the sandbox did not start:" >&2
    cat "$log" >&2
    return 1
}

stop_demo_sandbox() {
    [ -n "$sandbox_pid" ] || return 0
    kill "$sandbox_pid" 2>/dev/null || true
    wait "$sandbox_pid" 2>/dev/null || true
    sandbox_pid=''
}

demo_secret() {
    printf '{"host":"%s","port":"%s","service_name":"FREEPDB1","username":"demo","password":"demo"}\n' \
        "${sandbox_address%:*}" "${sandbox_address##*:}"
}

expect_answer() {
    local answer=${3:-'[["DEPARTMENTS"],["DUAL"],["EMPLOYEES"],["ORDERS"]]'}
    if [ "$2" != "$answer" ]; then
        cat "$work/function.log" >&2
        echo "$1 answered $2 instead of $answer" >&2
        exit 1
    fi
    echo "$1 answers {}: $2"
}
