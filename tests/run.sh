#!/bin/sh
# Builds Latchkey and runs every test without needing a display.
#
#   sh tests/run.sh [--sanitize | --valgrind] [--werror] [TEST ...]
#
#   --sanitize   an AddressSanitizer and UndefinedBehaviorSanitizer build, in _build-sanitize
#   --valgrind   the tests of the protocol, the accounts and the demo server under valgrind
#   --werror     a warning of the compiler is an error
#   TEST         only these, named as `meson test` names them
#
# The last line is "N passed, N failed", with ", N skipped" when there were any.
set -eu

top=$(cd "$(dirname "$0")/.." && pwd)
build=$top/_build
kind=plain
werror=false
while [ $# -gt 0 ]; do
  case $1 in
    --sanitize) kind=sanitize build=$top/_build-sanitize; shift ;;
    --valgrind) kind=valgrind; shift ;;
    --werror) werror=true; shift ;;
    -*) sed -n '2,/^set/s/^# \{0,1\}//p' "$0" >&2; exit 2 ;;
    *) break ;;
  esac
done

case $kind in
  valgrind) sh "$top/data/packages.sh" test valgrind ;;
  *) sh "$top/data/packages.sh" test ;;
esac

# The tests against real Homebox servers need a program that starts one, which is not part of this
# repository.
real=${LATCHKEY_REAL_HOMEBOX:-$top/../shared/real/with-homebox}
if [ -x "$real" ]; then
  LATCHKEY_REAL_HOMEBOX=$real
  export LATCHKEY_REAL_HOMEBOX
elif [ -z "${HOMEBOX_TEST_SERVER:-}" ]; then
  echo "Left out: the tests against real Homebox servers (there is no $real;"
  echo "set LATCHKEY_REAL_HOMEBOX to a program like it, or HOMEBOX_TEST_SERVER to a server)."
fi

for program in chromium chromedriver nginx; do
  command -v "$program" >/dev/null ||
    echo "Left out: tests of the sign-in through a browser that need $program."
done

options=
case $kind in
  sanitize) options='-Db_sanitize=address,undefined -Db_lundef=false' ;;
esac
if [ ! -f "$build/build.ninja" ]; then
  # shellcheck disable=SC2086
  meson setup "$build" "$top" -Dwerror=$werror $options
elif [ $werror = true ]; then
  meson configure "$build" -Dwerror=true
fi
ninja -C "$build"

status=0
case $kind in
  plain)
    logs=testlog
    meson test -C "$build" --no-rebuild --print-errorlogs "$@" || status=$?
    ;;
  sanitize)
    logs=testlog
    # Without the last one, the leak check now and then crashes in programs that used TLS.
    ASAN_OPTIONS=detect_stack_use_after_return=1:strict_string_checks=1:intercept_tls_get_addr=0 \
    LSAN_OPTIONS=suppressions=$top/tests/lsan.supp:print_suppressions=0 \
    UBSAN_OPTIONS=print_stacktrace=1:halt_on_error=1 \
      meson test -C "$build" --no-rebuild --print-errorlogs "$@" || status=$?
    ;;
  valgrind)
    logs=testlog-valgrind
    G_SLICE=always-malloc meson test -C "$build" --no-rebuild --print-errorlogs \
      --setup valgrind --suite homebox --suite accounts --suite demo "$@" || status=$?
    ;;
esac

/usr/bin/python3 "$top/tests/count.py" "$build/meson-logs/$logs" || status=1
exit $status
