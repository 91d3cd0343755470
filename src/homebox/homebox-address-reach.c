#include "homebox-address.h"

#include "homebox-error.h"

#include <string.h>

/**
 * homebox_address_reach_of:
 * @address: an IP address
 *
 * Tells how far away @address is: RFC 1122 section 3.2.1.3 and RFC 4291 section 2.5.3 (loopback),
 * RFC 1918, RFC 4193 (fc00::/7), RFC 3927 and RFC 4291 section 2.5.6 (link-local). An IPv4 address
 * that is mapped into IPv6 (::ffff:0:0/96) is judged as what it is.
 *
 * Returns: its reach
 */
HomeboxReach
homebox_address_reach_of (GInetAddress *address)
{
  static const guint8 mapped[12] = { 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff };
  const guint8 *bytes;

  g_return_val_if_fail (G_IS_INET_ADDRESS (address), HOMEBOX_REACH_PUBLIC);

  bytes = g_inet_address_to_bytes (address);

  if (g_inet_address_get_family (address) == G_SOCKET_FAMILY_IPV6)
    {
      if (memcmp (bytes, mapped, sizeof mapped) == 0)
        {
          g_autoptr (GInetAddress) inner = NULL;

          inner = g_inet_address_new_from_bytes (bytes + sizeof mapped, G_SOCKET_FAMILY_IPV4);
          return homebox_address_reach_of (inner);
        }

      if ((bytes[0] & 0xfe) == 0xfc)
        return HOMEBOX_REACH_LOCAL;
    }
  else if (g_inet_address_get_is_site_local (address))
    {
      return HOMEBOX_REACH_LOCAL;
    }

  if (g_inet_address_get_is_loopback (address))
    return HOMEBOX_REACH_LOOPBACK;

  return g_inet_address_get_is_link_local (address) ? HOMEBOX_REACH_LOCAL : HOMEBOX_REACH_PUBLIC;
}

static void
on_looked_up (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GError) cause = NULL;
  HomeboxReach reach = HOMEBOX_REACH_LOOPBACK;
  GList *addresses;

  addresses = g_resolver_lookup_by_name_finish (G_RESOLVER (source), result, &cause);
  if (addresses == NULL)
    {
      g_task_return_error (task, homebox_error_new_from_transport (cause));
      return;
    }

  /* One address far away is enough: nobody knows which one will be taken. */
  for (GList *l = addresses; l != NULL; l = l->next)
    reach = MAX (reach, homebox_address_reach_of (l->data));

  g_resolver_free_addresses (addresses);
  g_task_return_int (task, reach);
}

/**
 * homebox_address_find_reach_async:
 * @self: an address
 * @cancellable: (nullable): a cancellable
 * @callback: called when the answer is there
 * @user_data: data for @callback
 *
 * Looks up how far away the host is: as far as the farthest of the addresses it resolves to. The
 * lookup has no deadline of its own.
 */
void
homebox_address_find_reach_async (HomeboxAddress *self,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  g_autoptr (GResolver) resolver = NULL;
  g_autoptr (GInetAddress) literal = NULL;
  g_autofree char *bare = NULL;
  const char *host;

  g_return_if_fail (self != NULL);

  host = homebox_address_get_host (self);

  task = g_task_new (NULL, cancellable, callback, user_data);
  g_task_set_source_tag (task, homebox_address_find_reach_async);
  g_task_set_check_cancellable (task, FALSE);

  /* An interface (`fe80::1%eth0`) says nothing about the distance, and no resolver takes it. */
  bare = g_strndup (host, strcspn (host, "%"));
  literal = g_inet_address_new_from_string (bare);
  if (literal != NULL)
    {
      g_task_return_int (task, homebox_address_reach_of (literal));
      return;
    }

  /* GLib would start a thread for it all the same. */
  if (g_cancellable_is_cancelled (cancellable))
    {
      g_task_return_error (task, homebox_error_new (HOMEBOX_ERROR_CANCELLED, HOMEBOX_FIELD_NONE,
                                                    NULL));
      return;
    }

  resolver = g_resolver_get_default ();
  g_resolver_lookup_by_name_async (resolver, host, cancellable, on_looked_up,
                                   g_steal_pointer (&task));
}

/**
 * homebox_address_find_reach_finish:
 * @self: an address
 * @result: the result
 * @reach: (out): return location for the reach
 * @error: return location for an error
 *
 * Ends homebox_address_find_reach_async(). Fails with %HOMEBOX_ERROR_NAME_NOT_FOUND when the host
 * has no address, or %HOMEBOX_ERROR_CANCELLED.
 *
 * Returns: whether the reach is known
 */
gboolean
homebox_address_find_reach_finish (HomeboxAddress *self,
                                   GAsyncResult *result,
                                   HomeboxReach *reach,
                                   GError **error)
{
  gssize found;

  g_return_val_if_fail (self != NULL, FALSE);
  g_return_val_if_fail (g_task_is_valid (result, NULL), FALSE);
  g_return_val_if_fail (g_async_result_is_tagged (result, homebox_address_find_reach_async),
                        FALSE);

  found = g_task_propagate_int (G_TASK (result), error);
  if (found < 0)
    return FALSE;

  *reach = (HomeboxReach) found;

  return TRUE;
}
