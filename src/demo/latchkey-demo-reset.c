#include "latchkey-demo-endpoints.h"

#include "latchkey-demo-text.h"

#define SHORTEST_PASSWORD 6

static gboolean
check_allowed (LatchkeyDemoExchange *exchange)
{
  if (exchange->flags & LATCHKEY_DEMO_DEMO_MODE)
    {
      latchkey_demo_exchange_reply_demo_refusal (exchange);
      return FALSE;
    }
  if (exchange->flags & LATCHKEY_DEMO_NO_LOCAL_LOGIN)
    {
      latchkey_demo_exchange_reply_error (exchange, 403, "local login is not enabled");
      return FALSE;
    }

  return TRUE;
}

/**
 * latchkey_demo_reset_request:
 * @exchange: `POST /users/forgot-password` (current)
 *
 * Would mail a link for a new password, and says the same whether or not there is such an account.
 * Here the link waits in the store for whoever runs the demo.
 */
void
latchkey_demo_reset_request (LatchkeyDemoExchange *exchange)
{
  g_autofree char *email = g_strdup ("");
  g_autofree char *problem = NULL;
  LatchkeyDemoPerson *person;

  if (!check_allowed (exchange))
    return;
  if (!latchkey_demo_exchange_decode (
          exchange, "v1.ForgotPasswordRequest", &problem, "email", G_TYPE_STRING, &email, NULL))
    {
      latchkey_demo_exchange_reply_error (exchange, 400, problem);
      return;
    }
  if (*g_strstrip (email) == '\0')
    {
      latchkey_demo_exchange_reply_error (exchange, 400, "email is required");
      return;
    }

  person = latchkey_demo_store_find_email (exchange->store, email);
  if (person != NULL)
    {
      g_free (person->reset_token);
      person->reset_token = latchkey_demo_text_new_token ();
      person->reset_expires = g_get_real_time () + G_TIME_SPAN_HOUR;
    }
  latchkey_demo_exchange_reply (exchange, SOUP_STATUS_NO_CONTENT);
}

static LatchkeyDemoPerson *
find_token (LatchkeyDemoStore *store, const char *token)
{
  for (guint i = 0; i < store->people->len; i++)
    {
      LatchkeyDemoPerson *person = g_ptr_array_index (store->people, i);

      if (person->reset_token != NULL && strcmp (person->reset_token, token) == 0
          && person->reset_expires > g_get_real_time ())
        return person;
    }

  return NULL;
}

/**
 * latchkey_demo_reset_password:
 * @exchange: `POST /users/reset-password` (current)
 *
 * Sets a new password with the token of such a link, once, and ends all sessions.
 */
void
latchkey_demo_reset_password (LatchkeyDemoExchange *exchange)
{
  g_autofree char *token = g_strdup ("");
  g_autofree char *password = g_strdup ("");
  g_autofree char *problem = NULL;
  LatchkeyDemoPerson *person;

  if (!check_allowed (exchange))
    return;
  if (!latchkey_demo_exchange_decode (exchange,
                                      "v1.ResetPasswordRequest",
                                      &problem,
                                      "token",
                                      G_TYPE_STRING,
                                      &token,
                                      "password",
                                      G_TYPE_STRING,
                                      &password,
                                      NULL))
    {
      latchkey_demo_exchange_reply_error (exchange, 400, problem);
      return;
    }
  if (strlen (password) < SHORTEST_PASSWORD)
    {
      latchkey_demo_exchange_reply_error (
          exchange, 400, "password must be at least 6 characters");
      return;
    }
  person = find_token (exchange->store, token);
  if (person == NULL)
    {
      latchkey_demo_exchange_reply_error (
          exchange, 400, "password reset link is invalid or has expired");
      return;
    }

  latchkey_demo_person_set_password (person, password);
  g_clear_pointer (&person->reset_token, g_free);
  latchkey_demo_store_close_sessions (exchange->store, person, NULL);
  latchkey_demo_exchange_reply (exchange, SOUP_STATUS_NO_CONTENT);
}
