#!/bin/sh
# with_real.sh VERSION [OPTION ...] COMMAND [ARG ...]: runs COMMAND with a fresh real Homebox, if
# there is one. The options are those without a value of the program that starts it.
# LATCHKEY_REAL_HOMEBOX is what starts it, ../shared/real/with-homebox beside the checkout if unset.
set -eu

top=$(cd "$(dirname "$0")/../../.." && pwd)
start=${LATCHKEY_REAL_HOMEBOX:-$top/../shared/real/with-homebox}

if [ ! -x "$start" ]; then
  echo '1..0 # SKIP there is no real Homebox here'
  exit 0
fi

version=$1
shift

options=
while [ "${1#--}" != "$1" ]; do
  options="$options $1"
  shift
done

# shellcheck disable=SC2086
exec "$start" --server "$version" $options -- "$@"
