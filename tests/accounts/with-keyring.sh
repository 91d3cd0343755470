#!/bin/sh
# Runs a command on a session bus of its own, with a real gnome-keyring in a given state.
#
#   with-keyring.sh [--screen] STATE COMMAND [ARG ...]
#
#   --screen     on a virtual screen, so that the keyring can show its prompt
#   unlocked     there is a keyring, and it is open
#   none         the service runs, and no keyring was ever made
#   no-service   there is a bus, and no keyring service on it
#   no-bus, no-socket, no-address
#                there is no bus: it is said so, its address leads nowhere, or there is none
#
# The command finds the state in LATCHKEY_TEST_KEYRING, the password of the keyring in
# LATCHKEY_TEST_KEYRING_PASSWORD and the process of the service in LATCHKEY_TEST_KEYRING_PID.
# LATCHKEY_TEST_WRAPPER is put before it: 'valgrind --quiet', say.
set -eu

if [ "$1" = --screen ] && [ -z "${LATCHKEY_TEST_SCREEN:-}" ]; then
  LATCHKEY_TEST_SCREEN=1 exec xvfb-run --auto-servernum --server-args='-screen 0 800x600x24' \
    "$0" "$@"
elif [ "$1" = --screen ]; then
  shift
else
  unset DISPLAY WAYLAND_DISPLAY
fi
state=$1
shift

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

unset XDG_CONFIG_HOME XDG_DATA_HOME XDG_CACHE_HOME XDG_STATE_HOME SECRET_BACKEND
mkdir -m 700 "$folder/home" "$folder/run" "$folder/services"
export HOME="$folder/home" XDG_RUNTIME_DIR="$folder/run" GDK_BACKEND=x11 NO_AT_BRIDGE=1

# What is started by being asked for is the prompt of the keyring alone, where there is a screen.
if [ -n "${DISPLAY:-}" ]; then
  cp /usr/share/dbus-1/services/org.gnome.keyring.*Prompter.service "$folder/services"
fi
cat >"$folder/bus.conf" <<END
<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <listen>unix:path=$folder/bus</listen>
  <servicedir>$folder/services</servicedir>
  <auth>EXTERNAL</auth>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
</busconfig>
END

# Warnings of other programs are none of our business, and what they tell is not to be read as an
# answer.
without_debug='env -u G_DEBUG -u G_MESSAGES_DEBUG'

case $state in
  unlocked | none | no-service)
    # Forks when it listens, and prints where its child is.
    bus=$($without_debug dbus-daemon --config-file="$folder/bus.conf" --fork --print-pid \
      2>"$folder/bus.log")
    export DBUS_SESSION_BUS_ADDRESS="unix:path=$folder/bus"
    ;;
  no-bus) export DBUS_SESSION_BUS_ADDRESS=disabled: ;;
  no-socket) export DBUS_SESSION_BUS_ADDRESS="unix:path=$folder/nothing" ;;
  no-address) unset DBUS_SESSION_BUS_ADDRESS ;;
  *) echo "with-keyring.sh: unknown state $state" >&2; exit 2 ;;
esac

export LATCHKEY_TEST_KEYRING="$state" LATCHKEY_TEST_KEYRING_PASSWORD='keyring password'
export LATCHKEY_TEST_KEYRING_PID=
case $state in
  unlocked | none)
    if [ "$state" = unlocked ]; then
      # Ends when the keyring is made and open; what follows puts the same process onto the bus.
      printf %s "$LATCHKEY_TEST_KEYRING_PASSWORD" |
        $without_debug gnome-keyring-daemon --login \
          --control-directory="$folder/run/keyring" >"$folder/keyring.log" 2>&1
      export GNOME_KEYRING_CONTROL="$folder/run/keyring"
    fi
    $without_debug gnome-keyring-daemon --start --components=secrets \
      --control-directory="$folder/run/keyring" >>"$folder/keyring.log" 2>&1 </dev/null
    $without_debug gdbus wait --session --timeout 30 org.freedesktop.secrets
    daemon=$($without_debug gdbus call --session --dest org.freedesktop.DBus \
      --object-path /org/freedesktop/DBus --method \
      org.freedesktop.DBus.GetConnectionUnixProcessID org.freedesktop.secrets |
      sed 's/[^0-9]*uint32 \([0-9]*\).*/\1/')
    LATCHKEY_TEST_KEYRING_PID=$daemon
    ;;
esac

# shellcheck disable=SC2086
${LATCHKEY_TEST_WRAPPER:-} "$@"
