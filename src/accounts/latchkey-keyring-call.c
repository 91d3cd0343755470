#include "latchkey-keyring-private.h"

#include <glib/gi18n-lib.h>

struct _LatchkeyKeyringCall
{
  /* %NULL as soon as the caller was answered. */
  GTask *task;
  GSource *limit;
  GSource *cancelled;

  LatchkeyAccount *account;
  HomeboxToken *token;

  LatchkeyKeyringStep next;
  LatchkeyKeyringStep missing;
  gboolean may_unlock;
};

static void
stop_waiting (LatchkeyKeyringCall *call)
{
  if (call->limit != NULL)
    g_source_destroy (call->limit);
  if (call->cancelled != NULL)
    g_source_destroy (call->cancelled);
  g_clear_pointer (&call->limit, g_source_unref);
  g_clear_pointer (&call->cancelled, g_source_unref);
}

static GTask *
end (LatchkeyKeyringCall *call)
{
  stop_waiting (call);
  return g_steal_pointer (&call->task);
}

static gboolean
on_limit (gpointer user_data)
{
  latchkey_keyring_call_fail (user_data, LATCHKEY_SECRET_ERROR_NO_ANSWER);
  return G_SOURCE_REMOVE;
}

static gboolean
on_cancelled (GCancellable *cancellable, gpointer user_data)
{
  latchkey_keyring_call_fail (user_data, LATCHKEY_SECRET_ERROR_CANCELLED);
  return G_SOURCE_REMOVE;
}

/**
 * latchkey_keyring_call_new:
 * @task: (transfer full): what to answer
 * @account: (nullable): the account that it is about, or %NULL if it is about none
 * @milliseconds: how long the whole call may take
 *
 * Returns: (transfer full): a new call, whose time runs
 */
LatchkeyKeyringCall *
latchkey_keyring_call_new (GTask *task, LatchkeyAccount *account, guint milliseconds)
{
  LatchkeyKeyringCall *call = g_new0 (LatchkeyKeyringCall, 1);
  GCancellable *cancellable = g_task_get_cancellable (task);

  call->task = task;
  call->account = account != NULL ? g_object_ref (account) : NULL;
  g_task_set_check_cancellable (task, FALSE);

  call->limit = g_timeout_source_new (milliseconds);
  g_source_set_callback (call->limit, on_limit, call, NULL);
  g_source_attach (call->limit, g_task_get_context (task));
  if (cancellable != NULL)
    {
      call->cancelled = g_cancellable_source_new (cancellable);
      g_source_set_callback (call->cancelled, G_SOURCE_FUNC (on_cancelled), call, NULL);
      g_source_attach (call->cancelled, g_task_get_context (task));
    }
  return call;
}

/**
 * latchkey_keyring_call_drop:
 * @call: (transfer full): a call
 *
 * Ends a chain. The caller must have been answered.
 */
void
latchkey_keyring_call_drop (LatchkeyKeyringCall *call)
{
  g_return_if_fail (call->task == NULL);

  stop_waiting (call);
  g_clear_object (&call->account);
  g_clear_pointer (&call->token, homebox_token_unref);
  g_free (call);
}

LatchkeyAccount *
latchkey_keyring_call_get_account (LatchkeyKeyringCall *call)
{
  return call->account;
}

HomeboxToken *
latchkey_keyring_call_get_token (LatchkeyKeyringCall *call)
{
  return call->token;
}

void
latchkey_keyring_call_set_token (LatchkeyKeyringCall *call, HomeboxToken *token)
{
  call->token = homebox_token_ref (token);
}

/**
 * latchkey_keyring_call_is_over:
 * @call: a call
 *
 * Returns: whether the caller was answered, so that nothing may be done for it any more
 */
gboolean
latchkey_keyring_call_is_over (LatchkeyKeyringCall *call)
{
  return call->task == NULL;
}

void
latchkey_keyring_call_return_token (LatchkeyKeyringCall *call, HomeboxToken *token)
{
  g_autoptr (GTask) task = end (call);

  if (task != NULL)
    g_task_return_pointer (task, homebox_token_ref (token), (GDestroyNotify) homebox_token_unref);
}

void
latchkey_keyring_call_return_done (LatchkeyKeyringCall *call)
{
  g_autoptr (GTask) task = end (call);

  if (task != NULL)
    g_task_return_boolean (task, TRUE);
}

void
latchkey_keyring_call_return_found (LatchkeyKeyringCall *call, GPtrArray *found)
{
  g_autoptr (GTask) task = end (call);
  g_autoptr (GPtrArray) owned = found;

  if (task != NULL)
    g_task_return_pointer (task, g_steal_pointer (&owned), (GDestroyNotify) g_ptr_array_unref);
}

void
latchkey_keyring_call_fail (LatchkeyKeyringCall *call, LatchkeySecretError code)
{
  g_autoptr (GTask) task = end (call);

  if (task == NULL)
    return;
  latchkey_keyring_note_failure (LATCHKEY_KEYRING (g_task_get_source_object (task)), code);
  g_task_return_error (task, latchkey_secret_error_new (code));
}

static LatchkeySecretError
code_for (const GError *cause)
{
  static const struct
  {
    GQuark (*domain) (void);
    int code;
    LatchkeySecretError meaning;
  } meanings[] = {
    { secret_error_get_quark, SECRET_ERROR_IS_LOCKED, LATCHKEY_SECRET_ERROR_LOCKED },
    { secret_error_get_quark, SECRET_ERROR_NO_SUCH_OBJECT, LATCHKEY_SECRET_ERROR_GONE },
    { secret_error_get_quark, SECRET_ERROR_PROTOCOL, LATCHKEY_SECRET_ERROR_UNREADABLE },
    { g_dbus_error_quark, G_DBUS_ERROR_SERVICE_UNKNOWN, LATCHKEY_SECRET_ERROR_NO_SERVICE },
    { g_dbus_error_quark, G_DBUS_ERROR_NAME_HAS_NO_OWNER, LATCHKEY_SECRET_ERROR_NO_SERVICE },
    { g_dbus_error_quark, G_DBUS_ERROR_NO_SERVER, LATCHKEY_SECRET_ERROR_NO_SERVICE },
    { g_dbus_error_quark, G_DBUS_ERROR_DISCONNECTED, LATCHKEY_SECRET_ERROR_NO_SERVICE },
    { g_dbus_error_quark, G_DBUS_ERROR_SPAWN_EXEC_FAILED, LATCHKEY_SECRET_ERROR_NO_SERVICE },
    { g_dbus_error_quark, G_DBUS_ERROR_SPAWN_FORK_FAILED, LATCHKEY_SECRET_ERROR_NO_SERVICE },
    { g_dbus_error_quark, G_DBUS_ERROR_SPAWN_CHILD_EXITED, LATCHKEY_SECRET_ERROR_NO_SERVICE },
    { g_dbus_error_quark, G_DBUS_ERROR_SPAWN_CHILD_SIGNALED, LATCHKEY_SECRET_ERROR_NO_SERVICE },
    { g_dbus_error_quark, G_DBUS_ERROR_SPAWN_FAILED, LATCHKEY_SECRET_ERROR_NO_SERVICE },
    { g_dbus_error_quark, G_DBUS_ERROR_SPAWN_SERVICE_NOT_FOUND, LATCHKEY_SECRET_ERROR_NO_SERVICE },
    { g_dbus_error_quark, G_DBUS_ERROR_TIMEOUT, LATCHKEY_SECRET_ERROR_NO_ANSWER },
    { g_dbus_error_quark, G_DBUS_ERROR_TIMED_OUT, LATCHKEY_SECRET_ERROR_NO_ANSWER },
    { g_io_error_quark, G_IO_ERROR_TIMED_OUT, LATCHKEY_SECRET_ERROR_NO_ANSWER },
    { g_io_error_quark, G_IO_ERROR_CLOSED, LATCHKEY_SECRET_ERROR_NO_SERVICE },
    /* No session bus: an address that is not understood, leads nowhere, has nobody behind it, or
     * is not there at all. */
    { g_io_error_quark, G_IO_ERROR_INVALID_ARGUMENT, LATCHKEY_SECRET_ERROR_NO_SERVICE },
    { g_io_error_quark, G_IO_ERROR_NOT_FOUND, LATCHKEY_SECRET_ERROR_NO_SERVICE },
    { g_io_error_quark, G_IO_ERROR_CONNECTION_REFUSED, LATCHKEY_SECRET_ERROR_NO_SERVICE },
    { g_io_error_quark, G_IO_ERROR_FAILED, LATCHKEY_SECRET_ERROR_NO_SERVICE },
  };

  /* No session bus, and none could be started. */
  if (cause->domain == G_SPAWN_ERROR || cause->domain == G_SPAWN_EXIT_ERROR)
    return LATCHKEY_SECRET_ERROR_NO_SERVICE;

  for (gsize i = 0; i < G_N_ELEMENTS (meanings); i++)
    {
      if (g_error_matches (cause, meanings[i].domain (), meanings[i].code))
        return meanings[i].meaning;
    }
  return LATCHKEY_SECRET_ERROR_FAILED;
}

/**
 * latchkey_keyring_call_fail_for:
 * @call: a call
 * @cause: what libsecret or D-Bus said
 *
 * Fails with the code of #LatchkeySecretError that tells the person what @cause means.
 */
void
latchkey_keyring_call_fail_for (LatchkeyKeyringCall *call, const GError *cause)
{
  g_debug ("The keyring answered: %s %d: %s", g_quark_to_string (cause->domain), cause->code,
           cause->message);
  latchkey_keyring_call_fail (call, code_for (cause));
}

static void
go_on (LatchkeyKeyringCall *call)
{
  LatchkeyKeyringStep next = call->next;

  if (latchkey_keyring_call_is_over (call))
    latchkey_keyring_call_drop (call);
  else
    next (call);
}

/* gnome-keyring 42 answers the same whether the person closed its prompt or it had no screen to
 * show it on. */
static gboolean
prompts_can_be_seen (void)
{
  return g_getenv ("DISPLAY") != NULL || g_getenv ("WAYLAND_DISPLAY") != NULL;
}

static void
on_unlocked (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (LatchkeyKeyringCall) call = user_data;
  g_autoptr (GError) problem = NULL;
  int n_unlocked = secret_service_unlock_finish (NULL, result, NULL, &problem);

  if (problem != NULL)
    latchkey_keyring_call_fail_for (call, problem);
  else if (n_unlocked == 0)
    latchkey_keyring_call_fail (call, prompts_can_be_seen () ? LATCHKEY_SECRET_ERROR_DISMISSED
                                                             : LATCHKEY_SECRET_ERROR_LOCKED);
  else
    go_on (g_steal_pointer (&call));
}

/**
 * latchkey_keyring_call_unlock:
 * @call: (transfer full): a call
 * @objects: (element-type GDBusProxy): the items or collections that are locked
 * @next: what to do when at least one of them is unlocked
 *
 * Shows the keyring's prompt and waits for the person. Ends the chain with
 * %LATCHKEY_SECRET_ERROR_DISMISSED or, without a screen, %LATCHKEY_SECRET_ERROR_LOCKED.
 */
void
latchkey_keyring_call_unlock (LatchkeyKeyringCall *call, GList *objects, LatchkeyKeyringStep next)
{
  call->next = next;
  secret_service_unlock (NULL, objects, NULL, on_unlocked, call);
}

static void
on_created (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (LatchkeyKeyringCall) call = user_data;
  g_autoptr (GError) problem = NULL;
  g_autoptr (SecretCollection) collection = secret_collection_create_finish (result, &problem);

  if (collection != NULL)
    {
      go_on (g_steal_pointer (&call));
      return;
    }
  g_debug ("No keyring was created: %s", problem != NULL ? problem->message : "dismissed");
  latchkey_keyring_call_fail (call, prompts_can_be_seen () ? LATCHKEY_SECRET_ERROR_DISMISSED
                                                           : LATCHKEY_SECRET_ERROR_NO_KEYRING);
}

/**
 * latchkey_keyring_call_create_default:
 * @call: (transfer full): a call
 * @next: what to do when there is a default keyring
 *
 * Makes the default keyring, for which the service asks the person for a new password. Ends the
 * chain with %LATCHKEY_SECRET_ERROR_DISMISSED or, without a screen,
 * %LATCHKEY_SECRET_ERROR_NO_KEYRING.
 */
void
latchkey_keyring_call_create_default (LatchkeyKeyringCall *call, LatchkeyKeyringStep next)
{
  call->next = next;
  /* Translators: the name of a keyring, as it is listed in Passwords and Keys */
  secret_collection_create (NULL, _("Default Keyring"), SECRET_COLLECTION_DEFAULT,
                            SECRET_COLLECTION_CREATE_NONE, NULL, on_created, call);
}

static void
on_default_found (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (LatchkeyKeyringCall) call = user_data;
  g_autoptr (GError) problem = NULL;
  g_autoptr (SecretCollection) collection = secret_collection_for_alias_finish (result, &problem);

  if (latchkey_keyring_call_is_over (call))
    return;
  if (problem != NULL)
    {
      /* In a sandbox libsecret may do without the service and use a file of its own. What comes
       * next says whether that is so, or why it failed. */
      g_debug ("The default keyring is not known: %s", problem->message);
      go_on (g_steal_pointer (&call));
      return;
    }
  if (collection == NULL)
    {
      LatchkeyKeyringStep missing = call->missing;

      missing (g_steal_pointer (&call));
      return;
    }
  if (secret_collection_get_locked (collection) && !call->may_unlock)
    {
      latchkey_keyring_call_fail (call, LATCHKEY_SECRET_ERROR_LOCKED);
      return;
    }
  if (secret_collection_get_locked (collection))
    {
      LatchkeyKeyringStep next = call->next;
      GList objects = { .data = collection };

      latchkey_keyring_call_unlock (g_steal_pointer (&call), &objects, next);
      return;
    }
  go_on (g_steal_pointer (&call));
}

static void
find_default (LatchkeyKeyringCall *call, LatchkeyKeyringStep next, LatchkeyKeyringStep missing)
{
  call->next = next;
  call->missing = missing;
  secret_collection_for_alias (NULL, SECRET_COLLECTION_DEFAULT, SECRET_COLLECTION_NONE, NULL,
                               on_default_found, call);
}

/**
 * latchkey_keyring_call_look_at_default:
 * @call: (transfer full): a call
 * @next: what to do when the default keyring is open
 * @missing: what to do when there is none
 *
 * Finds the default keyring, and shows no prompt. Ends the chain with
 * %LATCHKEY_SECRET_ERROR_LOCKED if it is locked.
 */
void
latchkey_keyring_call_look_at_default (LatchkeyKeyringCall *call,
                                       LatchkeyKeyringStep next,
                                       LatchkeyKeyringStep missing)
{
  call->may_unlock = FALSE;
  find_default (call, next, missing);
}

/**
 * latchkey_keyring_call_open_default:
 * @call: (transfer full): a call
 * @next: what to do when the default keyring is open
 * @missing: what to do when there is none
 *
 * Finds the default keyring and unlocks it if needed.
 */
void
latchkey_keyring_call_open_default (LatchkeyKeyringCall *call,
                                    LatchkeyKeyringStep next,
                                    LatchkeyKeyringStep missing)
{
  call->may_unlock = TRUE;
  find_default (call, next, missing);
}
