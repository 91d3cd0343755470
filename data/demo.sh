#!/bin/sh
# Builds Latchkey and opens it on a demo Homebox of its own.
#
# Without a display it does so on a virtual one, goes through the main job by itself (sign in, change
# the name, change the password, look at the deletion dialog, delete), and leaves numbered pictures
# in _build/tour/.
set -eu

top=$(cd "$(dirname "$0")/.." && pwd)
build=$top/_build

if [ -n "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ]; then
  sh "$top/data/packages.sh"
else
  sh "$top/data/packages.sh" test
fi

[ -f "$build/build.ninja" ] || meson setup "$build" "$top"
ninja -C "$build"

# Where the program finds what is not installed.
GSETTINGS_SCHEMA_DIR=$build/data
LATCHKEY_LOCALEDIR=$build/po
LATCHKEY_DEMO_SERVER=$build/src/demo/latchkey-demo-server
export GSETTINGS_SCHEMA_DIR LATCHKEY_LOCALEDIR LATCHKEY_DEMO_SERVER

if [ -n "${DISPLAY:-}${WAYLAND_DISPLAY:-}" ]; then
  exec "$build/src/ui/latchkey" --demo
fi

LATCHKEY_PROGRAM=$build/src/ui/latchkey
export LATCHKEY_PROGRAM
rm -rf "$build/tour"
PYTHONDONTWRITEBYTECODE=1 /usr/bin/python3 "$top/tests/ui/tour.py" "$build/tour"
