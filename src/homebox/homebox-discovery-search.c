#include "homebox-discovery-search.h"

#include "homebox-error.h"

#include <glib/gi18n-lib.h>

#define STATUS_PATH "/api/v1/status"
#define MAX_REDIRECTS 5

/*
 * Search:
 * @address: what is being looked for: as typed, or where a redirect led
 * @scheme_typed: whether the person said `http` or `https`
 * @scheme: what is being asked with
 * @trust: (nullable): which certificates are trusted beyond those that the system does
 * @timeout: how long each step may take, in milliseconds
 * @reach: how far away the host is, as far as it was looked up
 * @https_error: (nullable): why https did not do, when http is tried after it
 * @watch: (nullable): who watches
 * @lookup: (nullable): cancels the lookup of the name, for the caller and for its deadline
 */
typedef struct
{
  HomeboxAddress *address;
  gboolean scheme_typed;
  const char *scheme;
  HomeboxTrust *trust;
  guint timeout;
  HomeboxReach reach;
  GError *https_error;
  guint n_redirects;
  HomeboxDiscoveryWatch *watch;

  GCancellable *lookup;
  gulong lookup_handler;
  guint lookup_deadline;
} Search;

static void
end_lookup (GTask *task)
{
  Search *search = g_task_get_task_data (task);

  g_clear_handle_id (&search->lookup_deadline, g_source_remove);
  g_cancellable_disconnect (g_task_get_cancellable (task), search->lookup_handler);
  search->lookup_handler = 0;
  g_clear_object (&search->lookup);
}

static void
search_free (gpointer data)
{
  Search *search = data;

  homebox_address_free (search->address);
  g_clear_object (&search->trust);
  g_clear_error (&search->https_error);
  g_free (search->watch);
  g_free (search);
}

/*
 * homebox_discovered_free:
 * @self: (transfer full): what a search found
 *
 * Frees @self.
 */
void
homebox_discovered_free (HomeboxDiscovered *self)
{
  g_clear_object (&self->client);
  g_clear_object (&self->server_info);
  g_free (self);
}

static gboolean
is_plain (Search *search)
{
  return g_str_equal (search->scheme, "http");
}

/* How much an error says about the server: the farther a request came, the more. */
static int
weight (const GError *error)
{
  switch ((HomeboxError) error->code)
    {
    case HOMEBOX_ERROR_NAME_NOT_FOUND:
    case HOMEBOX_ERROR_UNREACHABLE:
      return 0;
    case HOMEBOX_ERROR_NOT_SECURE:
    case HOMEBOX_ERROR_REFUSED:
      return 1;
    case HOMEBOX_ERROR_TIMED_OUT:
    case HOMEBOX_ERROR_CONNECTION_LOST:
      return 2;
    default:
      return 3;
    }
}

/* What speaks no TLS may well speak http: then what http said is worth more in any case. */
static GError *
take_more_informative (Search *search, GError *https_error, GError *http_error)
{
  gboolean not_secure = https_error->code == HOMEBOX_ERROR_NOT_SECURE;
  gboolean http_says_more = not_secure || weight (http_error) > weight (https_error);

  if (!http_says_more && search->watch != NULL)
    search->watch->chose_https (search->watch->user_data);

  g_error_free (http_says_more ? https_error : http_error);

  return http_says_more ? http_error : https_error;
}

static void
fail (GTask *task, GError *error)
{
  Search *search = g_task_get_task_data (task);

  if (search->https_error != NULL
      && !g_error_matches (error, HOMEBOX_ERROR, HOMEBOX_ERROR_CANCELLED))
    error = take_more_informative (search, g_steal_pointer (&search->https_error), error);

  g_task_return_error (task, error);
}

static void
succeed (GTask *task, HomeboxClient *client, HomeboxServerInfo *info)
{
  Search *search = g_task_get_task_data (task);
  HomeboxDiscovered *found = g_new0 (HomeboxDiscovered, 1);

  found->client = g_object_ref (client);
  found->server_info = g_object_ref (info);
  found->reach = search->reach;
  found->needs_confirmation = is_plain (search) && search->reach != HOMEBOX_REACH_LOOPBACK
                              && (!search->scheme_typed || search->reach == HOMEBOX_REACH_PUBLIC);

  g_task_return_pointer (task, found, (GDestroyNotify) homebox_discovered_free);
}

static void ask (GTask *task);

static gboolean
on_lookup_deadline (gpointer user_data)
{
  Search *search = user_data;

  search->lookup_deadline = 0;
  g_cancellable_cancel (search->lookup);

  return G_SOURCE_REMOVE;
}

static void
on_cancelled (GCancellable *cancellable, GCancellable *lookup)
{
  g_cancellable_cancel (lookup);
}

/* The system's resolver takes its own time over a name server that does not answer. */
static void
look_up (GTask *task, GAsyncReadyCallback callback)
{
  Search *search = g_task_get_task_data (task);
  GCancellable *cancellable = g_task_get_cancellable (task);

  search->lookup = g_cancellable_new ();
  search->lookup_deadline = g_timeout_add (search->timeout, on_lookup_deadline, search);
  if (cancellable != NULL)
    search->lookup_handler = g_cancellable_connect (cancellable, G_CALLBACK (on_cancelled),
                                                    search->lookup, NULL);

  homebox_address_find_reach_async (search->address, search->lookup, callback, g_object_ref (task));
}

static gboolean
finish_lookup (GTask *task, GAsyncResult *result)
{
  Search *search = g_task_get_task_data (task);
  gboolean found;

  found = homebox_address_find_reach_finish (search->address, result, &search->reach, NULL);
  end_lookup (task);

  return found;
}

static gboolean
stop_if_cancelled (GTask *task)
{
  if (!g_cancellable_is_cancelled (g_task_get_cancellable (task)))
    return FALSE;

  g_task_return_error (task, homebox_error_new (HOMEBOX_ERROR_CANCELLED, HOMEBOX_FIELD_NONE, NULL));

  return TRUE;
}

static void
on_reach_before_http (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;

  /* A name that this computer cannot look up may be known to a proxy; then it counts as public. */
  finish_lookup (task, result);

  if (!stop_if_cancelled (task))
    ask (task);
}

static void
on_reach_after_https (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Search *search = g_task_get_task_data (task);
  gboolean found = finish_lookup (task, result);

  if (stop_if_cancelled (task))
    return;

  if (!found || search->reach == HOMEBOX_REACH_PUBLIC)
    {
      g_task_return_error (task, g_steal_pointer (&search->https_error));
      return;
    }

  search->scheme = "http";
  ask (task);
}

/*
 * Takes over where a redirect leads, when it is the same Homebox: the same host, the same call, and
 * not less safe than before.
 */
static gboolean
adopt (Search *search, const GError *error)
{
  const char *target = homebox_error_get_detail (error);
  g_autoptr (HomeboxAddress) address = NULL;
  gboolean plain;

  if (target == NULL || !g_str_has_suffix (target, STATUS_PATH)
      || search->n_redirects == MAX_REDIRECTS)
    return FALSE;

  address = homebox_address_parse (target, NULL);
  if (address == NULL || !g_str_equal (homebox_address_get_host (address),
                                       homebox_address_get_host (search->address)))
    return FALSE;

  plain = g_strcmp0 (homebox_address_get_scheme (address), "http") == 0;
  if (plain && !is_plain (search))
    return FALSE;

  homebox_address_free (search->address);
  search->address = g_steal_pointer (&address);
  search->scheme = plain ? "http" : "https";
  search->n_redirects++;

  return TRUE;
}

static GError *
name_target (GError *error)
{
  const char *target = homebox_error_get_detail (error);
  g_autofree char *message = NULL;

  if (!g_error_matches (error, HOMEBOX_ERROR, HOMEBOX_ERROR_REDIRECTED) || target == NULL)
    return error;

  /* Translators: %s is an address, such as “https://login.example.org/”. */
  message = g_strdup_printf (_("This server sends visitors on to “%s”. If your Homebox is there, "
                               "enter that address."),
                             target);
  g_error_free (error);

  return homebox_error_new_with_message (HOMEBOX_ERROR_REDIRECTED, HOMEBOX_FIELD_SERVER, message);
}

static gboolean
may_become_http (Search *search, const GError *error)
{
  return !search->scheme_typed && !is_plain (search) && search->n_redirects == 0
         && homebox_error_get_certificate (error) == NULL
         && !g_error_matches (error, HOMEBOX_ERROR, HOMEBOX_ERROR_NOT_TRUSTED);
}

static void
on_info (GObject *source, GAsyncResult *result, gpointer user_data)
{
  HomeboxClient *client = HOMEBOX_CLIENT (source);
  g_autoptr (GTask) task = user_data;
  g_autoptr (HomeboxServerInfo) info = NULL;
  Search *search = g_task_get_task_data (task);
  g_autoptr (GError) error = NULL;

  info = homebox_server_info_fetch_finish (client, result, &error);

  if (stop_if_cancelled (task))
    return;

  if (search->watch != NULL)
    search->watch->ended (error, search->watch->user_data);

  if (info != NULL)
    {
      succeed (task, client, info);
    }
  else if (g_error_matches (error, HOMEBOX_ERROR, HOMEBOX_ERROR_REDIRECTED)
           && adopt (search, error))
    {
      ask (task);
    }
  else if (may_become_http (search, error))
    {
      search->https_error = name_target (g_steal_pointer (&error));
      look_up (task, on_reach_after_https);
    }
  else
    {
      fail (task, name_target (g_steal_pointer (&error)));
    }
}

static void
ask (GTask *task)
{
  Search *search = g_task_get_task_data (task);
  g_autofree char *base_uri = homebox_address_dup_base_uri (search->address, search->scheme);
  g_autoptr (HomeboxClient) client = homebox_client_new_trusting (base_uri, search->trust);

  if (search->watch != NULL)
    search->watch->asking (base_uri, search->watch->user_data);

  homebox_client_set_timeout (client, search->timeout);
  homebox_server_info_fetch_watched_async (client,
                                           search->watch != NULL ? &search->watch->server : NULL,
                                           g_task_get_cancellable (task), on_info,
                                           g_object_ref (task));
}

/*
 * homebox_discovery_search_async:
 * @address: what to look for
 * @trust: (nullable): which certificates are trusted beyond those that the system does
 * @timeout: how long each step may take, in milliseconds
 * @watch: (nullable): who watches; copied
 * @cancellable: (nullable): a cancellable
 * @callback: called when the search ended
 * @user_data: data for @callback
 *
 * Looks for a Homebox by the rules of #HomeboxDiscovery.
 */
void
homebox_discovery_search_async (HomeboxAddress *address,
                                HomeboxTrust *trust,
                                guint timeout,
                                const HomeboxDiscoveryWatch *watch,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  const char *scheme = homebox_address_get_scheme (address);
  Search *search = g_new0 (Search, 1);

  search->address = homebox_address_copy (address);
  search->scheme_typed = scheme != NULL;
  search->scheme = g_strcmp0 (scheme, "http") == 0 ? "http" : "https";
  g_set_object (&search->trust, trust);
  search->timeout = timeout;
  search->reach = HOMEBOX_REACH_PUBLIC;
  search->watch = g_memdup2 (watch, sizeof *watch);

  g_task_set_source_tag (task, homebox_discovery_search_async);
  g_task_set_check_cancellable (task, FALSE);
  g_task_set_task_data (task, search, search_free);

  if (is_plain (search))
    look_up (task, on_reach_before_http);
  else
    ask (task);
}

/*
 * homebox_discovery_search_finish:
 * @result: the result
 * @error: return location for an error
 *
 * Ends homebox_discovery_search_async(). Fails as homebox_discovery_run_finish() does.
 *
 * Returns: (transfer full) (nullable): what was found
 */
HomeboxDiscovered *
homebox_discovery_search_finish (GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}
