#pragma once

#include "latchkey-demo-server.h"

G_BEGIN_DECLS

/**
 * LATCHKEY_DEMO_CONTROL_HELP:
 *
 * The lines latchkey_demo_control_run() understands, in words.
 */
#define LATCHKEY_DEMO_CONTROL_HELP \
  "misbehave METHOD PATH-PREFIX MODE [ARGUMENT]\n" \
  "    what to do with requests of METHOD (* for any) whose path begins so:\n" \
  "      slow SECONDS          do it, answer late\n" \
  "      drip                  do it, answer with one byte a second\n" \
  "      hold                  do it, answer after 'release' only\n" \
  "      lose                  do it, close without an answer\n" \
  "      cut N                 do it, close after the first N bytes of the answer\n" \
  "      close                 do nothing, close without an answer\n" \
  "      huge                  do nothing, answer with 2 MiB\n" \
  "      deep                  do nothing, answer with 100,000 opening brackets\n" \
  "      broken                do nothing, answer with damaged JSON\n" \
  "      empty                 do nothing, answer 200 without a body\n" \
  "      html                  do nothing, answer 200 with a login page\n" \
  "      redirect URL          do nothing, answer 302\n" \
  "      status CODE [TEXT]    do nothing, answer with CODE and the error TEXT\n" \
  "      off                   behave again\n" \
  "    Of several that match, the last one set counts.\n" \
  "provider MODE [SECONDS]      how the OIDC provider behaves:\n" \
  "      slow SECONDS          every page of it comes late\n" \
  "      consent               ask whether Homebox may know who signed in\n" \
  "      deny                  send people back with access_denied\n" \
  "      error                 send people back with server_error\n" \
  "      wrong-state           send people back with a state of nobody's\n" \
  "      refuse                know no redirect URI, answer 400\n" \
  "      off                   behave again\n" \
  "release                     let all answers go that are held back\n" \
  "expire-sessions             end all sessions of everybody\n" \
  "lock-out EMAIL              take a person out of all homes\n" \
  "forget EMAIL                delete an account\n" \
  "mail EMAIL                  show the link in the last mail about a forgotten password\n" \
  "events drop                 cut all WebSockets\n" \
  "events mute                 say nothing more on WebSockets, not even a ping\n" \
  "events unmute               speak again\n"

char *latchkey_demo_control_run (LatchkeyDemoServer *server, const char *line, GError **error);

G_END_DECLS
