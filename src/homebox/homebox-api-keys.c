#include "homebox-api-keys.h"

#include "homebox-error-private.h"

#include <glib/gi18n-lib.h>

struct _HomeboxApiKeys
{
  GObject parent_instance;

  HomeboxSession *session;
  GPtrArray *keys;
  gboolean loaded;
  guint n_calls;

  /* Counts what was made and revoked, so that an older list is recognised. */
  guint serial;
};

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

static void
end_call (HomeboxApiKeys *self)
{
  if (--self->n_calls == 0)
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_BUSY]);
}

static GTask *
new_task (HomeboxApiKeys *self,
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

static void
fail (GTask *task, GError *error)
{
  end_call (g_task_get_source_object (task));
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

static void
add_key (HomeboxApiKeys *self, HomeboxApiKey *key)
{
  guint at = 0;

  while (at < self->keys->len && compare_keys (&self->keys->pdata[at], &key) < 0)
    at++;

  self->serial++;
  g_ptr_array_insert (self->keys, (int) at, g_object_ref (key));
  g_list_model_items_changed (G_LIST_MODEL (self), at, 0, 1);
}

static void
remove_key (HomeboxApiKeys *self, const char *id)
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
      fail (task, error);
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

  end_call (self);
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

  task = new_task (self, homebox_api_keys_load_async, cancellable, callback, user_data);
  ask (task);
}

/**
 * homebox_api_keys_load_finish:
 * @self: a list of keys
 * @result: the result
 * @error: return location for an error
 *
 * Ends homebox_api_keys_load_async(). Fails as homebox_session_list_api_keys_finish() does; the list
 * stays what it was.
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

/*
 * Creation:
 * @name: what the key is called
 * @before: (element-type utf8): the ids of the keys that were known before
 * @error: (nullable): why no answer came
 */
typedef struct
{
  char *name;
  GHashTable *before;
  GError *error;
} Creation;

static void
creation_free (gpointer data)
{
  Creation *creation = data;

  g_free (creation->name);
  g_hash_table_unref (creation->before);
  g_clear_error (&creation->error);
  g_free (creation);
}

static gboolean
has_orphan (HomeboxApiKeys *self, Creation *creation)
{
  for (guint i = 0; i < self->keys->len; i++)
    {
      HomeboxApiKey *key = g_ptr_array_index (self->keys, i);

      if (!g_hash_table_contains (creation->before, homebox_api_key_get_id (key))
          && g_str_equal (homebox_api_key_get_name (key), creation->name))
        return TRUE;
    }

  return FALSE;
}

static void
on_listed_after_loss (GObject *source, GAsyncResult *result, gpointer user_data)
{
  HomeboxApiKeys *self = HOMEBOX_API_KEYS (source);
  g_autoptr (GTask) task = user_data;
  Creation *creation = g_task_get_task_data (task);

  if (!homebox_api_keys_load_finish (self, result, NULL))
    fail (task, g_steal_pointer (&creation->error));
  else if (has_orphan (self, creation))
    fail (task,
          homebox_error_new_with_message (HOMEBOX_ERROR_CONNECTION_LOST,
                                          HOMEBOX_FIELD_NONE,
                                          _("The key was created, but it got lost on the way here. "
                                            "Revoke it and create another one.")));
  else if (homebox_error_is_silence (creation->error))
    fail (task, homebox_error_new (HOMEBOX_ERROR_NOT_DONE, HOMEBOX_FIELD_NONE, NULL));
  else
    fail (task, g_steal_pointer (&creation->error));
}

static void
on_created (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  g_autoptr (HomeboxApiKey) key = NULL;
  HomeboxApiKeys *self = g_task_get_source_object (task);
  Creation *creation = g_task_get_task_data (task);
  HomeboxToken *token = NULL;

  key = homebox_session_create_api_key_finish (HOMEBOX_SESSION (source), result, &token,
                                               &creation->error);

  if (key != NULL)
    {
      add_key (self, key);
      end_call (self);
      g_task_return_pointer (task, token, (GDestroyNotify) homebox_token_unref);
    }
  else if (homebox_error_is_unclear (creation->error)
           && creation->error->code != HOMEBOX_ERROR_CANCELLED)
    {
      homebox_api_keys_load_async (self, g_task_get_cancellable (task), on_listed_after_loss,
                                   g_object_ref (task));
    }
  else
    {
      fail (task, g_steal_pointer (&creation->error));
    }
}

/**
 * homebox_api_keys_create_async:
 * @self: a list of keys
 * @name: what to call it, as typed
 * @expires_at: when it is to end, in the future
 * @cancellable: (nullable): a cancellable
 * @callback: called when the answer is there
 * @user_data: data for @callback
 *
 * Makes a key, see homebox_session_create_api_key_async(), and adds it to the list. When no answer
 * comes, the list is read again: a key that nobody knows the text of has to be seen, to be revoked.
 */
void
homebox_api_keys_create_async (HomeboxApiKeys *self,
                               const char *name,
                               GDateTime *expires_at,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  Creation *creation;

  g_return_if_fail (HOMEBOX_IS_API_KEYS (self));
  g_return_if_fail (name != NULL);
  g_return_if_fail (expires_at != NULL);

  creation = g_new0 (Creation, 1);
  creation->name = homebox_user_normalize_name (name, NULL);
  creation->before = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  for (guint i = 0; i < self->keys->len; i++)
    g_hash_table_add (creation->before,
                      g_strdup (homebox_api_key_get_id (self->keys->pdata[i])));

  task = new_task (self, homebox_api_keys_create_async, cancellable, callback, user_data);
  g_task_set_task_data (task, creation, creation_free);
  homebox_session_create_api_key_async (self->session, name, expires_at, cancellable, on_created,
                                        g_steal_pointer (&task));
}

/**
 * homebox_api_keys_create_finish:
 * @self: a list of keys
 * @result: the result
 * @error: return location for an error
 *
 * Ends homebox_api_keys_create_async(). Fails as homebox_session_create_api_key_finish() does, with
 * %HOMEBOX_ERROR_NOT_DONE when no answer came and there is no such key, and with
 * %HOMEBOX_ERROR_CONNECTION_LOST when there is one and its text is lost.
 *
 * Returns: (transfer full) (nullable): the key itself, which can be had this once
 */
HomeboxToken *
homebox_api_keys_create_finish (HomeboxApiKeys *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, homebox_api_keys_create_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
on_revoked (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  HomeboxApiKeys *self = g_task_get_source_object (task);
  GError *error = NULL;

  if (!homebox_session_revoke_api_key_finish (HOMEBOX_SESSION (source), result, &error))
    {
      fail (task, error);
      return;
    }

  remove_key (self, g_task_get_task_data (task));
  end_call (self);
  g_task_return_boolean (task, TRUE);
}

/**
 * homebox_api_keys_revoke_async:
 * @self: a list of keys
 * @key: one of them
 * @cancellable: (nullable): a cancellable
 * @callback: called when the answer is there
 * @user_data: data for @callback
 *
 * Revokes a key, see homebox_session_revoke_api_key_async(), and takes it off the list.
 */
void
homebox_api_keys_revoke_async (HomeboxApiKeys *self,
                               HomeboxApiKey *key,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (HOMEBOX_IS_API_KEYS (self));
  g_return_if_fail (HOMEBOX_IS_API_KEY (key));

  task = new_task (self, homebox_api_keys_revoke_async, cancellable, callback, user_data);
  g_task_set_task_data (task, g_strdup (homebox_api_key_get_id (key)), g_free);
  homebox_session_revoke_api_key_async (self->session, homebox_api_key_get_id (key), cancellable,
                                        on_revoked, g_steal_pointer (&task));
}

/**
 * homebox_api_keys_revoke_finish:
 * @self: a list of keys
 * @result: the result
 * @error: return location for an error
 *
 * Ends homebox_api_keys_revoke_async(). Fails as homebox_session_revoke_api_key_finish() does.
 *
 * Returns: whether there is no such key any more
 */
gboolean
homebox_api_keys_revoke_finish (HomeboxApiKeys *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  g_return_val_if_fail (g_async_result_is_tagged (result, homebox_api_keys_revoke_async), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/*
 * Sweep:
 * @kept_name: (nullable): what the keys are called that stay
 * @left: (element-type utf8): the ids of those that are to go
 * @n_revoked: how many have gone
 */
typedef struct
{
  char *kept_name;
  GPtrArray *left;
  guint n_revoked;
} Sweep;

static void
sweep_free (gpointer data)
{
  Sweep *sweep = data;

  g_free (sweep->kept_name);
  g_clear_pointer (&sweep->left, g_ptr_array_unref);
  g_free (sweep);
}

static void revoke_next (GTask *task);

static void
on_next_revoked (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (GTask) task = user_data;
  HomeboxApiKeys *self = g_task_get_source_object (task);
  Sweep *sweep = g_task_get_task_data (task);
  GError *error = NULL;

  if (!homebox_session_revoke_api_key_finish (HOMEBOX_SESSION (source), result, &error))
    {
      fail (task, error);
      return;
    }

  sweep->n_revoked++;
  remove_key (self, g_ptr_array_index (sweep->left, sweep->left->len - 1));
  g_ptr_array_set_size (sweep->left, (int) sweep->left->len - 1);
  revoke_next (task);
}

static void
revoke_next (GTask *task)
{
  HomeboxApiKeys *self = g_task_get_source_object (task);
  Sweep *sweep = g_task_get_task_data (task);

  if (sweep->left->len == 0)
    {
      end_call (self);
      g_task_return_boolean (task, TRUE);
      return;
    }

  homebox_session_revoke_api_key_async (self->session,
                                        g_ptr_array_index (sweep->left, sweep->left->len - 1),
                                        g_task_get_cancellable (task), on_next_revoked,
                                        g_object_ref (task));
}

static void
on_listed_before_sweep (GObject *source, GAsyncResult *result, gpointer user_data)
{
  HomeboxApiKeys *self = HOMEBOX_API_KEYS (source);
  g_autoptr (GTask) task = user_data;
  Sweep *sweep = g_task_get_task_data (task);
  GError *error = NULL;

  if (!homebox_api_keys_load_finish (self, result, &error))
    {
      fail (task, error);
      return;
    }

  sweep->left = g_ptr_array_new_with_free_func (g_free);
  for (guint i = 0; i < self->keys->len; i++)
    {
      HomeboxApiKey *key = g_ptr_array_index (self->keys, i);

      if (g_strcmp0 (homebox_api_key_get_name (key), sweep->kept_name) != 0)
        g_ptr_array_add (sweep->left, g_strdup (homebox_api_key_get_id (key)));
    }

  revoke_next (task);
}

/**
 * homebox_api_keys_revoke_all_async:
 * @self: a list of keys
 * @kept_name: (nullable): the name of the key that this account acts with, which stays
 * @cancellable: (nullable): a cancellable
 * @callback: called when it is done
 * @user_data: data for @callback
 *
 * Revokes every key, also those that were made elsewhere meanwhile: the list is read first, then
 * one goes after the other.
 *
 * Where the session acts with a key that @kept_name does not name, it ends on the way.
 */
void
homebox_api_keys_revoke_all_async (HomeboxApiKeys *self,
                                   const char *kept_name,
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  Sweep *sweep;

  g_return_if_fail (HOMEBOX_IS_API_KEYS (self));

  sweep = g_new0 (Sweep, 1);
  sweep->kept_name = g_strdup (kept_name);

  task = new_task (self, homebox_api_keys_revoke_all_async, cancellable, callback, user_data);
  g_task_set_task_data (task, sweep, sweep_free);
  homebox_api_keys_load_async (self, cancellable, on_listed_before_sweep, g_steal_pointer (&task));
}

/**
 * homebox_api_keys_revoke_all_finish:
 * @self: a list of keys
 * @result: the result
 * @n_revoked: (out) (optional): how many have gone, also when it fails
 * @error: return location for an error
 *
 * Ends homebox_api_keys_revoke_all_async(). Stops at the first that fails, as
 * homebox_session_list_api_keys_finish() and homebox_session_revoke_api_key_finish() do; the list
 * shows what is left.
 *
 * Returns: whether none is left but those that were to stay
 */
gboolean
homebox_api_keys_revoke_all_finish (HomeboxApiKeys *self,
                                    GAsyncResult *result,
                                    guint *n_revoked,
                                    GError **error)
{
  Sweep *sweep;

  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  g_return_val_if_fail (g_async_result_is_tagged (result, homebox_api_keys_revoke_all_async),
                        FALSE);

  sweep = g_task_get_task_data (G_TASK (result));
  if (n_revoked != NULL)
    *n_revoked = sweep->n_revoked;

  return g_task_propagate_boolean (G_TASK (result), error);
}
