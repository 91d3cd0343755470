#include "latchkey-own-keys.h"

#include "homebox-error.h"
#include "homebox-session-api-keys.h"

#include <string.h>

/* In bytes; the server takes 255 of a name. */
#define HOST_MAX 100

/*
 * Revocation:
 * @account: whose keys
 * @session: what asks the server
 * @absent: what a name means that the server does not list
 * @names: those that are to go
 * @last_name: (nullable): the one of them that @session acts with
 * @left: (element-type HomeboxApiKey): what the server still has of them, the next one last
 */
typedef struct
{
  LatchkeyAccount *account;
  HomeboxSession *session;
  LatchkeyOwnKeysAbsent absent;
  GStrv names;
  char *last_name;
  GPtrArray *left;
} Revocation;

static void
revocation_free (gpointer data)
{
  Revocation *revocation = data;

  g_object_unref (revocation->account);
  g_object_unref (revocation->session);
  g_strfreev (revocation->names);
  g_free (revocation->last_name);
  g_ptr_array_unref (revocation->left);
  g_free (revocation);
}

/*
 * latchkey_own_keys_make_name:
 *
 * Returns: (transfer full): a name for an API key that no other has, by which a person who looks at
 *   the list knows where it is used
 */
char *
latchkey_own_keys_make_name (void)
{
  g_autofree char *uuid = g_uuid_string_random ();
  g_autofree char *host = g_strndup (g_get_host_name (), HOST_MAX);
  g_autofree char *text = NULL;
  char *name = NULL;

  g_strdelimit (uuid, "-", ' ');
  text = g_utf8_make_valid (host, -1);
  name = g_strdup_printf ("Latchkey on %s (%s)", text, strrchr (uuid, ' ') + 1);
  for (char *at = name; *at != '\0'; at++)
    {
      if (g_ascii_iscntrl (*at))
        *at = '?';
    }
  return name;
}

static void revoke_next (GTask *task);

static void
on_revoked (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Revocation *revocation = g_task_get_task_data (task);
  HomeboxApiKey *key = NULL;
  GError *error = NULL;

  if (!homebox_session_revoke_api_key_finish (HOMEBOX_SESSION (source), result, &error))
    {
      g_task_return_error (task, error);
      return;
    }
  key = g_ptr_array_index (revocation->left, revocation->left->len - 1);
  latchkey_account_remove_own_key (revocation->account, homebox_api_key_get_name (key));
  g_ptr_array_set_size (revocation->left, (int) revocation->left->len - 1);
  revoke_next (task);
}

static void
revoke_next (GTask *task)
{
  Revocation *revocation = g_task_get_task_data (task);
  HomeboxApiKey *key = NULL;

  if (revocation->left->len == 0)
    {
      for (guint i = 0; revocation->names[i] != NULL
                        && revocation->absent == LATCHKEY_OWN_KEYS_FORGET_ABSENT;
           i++)
        latchkey_account_remove_own_key (revocation->account, revocation->names[i]);
      g_task_return_boolean (task, TRUE);
      return;
    }
  key = g_ptr_array_index (revocation->left, revocation->left->len - 1);
  homebox_session_revoke_api_key_async (revocation->session, homebox_api_key_get_id (key),
                                        g_task_get_cancellable (task), on_revoked,
                                        g_object_ref (task));
}

static void
on_listed (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Revocation *revocation = g_task_get_task_data (task);
  g_autoptr (GListModel) keys = NULL;
  g_autoptr (GError) error = NULL;

  keys = homebox_session_list_api_keys_finish (HOMEBOX_SESSION (source), result, &error);
  if (keys == NULL && !g_error_matches (error, HOMEBOX_ERROR, HOMEBOX_ERROR_SERVER_TOO_OLD))
    {
      g_task_return_error (task, g_steal_pointer (&error));
      return;
    }

  /* A server that was set back to a version without keys has none to revoke. */
  for (guint i = 0; keys != NULL && i < g_list_model_get_n_items (keys); i++)
    {
      g_autoptr (HomeboxApiKey) key = g_list_model_get_item (keys, i);
      const char *name = homebox_api_key_get_name (key);

      if (!g_strv_contains ((const char *const *) revocation->names, name))
        continue;
      /* The branch one sits on goes last. */
      g_ptr_array_insert (revocation->left,
                          g_strcmp0 (name, revocation->last_name) == 0 ? 0 : -1,
                          g_object_ref (key));
    }
  revoke_next (task);
}

/*
 * latchkey_own_keys_revoke_async:
 * @account: whose keys
 * @session: what asks the server; it has to be that person's, and is not ended by it
 * @kept_name: (nullable): the name of the own key that stays
 * @absent: what a name means that the server does not list
 * @cancellable: (nullable): a cancellable
 * @callback: called when it is done
 * @user_data: data for @callback
 *
 * Revokes the API keys that Latchkey made for an account, but one, and takes their names off the
 * record; putting that onto the disk is the caller's. The key that @session acts with goes last.
 * Killed in between, or failed, what is left is still on the record.
 */
void
latchkey_own_keys_revoke_async (LatchkeyAccount *account,
                                HomeboxSession *session,
                                const char *kept_name,
                                LatchkeyOwnKeysAbsent absent,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  g_auto (GStrv) all = NULL;
  g_autoptr (GStrvBuilder) names = g_strv_builder_new ();
  Revocation *revocation = NULL;

  g_return_if_fail (LATCHKEY_IS_ACCOUNT (account));
  g_return_if_fail (HOMEBOX_IS_SESSION (session));

  task = g_task_new (NULL, cancellable, callback, user_data);
  g_task_set_source_tag (task, latchkey_own_keys_revoke_async);
  g_task_set_check_cancellable (task, FALSE);

  all = latchkey_account_dup_own_keys (account);
  for (guint i = 0; all[i] != NULL; i++)
    {
      if (g_strcmp0 (all[i], kept_name) != 0)
        g_strv_builder_add (names, all[i]);
    }

  revocation = g_new0 (Revocation, 1);
  revocation->account = g_object_ref (account);
  revocation->session = g_object_ref (session);
  revocation->absent = absent;
  revocation->names = g_strv_builder_end (names);
  revocation->last_name
      = latchkey_account_dup_own_key_name (account, homebox_session_get_token (session));
  revocation->left = g_ptr_array_new_with_free_func (g_object_unref);
  g_task_set_task_data (task, revocation, revocation_free);

  if (revocation->names[0] == NULL)
    g_task_return_boolean (task, TRUE);
  else
    homebox_session_list_api_keys_async (session, cancellable, on_listed, g_object_ref (task));
}

/*
 * latchkey_own_keys_revoke_finish:
 * @result: the result that the callback got
 * @error: return location for an error
 *
 * Fails as homebox_session_list_api_keys_finish() and homebox_session_revoke_api_key_finish() do.
 *
 * Returns: whether there is none left but the one that was to stay
 */
gboolean
latchkey_own_keys_revoke_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), FALSE);
  g_return_val_if_fail (g_async_result_is_tagged (result, latchkey_own_keys_revoke_async), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
