#include "homebox-discovery.h"

#include "homebox-discovery-search.h"
#include "homebox-error.h"

/* In milliseconds. */
#define DEFAULT_TIMEOUT 20000

struct _HomeboxDiscovery
{
  GObject parent_instance;

  HomeboxTrust *trust;
  guint timeout;
  GCancellable *running;
  HomeboxDiscovered *found;
};

G_DEFINE_FINAL_TYPE (HomeboxDiscovery, homebox_discovery, G_TYPE_OBJECT)

/*
 * Run:
 * @cancellable: of this run, which a later one cancels
 * @caller: (nullable): the cancellable of the caller, which is passed on to it
 */
typedef struct
{
  GCancellable *cancellable;
  GCancellable *caller;
  gulong caller_handler;
} Run;

static void
run_free (gpointer data)
{
  Run *run = data;

  g_cancellable_disconnect (run->caller, run->caller_handler);
  g_clear_object (&run->caller);
  g_clear_object (&run->cancellable);
  g_free (run);
}

static void
homebox_discovery_forget (HomeboxDiscovery *self)
{
  g_cancellable_cancel (self->running);
  g_clear_object (&self->running);
  g_clear_pointer (&self->found, homebox_discovered_free);
}

static void
homebox_discovery_dispose (GObject *object)
{
  HomeboxDiscovery *self = HOMEBOX_DISCOVERY (object);

  homebox_discovery_forget (self);
  g_clear_object (&self->trust);

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
  self->timeout = DEFAULT_TIMEOUT;
}

/**
 * homebox_discovery_new:
 * @trust: (nullable): which certificates are trusted beyond those that the system does; the client
 *   that is found keeps it
 *
 * Returns: (transfer full): a discovery that found nothing yet
 */
HomeboxDiscovery *
homebox_discovery_new (HomeboxTrust *trust)
{
  HomeboxDiscovery *self;

  g_return_val_if_fail (trust == NULL || HOMEBOX_IS_TRUST (trust), NULL);

  self = g_object_new (HOMEBOX_TYPE_DISCOVERY, NULL);
  g_set_object (&self->trust, trust);

  return self;
}

/**
 * homebox_discovery_set_timeout:
 * @self: a discovery
 * @milliseconds: the deadline of one request, and of looking up a name
 *
 * Sets how long each step of the next runs may take, 20 seconds at first. The client that is found
 * keeps it.
 */
void
homebox_discovery_set_timeout (HomeboxDiscovery *self, guint milliseconds)
{
  g_return_if_fail (HOMEBOX_IS_DISCOVERY (self));
  g_return_if_fail (milliseconds > 0);

  self->timeout = milliseconds;
}

static void
on_caller_cancelled (GCancellable *caller, GCancellable *cancellable)
{
  g_cancellable_cancel (cancellable);
}

static void
on_searched (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  HomeboxDiscovery *self = g_task_get_source_object (task);
  Run *run = g_task_get_task_data (task);
  HomeboxDiscovered *found;
  GError *error = NULL;

  found = homebox_discovery_search_finish (result, &error);

  if (self->running == run->cancellable)
    g_clear_object (&self->running);

  /* A later run may have begun since this one found something. */
  if (found != NULL && g_cancellable_is_cancelled (run->cancellable))
    {
      error = homebox_error_new (HOMEBOX_ERROR_CANCELLED, HOMEBOX_FIELD_NONE, NULL);
      g_clear_pointer (&found, homebox_discovered_free);
    }

  if (found == NULL)
    {
      g_task_return_error (task, error);
      return;
    }

  self->found = found;
  g_task_return_boolean (task, TRUE);
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
  Run *run;

  g_return_if_fail (HOMEBOX_IS_DISCOVERY (self));
  g_return_if_fail (typed != NULL);

  homebox_discovery_forget (self);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, homebox_discovery_run_async);
  g_task_set_check_cancellable (task, FALSE);

  address = homebox_address_parse (typed, &error);
  if (address == NULL)
    {
      g_task_return_error (task, error);
      return;
    }

  run = g_new0 (Run, 1);
  run->cancellable = g_cancellable_new ();
  g_task_set_task_data (task, run, run_free);
  self->running = g_object_ref (run->cancellable);

  if (cancellable != NULL)
    {
      run->caller = g_object_ref (cancellable);
      run->caller_handler = g_cancellable_connect (cancellable, G_CALLBACK (on_caller_cancelled),
                                                   run->cancellable, NULL);
    }

  homebox_discovery_search_async (address, self->trust, self->timeout, NULL,
                                  run->cancellable, on_searched, g_object_ref (task));
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
 * visitors to. %HOMEBOX_ERROR_CANCELLED is also what a later run makes of this one.
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

  return self->found != NULL ? self->found->client : NULL;
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

  return self->found != NULL ? self->found->server_info : NULL;
}

/**
 * homebox_discovery_get_reach:
 * @self: a discovery
 *
 * How far away that server is, when it is asked with plain http. Over https it does not matter and
 * may not have been looked up: then it is %HOMEBOX_REACH_PUBLIC, as when nothing was found.
 *
 * Returns: how far away the server is
 */
HomeboxReach
homebox_discovery_get_reach (HomeboxDiscovery *self)
{
  g_return_val_if_fail (HOMEBOX_IS_DISCOVERY (self), HOMEBOX_REACH_PUBLIC);

  return self->found != NULL ? self->found->reach : HOMEBOX_REACH_PUBLIC;
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

  return self->found != NULL && self->found->needs_confirmation;
}
