#include "homebox-discovery.h"

#include "homebox-error.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define STATUS_PATH "/api/v1/status"
#define MAX_REDIRECTS 5

struct _HomeboxDiscovery
{
  GObject parent_instance;

  guint timeout;
  GCancellable *running;

  HomeboxClient *client;
  HomeboxServerInfo *server_info;
  HomeboxReach reach;
  gboolean needs_confirmation;
};

G_DEFINE_FINAL_TYPE (HomeboxDiscovery, homebox_discovery, G_TYPE_OBJECT)

/*
 * Run:
 * @address: what is being looked for, from what was typed or from a redirect
 * @scheme_typed: whether the person said `http` or `https`
 * @scheme: what is being asked with
 * @reach: how far away the host is, as far as it was looked up
 * @https_error: (nullable): why https did not do, when http is tried after it
 *
 * One search.
 */
typedef struct
{
  HomeboxAddress *address;
  gboolean scheme_typed;
  const char *scheme;
  HomeboxReach reach;
  GError *https_error;
  guint n_redirects;

  GCancellable *cancellable;
  GCancellable *caller;
  gulong caller_handler;

  GCancellable *lookup;
  gulong lookup_handler;
  guint lookup_deadline;
} Run;

static void
run_end_lookup (Run *run)
{
  g_clear_handle_id (&run->lookup_deadline, g_source_remove);
  if (run->lookup != NULL)
    g_cancellable_disconnect (run->cancellable, run->lookup_handler);
  g_clear_object (&run->lookup);
}

static void
run_free (gpointer data)
{
  Run *run = data;

  run_end_lookup (run);
  if (run->caller != NULL)
    g_cancellable_disconnect (run->caller, run->caller_handler);
  g_clear_object (&run->caller);
  g_clear_object (&run->cancellable);
  g_clear_pointer (&run->address, homebox_address_free);
  g_clear_error (&run->https_error);
  g_free (run);
}

static void
homebox_discovery_clear (HomeboxDiscovery *self)
{
  g_clear_object (&self->client);
  g_clear_object (&self->server_info);
  self->reach = HOMEBOX_REACH_PUBLIC;
  self->needs_confirmation = FALSE;
}

static void
homebox_discovery_dispose (GObject *object)
{
  HomeboxDiscovery *self = HOMEBOX_DISCOVERY (object);

  g_cancellable_cancel (self->running);
  g_clear_object (&self->running);
  homebox_discovery_clear (self);

  G_OBJECT_CLASS (homebox_discovery_parent_class)->dispose (object);
}

static void
homebox_discovery_class_init (HomeboxDiscoveryClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = homebox_discovery_dispose;
}

static void
homebox_discovery_init (HomeboxDiscovery *self)
{
  self->reach = HOMEBOX_REACH_PUBLIC;
}

/**
 * homebox_discovery_new:
 *
 * Returns: (transfer full): a discovery that found nothing yet
 */
HomeboxDiscovery *
homebox_discovery_new (void)
{
  return g_object_new (HOMEBOX_TYPE_DISCOVERY, NULL);
}

/**
 * homebox_discovery_set_timeout:
 * @self: a discovery
 * @milliseconds: the deadline of one request, and of looking up a name; 0 for that of
 *   #HomeboxClient
 *
 * Sets how long each step of the next runs may take. The client that is found keeps it.
 */
void
homebox_discovery_set_timeout (HomeboxDiscovery *self, guint milliseconds)
{
  g_return_if_fail (HOMEBOX_IS_DISCOVERY (self));

  self->timeout = milliseconds;
}

static HomeboxClient *
new_client (HomeboxDiscovery *self, Run *run)
{
  g_autofree char *base_uri = homebox_address_dup_base_uri (run->address, run->scheme);
  HomeboxClient *client = homebox_client_new (base_uri);

  if (self->timeout > 0)
    homebox_client_set_timeout (client, self->timeout);

  return client;
}

static gboolean
is_plain (Run *run)
{
  return g_str_equal (run->scheme, "http");
}

static void ask (GTask *task);

/* How much an error says about the server: the farther a request came, the more. */
static int
weight (const GError *error)
{
  switch ((HomeboxError) error->code)
    {
    case HOMEBOX_ERROR_NAME_NOT_FOUND:
    case HOMEBOX_ERROR_UNREACHABLE:
      return 0;
    /* What speaks no TLS may well speak http: what http said is worth more. */
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

static GError *
take_more_informative (GError *https_error, GError *http_error)
{
  gboolean http_says_more = weight (http_error) > weight (https_error)
                            || g_error_matches (https_error, HOMEBOX_ERROR,
                                                HOMEBOX_ERROR_NOT_SECURE);

  g_error_free (http_says_more ? https_error : http_error);

  return http_says_more ? http_error : https_error;
}

static void
fail (GTask *task, GError *error)
{
  Run *run = g_task_get_task_data (task);

  if (run->https_error != NULL
      && !g_error_matches (error, HOMEBOX_ERROR, HOMEBOX_ERROR_CANCELLED))
    error = take_more_informative (g_steal_pointer (&run->https_error), error);

  g_task_return_error (task, error);
}

static void
succeed (GTask *task, HomeboxClient *client, HomeboxServerInfo *info)
{
  HomeboxDiscovery *self = g_task_get_source_object (task);
  Run *run = g_task_get_task_data (task);

  self->client = g_object_ref (client);
  self->server_info = g_object_ref (info);
  self->reach = run->reach;
  self->needs_confirmation = is_plain (run) && run->reach != HOMEBOX_REACH_LOOPBACK
                             && (!run->scheme_typed || run->reach == HOMEBOX_REACH_PUBLIC);

  g_task_return_boolean (task, TRUE);
}

static gboolean
on_lookup_deadline (gpointer user_data)
{
  Run *run = user_data;

  run->lookup_deadline = 0;
  g_cancellable_cancel (run->lookup);

  return G_SOURCE_REMOVE;
}

static void
forward_cancel (GCancellable *cancellable, GCancellable *to)
{
  g_cancellable_cancel (to);
}

static void
look_up (GTask *task, GAsyncReadyCallback callback)
{
  HomeboxDiscovery *self = g_task_get_source_object (task);
  Run *run = g_task_get_task_data (task);

  run->lookup = g_cancellable_new ();
  run->lookup_handler = g_cancellable_connect (run->cancellable, G_CALLBACK (forward_cancel),
                                               run->lookup, NULL);

  /* The system's resolver takes its time over a server that does not answer. */
  if (self->timeout > 0)
    run->lookup_deadline = g_timeout_add (self->timeout, on_lookup_deadline, run);
  else
    run->lookup_deadline = g_timeout_add_seconds (20, on_lookup_deadline, run);

  homebox_address_find_reach_async (run->address, run->lookup, callback, g_object_ref (task));
}

static gboolean
end_look_up (GTask *task, GAsyncResult *result)
{
  Run *run = g_task_get_task_data (task);
  gboolean found;

  found = homebox_address_find_reach_finish (run->address, result, &run->reach, NULL);
  run_end_lookup (run);

  return found;
}

static gboolean
stop_if_cancelled (GTask *task)
{
  Run *run = g_task_get_task_data (task);

  if (!g_cancellable_is_cancelled (run->cancellable))
    return FALSE;

  g_task_return_error (task, homebox_error_new (HOMEBOX_ERROR_CANCELLED, HOMEBOX_FIELD_NONE, NULL));

  return TRUE;
}

static void
on_reach_before_http (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;

  /* A name that this computer cannot look up may be known to a proxy; then it counts as public. */
  end_look_up (task, result);

  if (!stop_if_cancelled (task))
    ask (task);
}

static void
on_reach_after_https (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Run *run = g_task_get_task_data (task);
  gboolean found = end_look_up (task, result);

  if (stop_if_cancelled (task))
    return;

  if (!found || run->reach == HOMEBOX_REACH_PUBLIC)
    {
      g_task_return_error (task, g_steal_pointer (&run->https_error));
      return;
    }

  run->scheme = "http";
  ask (task);
}

/*
 * Takes over where a redirect leads, when it is the same Homebox: the same host, the same call, and
 * not less safe than before.
 */
static gboolean
adopt (Run *run, const GError *error)
{
  const char *target = homebox_error_get_detail (error);
  g_autoptr (HomeboxAddress) address = NULL;
  const char *scheme;

  if (target == NULL || !g_str_has_suffix (target, STATUS_PATH) || run->n_redirects == MAX_REDIRECTS)
    return FALSE;

  address = homebox_address_parse (target, NULL);
  if (address == NULL || !g_str_equal (homebox_address_get_host (address),
                                       homebox_address_get_host (run->address)))
    return FALSE;

  scheme = homebox_address_get_scheme (address);
  if (!is_plain (run) && g_str_equal (scheme, "http"))
    return FALSE;

  g_clear_pointer (&run->address, homebox_address_free);
  run->scheme = g_str_equal (scheme, "http") ? "http" : "https";
  run->address = g_steal_pointer (&address);
  run->n_redirects++;

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

static void
on_info (GObject *source, GAsyncResult *result, gpointer user_data)
{
  HomeboxClient *client = HOMEBOX_CLIENT (source);
  g_autoptr (GTask) task = user_data;
  g_autoptr (HomeboxServerInfo) info = NULL;
  Run *run = g_task_get_task_data (task);
  GError *error = NULL;

  info = homebox_server_info_fetch_finish (client, result, &error);

  if (stop_if_cancelled (task))
    {
      g_clear_error (&error);
    }
  else if (info != NULL)
    {
      succeed (task, client, info);
    }
  else if (g_error_matches (error, HOMEBOX_ERROR, HOMEBOX_ERROR_REDIRECTED) && adopt (run, error))
    {
      g_error_free (error);
      ask (task);
    }
  else if (run->scheme_typed || is_plain (run) || run->n_redirects > 0 || run->https_error != NULL
           || g_error_matches (error, HOMEBOX_ERROR, HOMEBOX_ERROR_NOT_TRUSTED))
    {
      fail (task, name_target (error));
    }
  else
    {
      run->https_error = name_target (error);
      look_up (task, on_reach_after_https);
    }
}

static void
ask (GTask *task)
{
  HomeboxDiscovery *self = g_task_get_source_object (task);
  Run *run = g_task_get_task_data (task);
  g_autoptr (HomeboxClient) client = new_client (self, run);

  homebox_server_info_fetch_async (client, run->cancellable, on_info, g_object_ref (task));
}

/**
 * homebox_discovery_run_async:
 * @self: a discovery
 * @typed: the address as typed
 * @cancellable: (nullable): a cancellable
 * @callback: called when the search ended
 * @user_data: data for @callback
 *
 * Looks for a Homebox at @typed (`GET /status`). A run that is still under way is cancelled, and
 * what the last one found is forgotten.
 */
void
homebox_discovery_run_async (HomeboxDiscovery *self,
                             const char *typed,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  g_autoptr (HomeboxAddress) address = NULL;
  GError *error = NULL;
  const char *scheme;
  Run *run;

  g_return_if_fail (HOMEBOX_IS_DISCOVERY (self));
  g_return_if_fail (typed != NULL);

  g_cancellable_cancel (self->running);
  g_clear_object (&self->running);
  homebox_discovery_clear (self);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, homebox_discovery_run_async);
  g_task_set_check_cancellable (task, FALSE);

  address = homebox_address_parse (typed, &error);
  if (address == NULL)
    {
      g_task_return_error (task, error);
      return;
    }

  scheme = homebox_address_get_scheme (address);

  run = g_new0 (Run, 1);
  run->scheme_typed = scheme != NULL;
  run->scheme = g_strcmp0 (scheme, "http") == 0 ? "http" : "https";
  run->address = g_steal_pointer (&address);
  run->reach = HOMEBOX_REACH_PUBLIC;
  run->cancellable = g_cancellable_new ();
  g_task_set_task_data (task, run, run_free);
  self->running = g_object_ref (run->cancellable);

  if (cancellable != NULL)
    {
      run->caller = g_object_ref (cancellable);
      run->caller_handler = g_cancellable_connect (cancellable, G_CALLBACK (forward_cancel),
                                                   run->cancellable, NULL);
    }

  if (is_plain (run))
    look_up (task, on_reach_before_http);
  else
    ask (task);
}

/**
 * homebox_discovery_run_finish:
 * @self: a discovery
 * @result: the result
 * @error: return location for an error
 *
 * Ends homebox_discovery_run_async(). Fails as homebox_address_parse() and
 * homebox_server_info_fetch_async() do; when both https and http were asked, with the error that
 * says more about the server. %HOMEBOX_ERROR_REDIRECTED names the address that the server sends
 * visitors to.
 *
 * Returns: whether there is a Homebox
 */
gboolean
homebox_discovery_run_finish (HomeboxDiscovery *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  g_return_val_if_fail (g_async_result_is_tagged (result, homebox_discovery_run_async), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/**
 * homebox_discovery_get_client:
 * @self: a discovery
 *
 * Returns: (transfer none) (nullable): a client of the server that the last run found
 */
HomeboxClient *
homebox_discovery_get_client (HomeboxDiscovery *self)
{
  g_return_val_if_fail (HOMEBOX_IS_DISCOVERY (self), NULL);

  return self->client;
}

/**
 * homebox_discovery_get_server_info:
 * @self: a discovery
 *
 * Returns: (transfer none) (nullable): what that server says about itself
 */
HomeboxServerInfo *
homebox_discovery_get_server_info (HomeboxDiscovery *self)
{
  g_return_val_if_fail (HOMEBOX_IS_DISCOVERY (self), NULL);

  return self->server_info;
}

/**
 * homebox_discovery_get_reach:
 * @self: a discovery
 *
 * How far away that server is, when it is asked with plain http. Over https it does not matter and
 * is not looked up: then it is %HOMEBOX_REACH_PUBLIC.
 *
 * Returns: how far away the server is
 */
HomeboxReach
homebox_discovery_get_reach (HomeboxDiscovery *self)
{
  g_return_val_if_fail (HOMEBOX_IS_DISCOVERY (self), HOMEBOX_REACH_PUBLIC);

  return self->reach;
}

/**
 * homebox_discovery_needs_confirmation:
 * @self: a discovery
 *
 * Whether the person has to agree before a password goes to that server: it would go over plain
 * http, which everybody on the way can read, and either the person did not ask for http, or the
 * server is not even in a network of one's own. Never for this very computer.
 *
 * Returns: whether to ask
 */
gboolean
homebox_discovery_needs_confirmation (HomeboxDiscovery *self)
{
  g_return_val_if_fail (HOMEBOX_IS_DISCOVERY (self), TRUE);

  return self->needs_confirmation;
}
