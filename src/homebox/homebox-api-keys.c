#include "homebox-api-keys-private.h"

enum
{
  PROP_0,
  PROP_SESSION,
  PROP_LOADED,
  PROP_BUSY,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static void homebox_api_keys_list_model_init (GListModelInterface *interface);

G_DEFINE_FINAL_TYPE_WITH_CODE (HomeboxApiKeys,
                               homebox_api_keys,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL,
                                                      homebox_api_keys_list_model_init))

static GType
homebox_api_keys_get_item_type (GListModel *model)
{
  return HOMEBOX_TYPE_API_KEY;
}

static guint
homebox_api_keys_get_n_items (GListModel *model)
{
  return HOMEBOX_API_KEYS (model)->keys->len;
}

static gpointer
homebox_api_keys_get_item (GListModel *model, guint position)
{
  GPtrArray *keys = HOMEBOX_API_KEYS (model)->keys;

  return position < keys->len ? g_object_ref (g_ptr_array_index (keys, position)) : NULL;
}

static void
homebox_api_keys_list_model_init (GListModelInterface *interface)
{
  interface->get_item_type = homebox_api_keys_get_item_type;
  interface->get_n_items = homebox_api_keys_get_n_items;
  interface->get_item = homebox_api_keys_get_item;
}

static void
homebox_api_keys_dispose (GObject *object)
{
  g_clear_object (&HOMEBOX_API_KEYS (object)->session);

  G_OBJECT_CLASS (homebox_api_keys_parent_class)->dispose (object);
}

static void
homebox_api_keys_finalize (GObject *object)
{
  g_ptr_array_unref (HOMEBOX_API_KEYS (object)->keys);

  G_OBJECT_CLASS (homebox_api_keys_parent_class)->finalize (object);
}

static void
homebox_api_keys_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  HomeboxApiKeys *self = HOMEBOX_API_KEYS (object);

  switch (id)
    {
    case PROP_SESSION:
      g_value_set_object (value, self->session);
      break;
    case PROP_LOADED:
      g_value_set_boolean (value, self->loaded);
      break;
    case PROP_BUSY:
      g_value_set_boolean (value, self->n_calls > 0);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
homebox_api_keys_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  switch (id)
    {
    case PROP_SESSION:
      HOMEBOX_API_KEYS (object)->session = g_value_dup_object (value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
homebox_api_keys_class_init (HomeboxApiKeysClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags told = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->dispose = homebox_api_keys_dispose;
  object_class->finalize = homebox_api_keys_finalize;
  object_class->get_property = homebox_api_keys_get_property;
  object_class->set_property = homebox_api_keys_set_property;

  properties[PROP_SESSION]
      = g_param_spec_object ("session", NULL, NULL, HOMEBOX_TYPE_SESSION,
                             G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);
  properties[PROP_LOADED] = g_param_spec_boolean ("loaded", NULL, NULL, FALSE, told);
  properties[PROP_BUSY] = g_param_spec_boolean ("busy", NULL, NULL, FALSE, told);

  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
homebox_api_keys_init (HomeboxApiKeys *self)
{
  self->keys = g_ptr_array_new_with_free_func (g_object_unref);
}

/**
 * homebox_api_keys_new:
 * @session: whose keys
 *
 * Returns: (transfer full): an empty list, of which nothing is known yet
 */
HomeboxApiKeys *
homebox_api_keys_new (HomeboxSession *session)
{
  g_return_val_if_fail (HOMEBOX_IS_SESSION (session), NULL);

  return g_object_new (HOMEBOX_TYPE_API_KEYS, "session", session, NULL);
}

/**
 * homebox_api_keys_get_loaded:
 * @self: a list of keys
 *
 * Returns: whether the server has said which keys there are
 */
gboolean
homebox_api_keys_get_loaded (HomeboxApiKeys *self)
{
  g_return_val_if_fail (HOMEBOX_IS_API_KEYS (self), FALSE);

  return self->loaded;
}

/**
 * homebox_api_keys_get_busy:
 * @self: a list of keys
 *
 * Returns: whether a call is under way
 */
gboolean
homebox_api_keys_get_busy (HomeboxApiKeys *self)
{
  g_return_val_if_fail (HOMEBOX_IS_API_KEYS (self), FALSE);

  return self->n_calls > 0;
}

static void
begin_call (HomeboxApiKeys *self)
{
  if (self->n_calls++ == 0)
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_BUSY]);
}

/*
 * homebox_api_keys_end_call:
 * @self: a list of keys
 *
 * Notes that a call which homebox_api_keys_new_task() began is over.
 */
void
homebox_api_keys_end_call (HomeboxApiKeys *self)
{
  if (--self->n_calls == 0)
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_BUSY]);
}

/*
 * homebox_api_keys_new_task:
 * @self: a list of keys
 * @tag: what the call is known by
 * @cancellable: (nullable): a cancellable
 * @callback: called when it is over
 * @user_data: data for @callback
 *
 * Returns: (transfer full): a call, during which the list is busy
 */
GTask *
homebox_api_keys_new_task (HomeboxApiKeys *self,
                           gpointer tag,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, tag);
  g_task_set_check_cancellable (task, FALSE);
  begin_call (self);

  return task;
}

/*
 * homebox_api_keys_fail:
 * @task: a call
 * @error: (transfer full): why it failed
 *
 * Ends a call.
 */
void
homebox_api_keys_fail (GTask *task, GError *error)
{
  homebox_api_keys_end_call (g_task_get_source_object (task));
  g_task_return_error (task, error);
}

static gboolean
equal_times (GDateTime *a, GDateTime *b)
{
  return a == NULL || b == NULL ? a == b : g_date_time_equal (a, b);
}

static gboolean
equal_keys (HomeboxApiKey *a, HomeboxApiKey *b)
{
  return g_str_equal (homebox_api_key_get_name (a), homebox_api_key_get_name (b))
         && equal_times (homebox_api_key_get_created_at (a), homebox_api_key_get_created_at (b))
         && equal_times (homebox_api_key_get_expires_at (a), homebox_api_key_get_expires_at (b))
         && equal_times (homebox_api_key_get_last_used_at (a),
                         homebox_api_key_get_last_used_at (b));
}

static int
compare_keys (gconstpointer a, gconstpointer b)
{
  HomeboxApiKey *first = *(HomeboxApiKey *const *) a;
  HomeboxApiKey *second = *(HomeboxApiKey *const *) b;
  GDateTime *first_time = homebox_api_key_get_created_at (first);
  GDateTime *second_time = homebox_api_key_get_created_at (second);
  int order = 0;

  if (first_time != NULL && second_time != NULL)
    order = g_date_time_compare (second_time, first_time);

  return order != 0
             ? order
             : g_strcmp0 (homebox_api_key_get_id (first), homebox_api_key_get_id (second));
}

static gboolean
have_same_ids (GPtrArray *a, GPtrArray *b)
{
  if (a->len != b->len)
    return FALSE;

  for (guint i = 0; i < a->len; i++)
    if (!g_str_equal (homebox_api_key_get_id (a->pdata[i]), homebox_api_key_get_id (b->pdata[i])))
      return FALSE;

  return TRUE;
}

/* A row that did not change keeps its object, and thereby its focus. */
static void
take_keys (HomeboxApiKeys *self, GListModel *listed)
{
  g_autoptr (GPtrArray) old = self->keys;
  GPtrArray *new = g_ptr_array_new_with_free_func (g_object_unref);
  guint first, last = 0;

  for (guint i = 0; i < g_list_model_get_n_items (listed); i++)
    g_ptr_array_add (new, g_list_model_get_item (listed, i));
  g_ptr_array_sort (new, compare_keys);

  self->keys = new;

  if (!have_same_ids (old, new))
    {
      g_list_model_items_changed (G_LIST_MODEL (self), 0, old->len, new->len);
      return;
    }

  first = new->len;
  for (guint i = 0; i < new->len; i++)
    {
      if (equal_keys (old->pdata[i], new->pdata[i]))
        {
          g_object_unref (new->pdata[i]);
          new->pdata[i] = g_object_ref (old->pdata[i]);
          continue;
        }

      first = MIN (first, i);
      last = i;
    }

  if (first < new->len)
    g_list_model_items_changed (G_LIST_MODEL (self), first, last - first + 1, last - first + 1);
}

/*
 * homebox_api_keys_add:
 * @self: a list of keys
 * @key: one that was made
 *
 * Puts a key in its place.
 */
void
homebox_api_keys_add (HomeboxApiKeys *self, HomeboxApiKey *key)
{
  guint at = 0;

  while (at < self->keys->len && compare_keys (&self->keys->pdata[at], &key) < 0)
    at++;

  self->serial++;
  g_ptr_array_insert (self->keys, (int) at, g_object_ref (key));
  g_list_model_items_changed (G_LIST_MODEL (self), at, 0, 1);
}

/*
 * homebox_api_keys_remove:
 * @self: a list of keys
 * @id: of one that was revoked
 *
 * Takes a key off.
 */
void
homebox_api_keys_remove (HomeboxApiKeys *self, const char *id)
{
  self->serial++;

  for (guint i = 0; i < self->keys->len; i++)
    {
      if (!g_str_equal (homebox_api_key_get_id (self->keys->pdata[i]), id))
        continue;

      g_ptr_array_remove_index (self->keys, i);
      g_list_model_items_changed (G_LIST_MODEL (self), i, 1, 0);
      return;
    }
}

static void ask (GTask *task);

static void
on_listed (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (GListModel) listed = NULL;
  HomeboxApiKeys *self = g_task_get_source_object (task);
  GError *error = NULL;

  listed = homebox_session_list_api_keys_finish (HOMEBOX_SESSION (source), result, &error);
  if (listed == NULL)
    {
      homebox_api_keys_fail (task, error);
      return;
    }

  if (self->serial != GPOINTER_TO_UINT (g_task_get_task_data (task)))
    {
      ask (task);
      return;
    }

  take_keys (self, listed);
  if (!self->loaded)
    {
      self->loaded = TRUE;
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_LOADED]);
    }

  homebox_api_keys_end_call (self);
  g_task_return_boolean (task, TRUE);
}

static void
ask (GTask *task)
{
  HomeboxApiKeys *self = g_task_get_source_object (task);

  g_task_set_task_data (task, GUINT_TO_POINTER (self->serial), NULL);
  homebox_session_list_api_keys_async (self->session, g_task_get_cancellable (task), on_listed,
                                       g_object_ref (task));
}

/**
 * homebox_api_keys_load_async:
 * @self: a list of keys
 * @cancellable: (nullable): a cancellable
 * @callback: called when the answer is there
 * @user_data: data for @callback
 *
 * Asks the server which keys there are. When one is made or revoked meanwhile, it asks again.
 */
void
homebox_api_keys_load_async (HomeboxApiKeys *self,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (HOMEBOX_IS_API_KEYS (self));

  task = homebox_api_keys_new_task (self, homebox_api_keys_load_async, cancellable, callback,
                                    user_data);
  ask (task);
}

/**
 * homebox_api_keys_load_finish:
 * @self: a list of keys
 * @result: the result
 * @error: return location for an error
 *
 * Ends homebox_api_keys_load_async(). Fails as homebox_session_list_api_keys_finish() does; the
 * list stays what it was.
 *
 * Returns: whether the list is that of the server
 */
gboolean
homebox_api_keys_load_finish (HomeboxApiKeys *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  g_return_val_if_fail (g_async_result_is_tagged (result, homebox_api_keys_load_async), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
