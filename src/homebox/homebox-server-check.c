#include "homebox-server-check.h"

#include "homebox-check-attempt.h"
#include "homebox-check-step-private.h"
#include "homebox-discovery-search.h"
#include "homebox-error.h"

/* In milliseconds. */
#define DEFAULT_TIMEOUT 20000

struct _HomeboxServerCheck
{
  GObject parent_instance;

  HomeboxTrust *trust;
  guint timeout;
  GPtrArray *steps;

  /* The task of the run that is going on. */
  GTask *running;

  char *base_uri;
  gboolean tried_http;
  HomeboxDiscovered *found;
  HomeboxFeatures features;
};

enum
{
  PROP_0,
  PROP_RUNNING,
  PROP_BASE_URI,
  PROP_TRIED_HTTP,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static void homebox_server_check_list_model_init (GListModelInterface *interface);

G_DEFINE_FINAL_TYPE_WITH_CODE (HomeboxServerCheck,
                               homebox_server_check,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL,
                                                      homebox_server_check_list_model_init))

/*
 * Run:
 * @typed: what was typed
 * @attempts: (element-type HomeboxCheckAttempt): each server that was asked, the last one last
 * @shown: (nullable): the one of them that the steps show
 * @above: (nullable): where Homebox is being looked for when it was not at the path that was typed
 * @cancellable: of this run, which a later one cancels
 * @caller: (nullable): the cancellable of the caller, which is passed on to it
 */
typedef struct
{
  HomeboxAddress *typed;
  GPtrArray *attempts;
  HomeboxCheckAttempt *shown;
  char *above;
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
  g_clear_pointer (&run->typed, homebox_address_free);
  g_ptr_array_unref (run->attempts);
  g_free (run->above);
  g_free (run);
}

static GType
homebox_server_check_get_item_type (GListModel *model)
{
  return HOMEBOX_TYPE_CHECK_STEP;
}

static guint
homebox_server_check_get_n_items (GListModel *model)
{
  return HOMEBOX_SERVER_CHECK (model)->steps->len;
}

static gpointer
homebox_server_check_get_item (GListModel *model, guint position)
{
  GPtrArray *steps = HOMEBOX_SERVER_CHECK (model)->steps;

  return position < steps->len ? g_object_ref (g_ptr_array_index (steps, position)) : NULL;
}

static void
homebox_server_check_list_model_init (GListModelInterface *interface)
{
  interface->get_item_type = homebox_server_check_get_item_type;
  interface->get_n_items = homebox_server_check_get_n_items;
  interface->get_item = homebox_server_check_get_item;
}

static void
homebox_server_check_finalize (GObject *object)
{
  HomeboxServerCheck *self = HOMEBOX_SERVER_CHECK (object);

  g_clear_object (&self->trust);
  g_ptr_array_unref (self->steps);
  g_free (self->base_uri);
  g_clear_pointer (&self->found, homebox_discovered_free);

  G_OBJECT_CLASS (homebox_server_check_parent_class)->finalize (object);
}

static void
homebox_server_check_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  HomeboxServerCheck *self = HOMEBOX_SERVER_CHECK (object);

  switch (id)
    {
    case PROP_RUNNING:
      g_value_set_boolean (value, self->running != NULL);
      break;
    case PROP_BASE_URI:
      g_value_set_string (value, self->base_uri);
      break;
    case PROP_TRIED_HTTP:
      g_value_set_boolean (value, self->tried_http);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
homebox_server_check_class_init (HomeboxServerCheckClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags told = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->finalize = homebox_server_check_finalize;
  object_class->get_property = homebox_server_check_get_property;

  properties[PROP_RUNNING] = g_param_spec_boolean ("running", NULL, NULL, FALSE, told);
  properties[PROP_BASE_URI] = g_param_spec_string ("base-uri", NULL, NULL, NULL, told);
  properties[PROP_TRIED_HTTP] = g_param_spec_boolean ("tried-http", NULL, NULL, FALSE, told);

  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
homebox_server_check_init (HomeboxServerCheck *self)
{
  self->timeout = DEFAULT_TIMEOUT;
  self->steps = g_ptr_array_new_with_free_func (g_object_unref);

  for (int kind = 0; kind < HOMEBOX_CHECK_N_STEPS; kind++)
    g_ptr_array_add (self->steps, homebox_check_step_new ((HomeboxCheckKind) kind));
}

/**
 * homebox_server_check_new:
 * @trust: (nullable): which certificates are trusted beyond those that the system does; the client
 *   that is found keeps it
 *
 * Returns: (transfer full): a check that was not run yet
 */
HomeboxServerCheck *
homebox_server_check_new (HomeboxTrust *trust)
{
  HomeboxServerCheck *self;

  g_return_val_if_fail (trust == NULL || HOMEBOX_IS_TRUST (trust), NULL);

  self = g_object_new (HOMEBOX_TYPE_SERVER_CHECK, NULL);
  g_set_object (&self->trust, trust);

  return self;
}

/**
 * homebox_server_check_set_timeout:
 * @self: a check
 * @milliseconds: the deadline of one request, and of looking up a name
 *
 * Sets how long each part of the next runs may take, 20 seconds at first. The client that is found
 * keeps it.
 */
void
homebox_server_check_set_timeout (HomeboxServerCheck *self, guint milliseconds)
{
  g_return_if_fail (HOMEBOX_IS_SERVER_CHECK (self));
  g_return_if_fail (milliseconds > 0);

  self->timeout = milliseconds;
}

static void
set_base_uri (HomeboxServerCheck *self, const char *base_uri)
{
  if (g_strcmp0 (self->base_uri, base_uri) == 0)
    return;

  g_free (self->base_uri);
  self->base_uri = g_strdup (base_uri);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_BASE_URI]);
}

static void
set_tried_http (HomeboxServerCheck *self, gboolean tried_http)
{
  if (self->tried_http == tried_http)
    return;

  self->tried_http = tried_http;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_TRIED_HTTP]);
}

static void
set_running (HomeboxServerCheck *self, GTask *task)
{
  gboolean was_running = self->running != NULL;

  self->running = task;
  if (was_running != (task != NULL))
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_RUNNING]);
}

/* What a run that was overtaken still hears is not shown any more. */
static gboolean
is_current (GTask *task)
{
  HomeboxServerCheck *self = g_task_get_source_object (task);

  return self->running == task;
}

static void
show (GTask *task, HomeboxCheckAttempt *attempt)
{
  HomeboxServerCheck *self = g_task_get_source_object (task);
  Run *run = g_task_get_task_data (task);

  if (!is_current (task))
    return;

  run->shown = attempt;
  set_base_uri (self, attempt->base_uri);
  homebox_check_attempt_show (attempt, self->steps);
}

static HomeboxCheckAttempt *
get_last_attempt (Run *run)
{
  return g_ptr_array_index (run->attempts, run->attempts->len - 1);
}

static void
on_asking (const char *base_uri, gpointer user_data)
{
  GTask *task = user_data;
  Run *run = g_task_get_task_data (task);
  HomeboxCheckAttempt *attempt = homebox_check_attempt_new (base_uri);

  if (run->attempts->len > 0 && attempt->is_plain && !get_last_attempt (run)->is_plain
      && is_current (task))
    set_tried_http (g_task_get_source_object (task), TRUE);

  g_ptr_array_add (run->attempts, attempt);
  show (task, attempt);
}

static void
on_network (GSocketClientEvent event, GIOStream *connection, gpointer user_data)
{
  GTask *task = user_data;
  HomeboxCheckAttempt *attempt = get_last_attempt (g_task_get_task_data (task));

  homebox_check_attempt_network (attempt, event, connection);
  show (task, attempt);
}

static void
on_answered (HomeboxResponse *response, gpointer user_data)
{
  GTask *task = user_data;
  HomeboxCheckAttempt *attempt = get_last_attempt (g_task_get_task_data (task));

  homebox_check_attempt_answered (attempt, response);
  show (task, attempt);
}

/* Not shown yet: the search may go on. */
static void
on_ended (const GError *error, gpointer user_data)
{
  Run *run = g_task_get_task_data (user_data);

  if (error != NULL)
    homebox_check_attempt_fail (get_last_attempt (run), error, run->typed);
}

static void
on_chose_https (gpointer user_data)
{
  Run *run = g_task_get_task_data (user_data);

  for (guint i = run->attempts->len; i > 0; i--)
    {
      HomeboxCheckAttempt *attempt = g_ptr_array_index (run->attempts, i - 1);

      if (attempt->is_plain)
        continue;

      run->shown = attempt;
      return;
    }
}

static void
end (GTask *task)
{
  if (is_current (task))
    set_running (g_task_get_source_object (task), NULL);
}

static void
finish_failed (GTask *task, GError *error)
{
  Run *run = g_task_get_task_data (task);

  if (run->shown != NULL)
    {
      /* The search may have found better words for it. */
      if (run->shown->error != NULL && run->shown->error->code == error->code)
        {
          g_error_free (run->shown->error);
          run->shown->error = g_error_copy (error);
        }

      show (task, run->shown);
    }

  end (task);
  g_task_return_error (task, error);
}

static void
on_features (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  HomeboxServerCheck *self = g_task_get_source_object (task);
  Run *run = g_task_get_task_data (task);
  HomeboxCheckAttempt *attempt = run->shown;
  HomeboxFeatures features = HOMEBOX_FEATURES_NONE;
  GError *error = NULL;

  if (!homebox_features_probe_finish (HOMEBOX_CLIENT (source), result, &features, &error))
    {
      homebox_check_attempt_fail (attempt, error, run->typed);
      attempt->at = HOMEBOX_CHECK_OFFERS;
      finish_failed (task, error);
      return;
    }

  if (!is_current (task))
    {
      g_task_return_error (task, homebox_error_new (HOMEBOX_ERROR_CANCELLED, HOMEBOX_FIELD_NONE,
                                                    NULL));
      return;
    }

  self->features = features;
  attempt->is_over = TRUE;
  attempt->is_done = TRUE;
  attempt->fix = features == HOMEBOX_FEATURES_ALL ? HOMEBOX_CHECK_FIX_NONE
                                                  : HOMEBOX_CHECK_FIX_UPDATE;
  show (task, attempt);
  end (task);
  g_task_return_boolean (task, TRUE);
}

static void look_above (GTask *task);

static void
on_looked_above (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  Run *run = g_task_get_task_data (task);
  HomeboxCheckAttempt *attempt = run->shown;
  g_autoptr (HomeboxServerInfo) info = NULL;

  info = homebox_server_info_fetch_finish (HOMEBOX_CLIENT (source), result, NULL);

  if (info == NULL)
    {
      look_above (task);
      return;
    }

  attempt->at = HOMEBOX_CHECK_HOMEBOX;
  attempt->fix = HOMEBOX_CHECK_FIX_ADDRESS;
  g_free (attempt->suggestion);
  attempt->suggestion = g_steal_pointer (&run->above);
  finish_failed (task, g_error_copy (attempt->error));
}

/* Somebody who copied too much of an address has Homebox above the path. */
static void
look_above (GTask *task)
{
  HomeboxServerCheck *self = g_task_get_source_object (task);
  Run *run = g_task_get_task_data (task);
  g_autofree char *below = run->above;
  g_autoptr (HomeboxClient) client = NULL;

  run->above = homebox_check_attempt_dup_parent (below);

  if (run->above == NULL || g_cancellable_is_cancelled (run->cancellable))
    {
      finish_failed (task, g_error_copy (run->shown->error));
      return;
    }

  client = homebox_client_new_trusting (run->above, self->trust);
  homebox_client_set_timeout (client, self->timeout);
  homebox_server_info_fetch_async (client, run->cancellable, on_looked_above,
                                   g_object_ref (task));
}

static void
on_searched (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  HomeboxServerCheck *self = g_task_get_source_object (task);
  Run *run = g_task_get_task_data (task);
  g_autoptr (HomeboxDiscovered) found = NULL;
  GError *error = NULL;

  found = homebox_discovery_search_finish (result, &error);

  if (found != NULL && is_current (task) && !g_cancellable_is_cancelled (run->cancellable))
    {
      run->shown->at = HOMEBOX_CHECK_OFFERS;
      show (task, run->shown);
      self->found = g_steal_pointer (&found);
      homebox_features_probe_async (self->found->client, run->cancellable, on_features,
                                    g_object_ref (task));
      return;
    }

  if (error == NULL)
    error = homebox_error_new (HOMEBOX_ERROR_CANCELLED, HOMEBOX_FIELD_NONE, NULL);

  if (run->shown != NULL && error->code == HOMEBOX_ERROR_CANCELLED)
    {
      homebox_check_attempt_fail (run->shown, error, run->typed);
    }
  else if (run->shown != NULL && homebox_check_attempt_may_be_above (run->shown))
    {
      g_error_free (error);
      run->above = g_strdup (run->shown->base_uri);
      look_above (task);
      return;
    }

  finish_failed (task, error);
}

static void
on_caller_cancelled (GCancellable *caller, GCancellable *cancellable)
{
  g_cancellable_cancel (cancellable);
}

static void
forget (HomeboxServerCheck *self)
{
  if (self->running != NULL)
    {
      Run *run = g_task_get_task_data (self->running);
      g_autoptr (GCancellable) cancellable = g_object_ref (run->cancellable);

      /* Not current any more before it hears of it. */
      set_running (self, NULL);
      g_cancellable_cancel (cancellable);
    }

  g_clear_pointer (&self->found, homebox_discovered_free);
  self->features = HOMEBOX_FEATURES_NONE;
  set_base_uri (self, NULL);
  set_tried_http (self, FALSE);

  for (guint i = 0; i < self->steps->len; i++)
    homebox_check_step_show (g_ptr_array_index (self->steps, i), HOMEBOX_CHECK_WAITING, NULL);
}

static void
show_invalid (HomeboxServerCheck *self, const GError *error)
{
  HomeboxCheckFacts facts = { .fix = HOMEBOX_CHECK_FIX_SPELLING, .error = error };

  homebox_check_step_show (g_ptr_array_index (self->steps, 0), HOMEBOX_CHECK_FAILED, &facts);

  for (guint i = 1; i < self->steps->len; i++)
    homebox_check_step_show (g_ptr_array_index (self->steps, i), HOMEBOX_CHECK_SKIPPED, NULL);
}

/**
 * homebox_server_check_run_async:
 * @self: a check
 * @typed: the address as typed
 * @cancellable: (nullable): a cancellable
 * @callback: called when the check ended
 * @user_data: data for @callback
 *
 * Looks for a Homebox at @typed by the rules of #HomeboxDiscovery, and then for what it offers. A
 * run that is still under way is cancelled, and what the last one found is forgotten. When there
 * is a web page or nothing at a path that was typed, the paths above it are tried too.
 */
void
homebox_server_check_run_async (HomeboxServerCheck *self,
                                const char *typed,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  g_autoptr (HomeboxAddress) address = NULL;
  HomeboxDiscoveryWatch watch = {
    .asking = on_asking,
    .server = { .network = on_network, .answered = on_answered },
    .ended = on_ended,
    .chose_https = on_chose_https,
  };
  GError *error = NULL;
  Run *run;

  g_return_if_fail (HOMEBOX_IS_SERVER_CHECK (self));
  g_return_if_fail (typed != NULL);

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, homebox_server_check_run_async);
  g_task_set_check_cancellable (task, FALSE);

  run = g_new0 (Run, 1);
  run->cancellable = g_cancellable_new ();
  run->attempts
      = g_ptr_array_new_with_free_func ((GDestroyNotify) homebox_check_attempt_free);
  g_task_set_task_data (task, run, run_free);

  address = homebox_address_parse (typed, &error);
  forget (self);

  if (address == NULL)
    {
      show_invalid (self, error);
      g_task_return_error (task, error);
      return;
    }

  run->typed = homebox_address_copy (address);

  if (cancellable != NULL)
    {
      run->caller = g_object_ref (cancellable);
      run->caller_handler = g_cancellable_connect (cancellable, G_CALLBACK (on_caller_cancelled),
                                                   run->cancellable, NULL);
    }

  set_running (self, task);
  homebox_check_step_show (g_ptr_array_index (self->steps, 0), HOMEBOX_CHECK_RUNNING, NULL);

  watch.user_data = task;
  watch.server.user_data = task;
  homebox_discovery_search_async (address, self->trust, self->timeout, &watch, run->cancellable,
                                  on_searched, g_object_ref (task));
}

/**
 * homebox_server_check_run_finish:
 * @self: a check
 * @result: the result
 * @error: return location for an error
 *
 * Ends homebox_server_check_run_async(). Fails as homebox_discovery_run_finish() does, with the
 * error of the step that failed, and as homebox_features_probe_finish() does: then there is a
 * Homebox all the same. %HOMEBOX_ERROR_CANCELLED is also what a later run makes of this one.
 *
 * Returns: whether every step is done
 */
gboolean
homebox_server_check_run_finish (HomeboxServerCheck *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  g_return_val_if_fail (g_async_result_is_tagged (result, homebox_server_check_run_async), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/**
 * homebox_server_check_get_running:
 * @self: a check
 *
 * Returns: whether a run is under way
 */
gboolean
homebox_server_check_get_running (HomeboxServerCheck *self)
{
  g_return_val_if_fail (HOMEBOX_IS_SERVER_CHECK (self), FALSE);

  return self->running != NULL;
}

/**
 * homebox_server_check_get_base_uri:
 * @self: a check
 *
 * Returns: (transfer none) (nullable): where the server is asked whose steps are shown
 */
const char *
homebox_server_check_get_base_uri (HomeboxServerCheck *self)
{
  g_return_val_if_fail (HOMEBOX_IS_SERVER_CHECK (self), NULL);

  return self->base_uri;
}

/**
 * homebox_server_check_get_tried_http:
 * @self: a check
 *
 * Returns: whether plain http was tried after https, which is done in a local network only
 */
gboolean
homebox_server_check_get_tried_http (HomeboxServerCheck *self)
{
  g_return_val_if_fail (HOMEBOX_IS_SERVER_CHECK (self), FALSE);

  return self->tried_http;
}

/**
 * homebox_server_check_get_step:
 * @self: a check
 * @kind: what it is about
 *
 * Returns: (transfer none): that step
 */
HomeboxCheckStep *
homebox_server_check_get_step (HomeboxServerCheck *self, HomeboxCheckKind kind)
{
  g_return_val_if_fail (HOMEBOX_IS_SERVER_CHECK (self), NULL);
  g_return_val_if_fail ((guint) kind < self->steps->len, NULL);

  return g_ptr_array_index (self->steps, kind);
}

/**
 * homebox_server_check_get_failed_step:
 * @self: a check
 *
 * Returns: (transfer none) (nullable): the step that failed, if any
 */
HomeboxCheckStep *
homebox_server_check_get_failed_step (HomeboxServerCheck *self)
{
  g_return_val_if_fail (HOMEBOX_IS_SERVER_CHECK (self), NULL);

  for (guint i = 0; i < self->steps->len; i++)
    {
      HomeboxCheckStep *step = g_ptr_array_index (self->steps, i);

      if (homebox_check_step_get_state (step) == HOMEBOX_CHECK_FAILED)
        return step;
    }

  return NULL;
}

/**
 * homebox_server_check_get_client:
 * @self: a check
 *
 * Returns: (transfer none) (nullable): a client of the server that the last run found
 */
HomeboxClient *
homebox_server_check_get_client (HomeboxServerCheck *self)
{
  g_return_val_if_fail (HOMEBOX_IS_SERVER_CHECK (self), NULL);

  return self->found != NULL ? self->found->client : NULL;
}

/**
 * homebox_server_check_get_server_info:
 * @self: a check
 *
 * Returns: (transfer none) (nullable): what that server says about itself
 */
HomeboxServerInfo *
homebox_server_check_get_server_info (HomeboxServerCheck *self)
{
  g_return_val_if_fail (HOMEBOX_IS_SERVER_CHECK (self), NULL);

  return self->found != NULL ? self->found->server_info : NULL;
}

/**
 * homebox_server_check_get_reach:
 * @self: a check
 *
 * Returns: how far away that server is, see homebox_discovery_get_reach()
 */
HomeboxReach
homebox_server_check_get_reach (HomeboxServerCheck *self)
{
  g_return_val_if_fail (HOMEBOX_IS_SERVER_CHECK (self), HOMEBOX_REACH_PUBLIC);

  return self->found != NULL ? self->found->reach : HOMEBOX_REACH_PUBLIC;
}

/**
 * homebox_server_check_needs_confirmation:
 * @self: a check
 *
 * Returns: whether the person has to agree to plain http before a password goes to that server, see
 *   homebox_discovery_needs_confirmation()
 */
gboolean
homebox_server_check_needs_confirmation (HomeboxServerCheck *self)
{
  g_return_val_if_fail (HOMEBOX_IS_SERVER_CHECK (self), TRUE);

  return self->found != NULL && self->found->needs_confirmation;
}

/**
 * homebox_server_check_get_features:
 * @self: a check
 *
 * Returns: what that server has; %HOMEBOX_FEATURES_NONE before the last step is done
 */
HomeboxFeatures
homebox_server_check_get_features (HomeboxServerCheck *self)
{
  g_return_val_if_fail (HOMEBOX_IS_SERVER_CHECK (self), HOMEBOX_FEATURES_NONE);

  return self->features;
}
