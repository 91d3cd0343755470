#!/bin/sh
# What a person does at the prompt of gnome-keyring: waits for one, and answers it.
#
#   at-prompt.sh [XDOTOOL-COMMAND ...]
#
# The prompt that was answered last may still be closing: it is not taken for the next one.
set -eu

answered=$XDG_RUNTIME_DIR/answered-prompt
last=$(cat "$answered" 2>/dev/null || true)
prompt=
while [ -z "$prompt" ]; do
  for window in $(xdotool search --sync --onlyvisible --class gcr-prompter); do
    # A prompter that was started anew may give its window the same number.
    process=$(xdotool getwindowpid "$window" 2>/dev/null) || continue
    if [ "$window $process" != "$last" ]; then
      prompt=$window
      if [ $# -gt 0 ]; then echo "$window $process" >"$answered"; fi
    fi
  done
done
exec xdotool windowfocus --sync "$prompt" "$@"
