#pragma once

#include <libsoup/soup.h>

G_BEGIN_DECLS

/**
 * LatchkeyDemoMode:
 * @LATCHKEY_DEMO_MODE_OFF: behave
 * @LATCHKEY_DEMO_MODE_SLOW: do it, and answer late (argument: seconds)
 * @LATCHKEY_DEMO_MODE_DRIP: do it, and answer with one byte a second
 * @LATCHKEY_DEMO_MODE_HOLD: do it, and do not answer before latchkey_demo_server_release()
 * @LATCHKEY_DEMO_MODE_CLOSE: read the request, do nothing, close the connection
 * @LATCHKEY_DEMO_MODE_LOSE: do it, and close the connection without an answer
 * @LATCHKEY_DEMO_MODE_CUT: do it, and close after the first bytes of the answer (argument: how
 *   many, counted from its status line)
 * @LATCHKEY_DEMO_MODE_HUGE: do nothing, answer with 2 MiB of valid JSON
 * @LATCHKEY_DEMO_MODE_DEEP: do nothing, answer with 100,000 opening brackets
 * @LATCHKEY_DEMO_MODE_BROKEN: do nothing, answer with damaged JSON
 * @LATCHKEY_DEMO_MODE_EMPTY: do nothing, answer 200 without a body
 * @LATCHKEY_DEMO_MODE_HTML: do nothing, answer 200 with the login page of some gateway
 * @LATCHKEY_DEMO_MODE_REDIRECT: do nothing, answer 302 (argument: where to)
 * @LATCHKEY_DEMO_MODE_STATUS: do nothing, answer with a status (argument: its code, and after a
 *   space, if anything, the error text)
 *
 * How a #LatchkeyDemoServer can be made to misbehave.
 */
typedef enum
{
  LATCHKEY_DEMO_MODE_OFF,
  LATCHKEY_DEMO_MODE_SLOW,
  LATCHKEY_DEMO_MODE_DRIP,
  LATCHKEY_DEMO_MODE_HOLD,
  LATCHKEY_DEMO_MODE_CLOSE,
  LATCHKEY_DEMO_MODE_LOSE,
  LATCHKEY_DEMO_MODE_CUT,
  LATCHKEY_DEMO_MODE_HUGE,
  LATCHKEY_DEMO_MODE_DEEP,
  LATCHKEY_DEMO_MODE_BROKEN,
  LATCHKEY_DEMO_MODE_EMPTY,
  LATCHKEY_DEMO_MODE_HTML,
  LATCHKEY_DEMO_MODE_REDIRECT,
  LATCHKEY_DEMO_MODE_STATUS,
} LatchkeyDemoMode;

/**
 * LatchkeyDemoMisbehaviour:
 * @method: the HTTP method it is about, `*` for any
 * @path_prefix: how the path begins
 * @mode: what to do
 * @argument: (nullable): as the mode needs it
 *
 * What to do with certain requests instead of behaving.
 */
typedef struct
{
  char *method;
  char *path_prefix;
  LatchkeyDemoMode mode;
  char *argument;
} LatchkeyDemoMisbehaviour;

LatchkeyDemoMisbehaviour *latchkey_demo_misbehaviour_new (const char *method,
                                                          const char *path_prefix,
                                                          LatchkeyDemoMode mode,
                                                          const char *argument,
                                                          GError **error);
void latchkey_demo_misbehaviour_free (LatchkeyDemoMisbehaviour *self);

gboolean latchkey_demo_misbehaviour_parse_mode (const char *name, LatchkeyDemoMode *mode);
gboolean latchkey_demo_misbehaviour_matches (LatchkeyDemoMisbehaviour *self,
                                             const char *method,
                                             const char *path);
gboolean latchkey_demo_misbehaviour_replace (LatchkeyDemoMisbehaviour *self,
                                             SoupServerMessage *message);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LatchkeyDemoMisbehaviour, latchkey_demo_misbehaviour_free)

G_END_DECLS
