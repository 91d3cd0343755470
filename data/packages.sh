#!/bin/sh
# Installs the Debian packages that are missing to build, run and test Latchkey.
#
#   sh data/packages.sh [test] [valgrind] [browser]
#
# Without a word: what building and running need. On a system without apt it prints the list and
# ends with 1. When nothing is missing it only asks dpkg.
set -eu

build='meson ninja-build gcc libc6-dev pkg-config gettext libglib2.0-bin libglib2.0-dev-bin
  libgtk-4-dev libgtk-4-bin libadwaita-1-dev libsoup-3.0-dev libjson-glib-dev libsecret-1-dev
  libpwquality-dev libqrencode-dev desktop-file-utils appstream'

# The dictionary of libpwquality, TLS for libsoup with what it trusts, and the loader without which
# GTK shows no icon are only recommended by the packages that need them.
run='cracklib-runtime glib-networking ca-certificates librsvg2-common adwaita-icon-theme
  gsettings-desktop-schemas'

# A display, a session bus, accessibility and a window manager of our own, for the window tests and
# for the tour where there is no display; and a reader of QR codes.
test='xvfb xauth dbus at-spi2-core gir1.2-atspi-2.0 python3 python3-gi openbox xdotool imagemagick
  fonts-cantarell gnome-keyring libsecret-tools curl openssl xz-utils locales zbar-tools'

valgrind='valgrind libc6-dbg'

# A real browser and a real proxy, for the tests of the sign-in through a provider.
browser='chromium chromium-driver nginx-light'

packages="$build $run"
for word in "$@"; do
  case $word in
    test) packages="$packages $test" ;;
    valgrind) packages="$packages $valgrind" ;;
    browser) packages="$packages $browser" ;;
    *) echo "packages.sh: unknown word $word" >&2; exit 2 ;;
  esac
done

# One line each; shellcheck would have the list quoted, but it is a list.
# shellcheck disable=SC2086
one_per_line() { printf '%s\n' $1; }

give_up() {
  {
    echo "Latchkey needs these packages (the names are Debian's):"
    echo
    one_per_line "$1" | sed 's/^/  /'
    echo
    echo "$2"
  } >&2
  exit 1
}

if ! command -v dpkg-query >/dev/null || ! command -v apt-get >/dev/null; then
  if [ -n "${LATCHKEY_PACKAGES_INSTALLED:-}" ]; then
    exit 0
  fi
  give_up "$packages" "This system does not use apt, so please install them (or what they are called
here) yourself, and run the command again with LATCHKEY_PACKAGES_INSTALLED=1."
fi

installed=$(one_per_line "$packages" |
  xargs dpkg-query -W -f '${db:Status-Status} ${Package}\n' 2>/dev/null |
  sed -n 's/^installed //p' || true)
missing=$(one_per_line "$packages" | grep -vxF "$installed" || true)
[ -n "$missing" ] || exit 0

# shellcheck disable=SC2086
missing=$(echo $missing)
if [ "$(id -u)" = 0 ]; then
  as_root=
elif command -v sudo >/dev/null; then
  as_root=sudo
else
  give_up "$missing" "Please install them as root, and run the command again:

  apt-get install --no-install-recommends $missing"
fi

echo "Installing: $missing"
$as_root apt-get update -qq
# shellcheck disable=SC2086
$as_root env DEBIAN_FRONTEND=noninteractive \
  apt-get install -y -qq --no-install-recommends $missing
