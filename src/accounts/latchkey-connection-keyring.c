#include "latchkey-connection-private.h"

#include "homebox-error.h"

static void
end_keeping (LatchkeyConnection *self, HomeboxToken *token, const GError *error)
{
  self->keeping = FALSE;
  if (self->state == LATCHKEY_CONNECTION_CLOSED)
    return;
  /* A refresh that came in between says itself where its token is. */
  if (self->session == NULL || homebox_session_get_token (self->session) != token)
    return;
  latchkey_connection_set_not_kept (self, error);
}

/* A token on its way into the keyring. */
typedef struct
{
  GWeakRef connection;
  HomeboxToken *token;
} Keeping;

static LatchkeyConnection *
keeping_finish (Keeping *keeping, HomeboxToken **token)
{
  LatchkeyConnection *self = g_weak_ref_get (&keeping->connection);

  g_weak_ref_clear (&keeping->connection);
  *token = keeping->token;
  g_free (keeping);
  return self;
}

static void
on_stored (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (HomeboxToken) token = NULL;
  g_autoptr (LatchkeyConnection) self = keeping_finish (user_data, &token);
  g_autoptr (GError) error = NULL;

  latchkey_secret_store_store_finish (LATCHKEY_SECRET_STORE (source), result, &error);
  if (self != NULL)
    end_keeping (self, token, error);
}

static void
on_record_saved (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Keeping *keeping = user_data;
  g_autoptr (LatchkeyConnection) self = g_weak_ref_get (&keeping->connection);
  g_autoptr (HomeboxToken) token = NULL;
  g_autoptr (GError) error = NULL;

  latchkey_account_store_save_finish (LATCHKEY_ACCOUNT_STORE (source), result, &error);
  if (self != NULL && error == NULL && !self->closing
      && self->state != LATCHKEY_CONNECTION_CLOSED
      && homebox_token_get_kind (keeping->token) == latchkey_account_get_kind (self->account))
    {
      latchkey_secret_store_store_async (latchkey_connection_get_secrets (self), self->account,
                                         keeping->token, NULL, on_stored, keeping);
      return;
    }

  g_clear_object (&self);
  self = keeping_finish (keeping, &token);
  if (self != NULL)
    end_keeping (self, token, error != NULL ? error : self->not_kept);
}

/**
 * latchkey_connection_keep:
 * @self: a connection whose token is in memory only
 *
 * Tries again to put the token into the keyring, which may ask the person to unlock it. It
 * is tried without being asked for, and without a prompt, when the keyring was unlocked. When it
 * worked, #LatchkeyConnection:kept-in-memory is %FALSE; else latchkey_connection_get_error() says
 * why not.
 */
void
latchkey_connection_keep (LatchkeyConnection *self)
{
  Keeping *keeping = NULL;

  g_return_if_fail (LATCHKEY_IS_CONNECTION (self));

  if (self->not_kept == NULL || self->keeping || self->closing
      || self->state == LATCHKEY_CONNECTION_CLOSED || self->session == NULL
      || homebox_session_is_over (self->session))
    return;

  self->keeping = TRUE;
  keeping = g_new0 (Keeping, 1);
  g_weak_ref_init (&keeping->connection, self);
  keeping->token = homebox_token_ref (homebox_session_get_token (self->session));
  /* A token in the keyring whose account nobody remembers would be found by nobody. */
  latchkey_account_store_save_async (latchkey_connection_get_accounts (self), NULL,
                                     on_record_saved, keeping);
}

/*
 * latchkey_connection_on_unlocked:
 * @self: a connection
 *
 * The keyring can be asked without a prompt now.
 */
void
latchkey_connection_on_unlocked (LatchkeyConnection *self)
{
  if (self->closing)
    return;
  if (self->state == LATCHKEY_CONNECTION_KEYRING_FAILED)
    latchkey_connection_open (self);
  else if (self->not_kept != NULL && self->not_kept->domain == LATCHKEY_SECRET_ERROR)
    latchkey_connection_keep (self);
  else if (self->state == LATCHKEY_CONNECTION_SIGN_IN_NEEDED && self->session != NULL
           && homebox_session_get_state (self->session) == HOMEBOX_SESSION_ENDED)
    latchkey_connection_look_for_another_token (self);
}
