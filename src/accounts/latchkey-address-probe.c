#include "latchkey-address-probe.h"

#include "homebox-error.h"
#include "homebox-server-info.h"

/*
 * Probe:
 * @addresses: what is asked, the one that answered last first
 * @errors: why each of them did not answer, as far as is known
 * @plain: (nullable): the first plain-http one that answered
 * @n_under_way: how many were not heard of yet
 * @cancellable: ends those
 *
 * Where a server is.
 */
typedef struct
{
  GPtrArray *addresses;
  GPtrArray *errors;
  char *plain;
  guint n_under_way;
  GCancellable *cancellable;
  GSource *cancelled;
} Probe;

static void
clear_error (gpointer data)
{
  GError *error = data;

  g_clear_error (&error);
}

static void
probe_free (gpointer data)
{
  Probe *probe = data;

  if (probe->cancelled != NULL)
    g_source_destroy (probe->cancelled);
  g_clear_pointer (&probe->cancelled, g_source_unref);
  g_ptr_array_unref (probe->addresses);
  g_ptr_array_unref (probe->errors);
  g_object_unref (probe->cancellable);
  g_free (probe->plain);
  g_free (probe);
}

/* One of those that were asked. */
typedef struct
{
  GTask *task;
  guint index;
} Answer;

static void
end (GTask *task, const char *secure, GError *error)
{
  Probe *probe = g_task_get_task_data (task);

  if (probe->cancelled != NULL)
    g_source_destroy (probe->cancelled);
  g_clear_pointer (&probe->cancelled, g_source_unref);
  if (secure != NULL)
    g_task_return_pointer (task, g_strdup (secure), g_free);
  else
    g_task_return_error (task, error);
  g_cancellable_cancel (probe->cancellable);
}

/* An address that this account was used at is known to be a Homebox: what answers otherwise there is
 * something in between. */
static GError *
judge (const GError *error, const char *address)
{
  if (error->domain == HOMEBOX_ERROR
      && (error->code == HOMEBOX_ERROR_NOT_HOMEBOX || error->code == HOMEBOX_ERROR_REDIRECTED))
    return homebox_error_new (HOMEBOX_ERROR_GATEWAY_LOGIN, HOMEBOX_FIELD_NONE, address);
  return g_error_copy (error);
}

/* The person wants to know about the address that is safe to use, if there is one. */
static GError *
choose_error (Probe *probe)
{
  for (guint i = 0; i < probe->addresses->len; i++)
    {
      const char *address = g_ptr_array_index (probe->addresses, i);

      if (!latchkey_account_address_is_plain_http (address))
        return judge (g_ptr_array_index (probe->errors, i), address);
    }
  for (guint i = 0; i < probe->addresses->len; i++)
    if (g_ptr_array_index (probe->errors, i) != NULL)
      return judge (g_ptr_array_index (probe->errors, i), g_ptr_array_index (probe->addresses, i));
  return homebox_error_new (HOMEBOX_ERROR_UNREACHABLE, HOMEBOX_FIELD_NONE, NULL);
}

static void
on_info (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autofree Answer *answer = user_data;
  g_autoptr (GTask) task = answer->task;
  Probe *probe = g_task_get_task_data (task);
  const char *address = g_ptr_array_index (probe->addresses, answer->index);
  g_autoptr (GError) error = NULL;
  g_autoptr (HomeboxServerInfo) info
      = homebox_server_info_fetch_finish (HOMEBOX_CLIENT (source), result, &error);

  probe->n_under_way--;
  if (g_task_get_completed (task) || g_cancellable_is_cancelled (probe->cancellable))
    return;

  if (info != NULL && !latchkey_account_address_is_plain_http (address))
    {
      end (task, address, NULL);
      return;
    }
  if (info != NULL && probe->plain == NULL)
    probe->plain = g_strdup (address);
  g_ptr_array_index (probe->errors, answer->index) = g_steal_pointer (&error);
  if (probe->n_under_way == 0)
    end (task, NULL, choose_error (probe));
}

static gboolean
on_cancelled (GCancellable *cancellable, gpointer user_data)
{
  g_autoptr (GTask) task = g_object_ref (user_data);

  end (task, NULL, homebox_error_new (HOMEBOX_ERROR_CANCELLED, HOMEBOX_FIELD_NONE, NULL));
  return G_SOURCE_REMOVE;
}

static GPtrArray *
list_addresses (LatchkeyAccount *account)
{
  GPtrArray *addresses = g_ptr_array_new_with_free_func (g_free);
  const char *last = latchkey_account_get_last_address (account);
  const char *const *all = latchkey_account_get_addresses (account);

  if (last != NULL)
    g_ptr_array_add (addresses, g_strdup (last));
  for (guint i = 0; all[i] != NULL; i++)
    if (g_strcmp0 (all[i], last) != 0)
      g_ptr_array_add (addresses, g_strdup (all[i]));
  return addresses;
}

/*
 * latchkey_address_probe_run_async:
 * @vault: what is trusted
 * @account: whose server it is
 * @cancellable: (nullable): a cancellable
 * @callback: called when it is known
 * @user_data: data for @callback
 *
 * Finds out where a server is to be reached now: asks all addresses of an account at once for its
 * status, without a token. The first one that answers over https with a certificate that is trusted
 * or pinned is the one; the others are not waited for then.
 */
void
latchkey_address_probe_run_async (LatchkeyVault *vault,
                                  LatchkeyAccount *account,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  Probe *probe = NULL;

  g_return_if_fail (LATCHKEY_IS_VAULT (vault));
  g_return_if_fail (LATCHKEY_IS_ACCOUNT (account));

  task = g_task_new (NULL, cancellable, callback, user_data);
  g_task_set_source_tag (task, latchkey_address_probe_run_async);
  g_task_set_check_cancellable (task, FALSE);
  probe = g_new0 (Probe, 1);
  probe->addresses = list_addresses (account);
  probe->errors = g_ptr_array_new_with_free_func (clear_error);
  g_ptr_array_set_size (probe->errors, (int) probe->addresses->len);
  probe->cancellable = g_cancellable_new ();
  g_task_set_task_data (task, probe, probe_free);

  if (cancellable != NULL)
    {
      probe->cancelled = g_cancellable_source_new (cancellable);
      g_source_set_callback (probe->cancelled, G_SOURCE_FUNC (on_cancelled), task, NULL);
      g_source_attach (probe->cancelled, g_task_get_context (task));
    }
  probe->n_under_way = probe->addresses->len;
  for (guint i = 0; i < probe->addresses->len; i++)
    {
      g_autoptr (HomeboxClient) client
          = latchkey_vault_make_client (vault, g_ptr_array_index (probe->addresses, i));
      Answer *answer = g_new0 (Answer, 1);

      answer->task = g_object_ref (task);
      answer->index = i;
      homebox_server_info_fetch_async (client, probe->cancellable, on_info, answer);
    }
}

/*
 * latchkey_address_probe_run_finish:
 * @result: the result that the callback got
 * @plain: (out) (optional) (nullable): after a failure, a plain-http address that answered, if any
 * @error: return location for an error: why the first https address did not answer, or the first
 *   address at all if there is none
 *
 * Fails as homebox_server_info_fetch_finish() does. An answer that does not come from a Homebox is
 * %HOMEBOX_ERROR_GATEWAY_LOGIN.
 *
 * Returns: (transfer full) (nullable): the https address that answered first
 */
char *
latchkey_address_probe_run_finish (GAsyncResult *result, char **plain, GError **error)
{
  Probe *probe = NULL;

  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, latchkey_address_probe_run_async), NULL);

  probe = g_task_get_task_data (G_TASK (result));
  if (plain != NULL)
    *plain = g_strdup (probe->plain);
  return g_task_propagate_pointer (G_TASK (result), error);
}
