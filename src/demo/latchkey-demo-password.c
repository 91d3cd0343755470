#include "latchkey-demo-endpoints.h"

/**
 * latchkey_demo_password_change:
 * @exchange: `PUT /users/self/change-password`
 *
 * Changes the password. No new one is too short, not even an empty one, with which nobody can
 * sign in. A wrong current one is 500, with an empty body before the current version. On current
 * servers success ends all other sessions; asked for with an API key, simply all.
 */
void
latchkey_demo_password_change (LatchkeyDemoExchange *exchange)
{
  g_autofree char *current = g_strdup ("");
  g_autofree char *replacement = g_strdup ("");
  g_autofree char *problem = NULL;

  if (exchange->flags & LATCHKEY_DEMO_DEMO_MODE)
    {
      latchkey_demo_exchange_reply_demo_refusal (exchange);
      return;
    }

  latchkey_demo_exchange_decode (exchange,
                                 "v1.ChangePassword",
                                 &problem,
                                 "current",
                                 G_TYPE_STRING,
                                 &current,
                                 "new",
                                 G_TYPE_STRING,
                                 &replacement,
                                 NULL);
  if (!latchkey_demo_person_check_password (exchange->person, current))
    {
      if (problem != NULL || exchange->version >= LATCHKEY_DEMO_VERSION_CURRENT)
        latchkey_demo_exchange_reply_error (
            exchange, 500, problem != NULL ? problem : "Internal Server Error");
      else
        latchkey_demo_exchange_reply (exchange, 500);
      return;
    }

  latchkey_demo_person_set_password (exchange->person, replacement);
  if (exchange->version >= LATCHKEY_DEMO_VERSION_CURRENT)
    latchkey_demo_store_close_sessions (exchange->store, exchange->person, exchange->token);
  latchkey_demo_exchange_reply (exchange, SOUP_STATUS_NO_CONTENT);
}
