#!/bin/sh
# Runs a command in a second session of the same person: on a session bus of its own, with a
# gnome-keyring of its own on the same keyring files. To be called within with-keyring.sh.
#
#   on-second-bus.sh COMMAND [ARG ...]
set -eu

folder=$(mktemp -d)
bus=
daemon=
clean_up() {
  if [ -n "$daemon" ]; then kill "$daemon" 2>/dev/null || true; fi
  if [ -n "$bus" ]; then kill "$bus" 2>/dev/null || true; fi
  rm -rf "$folder"
}
trap clean_up EXIT
trap 'exit 1' HUP INT TERM

without_debug='env -u G_DEBUG -u G_MESSAGES_DEBUG'

# Set up as the first one.
sed "s|unix:path=[^<]*|unix:path=$folder/bus|" "$(dirname "$XDG_RUNTIME_DIR")/bus.conf" \
  >"$folder/bus.conf"
bus=$($without_debug dbus-daemon --config-file="$folder/bus.conf" --fork --print-pid \
  2>"$folder/bus.log")
export DBUS_SESSION_BUS_ADDRESS="unix:path=$folder/bus" GNOME_KEYRING_CONTROL="$folder/keyring"
mkdir -m 700 "$folder/keyring"
printf %s "$LATCHKEY_TEST_KEYRING_PASSWORD" |
  $without_debug gnome-keyring-daemon --login --control-directory="$folder/keyring" \
    >"$folder/keyring.log" 2>&1
$without_debug gnome-keyring-daemon --start --components=secrets \
  --control-directory="$folder/keyring" >>"$folder/keyring.log" 2>&1 </dev/null
$without_debug gdbus wait --session --timeout 30 org.freedesktop.secrets
daemon=$($without_debug gdbus call --session --dest org.freedesktop.DBus \
  --object-path /org/freedesktop/DBus --method \
  org.freedesktop.DBus.GetConnectionUnixProcessID org.freedesktop.secrets |
  sed 's/[^0-9]*uint32 \([0-9]*\).*/\1/')

"$@"
