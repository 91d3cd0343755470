#!/bin/sh
# Runs a command against a real Homebox, and ends with its exit status.
#
#   with-real-homebox.sh [OPTION ...] -- COMMAND [ARG ...]
#
# The options are those of the program that starts one: LATCHKEY_REAL_HOMEBOX, or
# ../shared/real/with-homebox beside the checkout. It chooses a free port some time before the server
# listens on it. When something else has taken the port by then, nothing of ours has run yet, and
# the server is started once more.
set -u

if [ "$1" = --started ]; then
  : >"$2"
  shift 2
  exec "$@"
fi

top=$(cd "$(dirname "$0")/.." && pwd)
start=${LATCHKEY_REAL_HOMEBOX:-$top/../shared/real/with-homebox}
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
trap 'exit 130' INT TERM

# Puts this script in front of the command, so that it is known whether the command was run.
left=$#
seen=
while [ "$left" -gt 0 ]; do
  argument=$1
  shift
  left=$((left - 1))
  set -- "$@" "$argument"
  if [ -z "$seen" ] && [ "$argument" = -- ]; then
    seen=yes
    set -- "$@" sh "$top/tests/with-real-homebox.sh" --started "$folder/started"
  fi
done

for _ in 1 2 3 4 5 6 7 8; do
  "$start" "$@" 2>"$folder/errors"
  status=$?
  if [ -e "$folder/started" ]; then
    cat "$folder/errors" >&2
    exit $status
  fi
  grep -q 'address already in use' "$folder/errors" || break
done

cat "$folder/errors" >&2
exit 1
