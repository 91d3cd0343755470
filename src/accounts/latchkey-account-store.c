#include "latchkey-account-store.h"

#include "homebox-json.h"
#include "latchkey-account-file.h"

#include <glib/gi18n-lib.h>

#define FILE_NAME "accounts.json"
#define FILE_VERSION 1

struct _LatchkeyAccountStore
{
  GObject parent_instance;

  GFile *folder;
  GFile *file;
  GFile *damaged_file;
  GPtrArray *accounts;
  char *current_id;

  /* What a later version wrote: members of the file, and accounts of a kind unknown here. */
  JsonObject *unknown;
  GPtrArray *foreign;

  /* Why the file must not be replaced: it holds something that was not read. */
  GError *blocked;
  GError *save_error;

  gboolean writing;
  GPtrArray *written_for;
  GPtrArray *waiting;
};

enum
{
  PROP_SAVE_ERROR = 1,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

static void latchkey_account_store_list_model_init (GListModelInterface *iface);
static void write_next (LatchkeyAccountStore *self);

G_DEFINE_FINAL_TYPE_WITH_CODE (LatchkeyAccountStore,
                               latchkey_account_store,
                               G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL,
                                                      latchkey_account_store_list_model_init))

static GType
latchkey_account_store_get_item_type (GListModel *model)
{
  return LATCHKEY_TYPE_ACCOUNT;
}

static guint
latchkey_account_store_get_n_items (GListModel *model)
{
  return LATCHKEY_ACCOUNT_STORE (model)->accounts->len;
}

static gpointer
latchkey_account_store_get_item (GListModel *model, guint position)
{
  LatchkeyAccountStore *self = LATCHKEY_ACCOUNT_STORE (model);

  if (position >= self->accounts->len)
    return NULL;
  return g_object_ref (g_ptr_array_index (self->accounts, position));
}

static void
latchkey_account_store_list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = latchkey_account_store_get_item_type;
  iface->get_n_items = latchkey_account_store_get_n_items;
  iface->get_item = latchkey_account_store_get_item;
}

static void
latchkey_account_store_finalize (GObject *object)
{
  LatchkeyAccountStore *self = LATCHKEY_ACCOUNT_STORE (object);

  g_clear_object (&self->folder);
  g_clear_object (&self->file);
  g_clear_object (&self->damaged_file);
  g_clear_pointer (&self->accounts, g_ptr_array_unref);
  g_clear_pointer (&self->current_id, g_free);
  g_clear_pointer (&self->unknown, json_object_unref);
  g_clear_pointer (&self->foreign, g_ptr_array_unref);
  g_clear_error (&self->blocked);
  g_clear_error (&self->save_error);
  g_clear_pointer (&self->written_for, g_ptr_array_unref);
  g_clear_pointer (&self->waiting, g_ptr_array_unref);
  G_OBJECT_CLASS (latchkey_account_store_parent_class)->finalize (object);
}

static void
latchkey_account_store_get_property (GObject *object,
                                     guint property,
                                     GValue *value,
                                     GParamSpec *pspec)
{
  LatchkeyAccountStore *self = LATCHKEY_ACCOUNT_STORE (object);

  switch (property)
    {
    case PROP_SAVE_ERROR:
      g_value_set_boxed (value, self->save_error);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property, pspec);
    }
}

static void
latchkey_account_store_class_init (LatchkeyAccountStoreClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = latchkey_account_store_finalize;
  object_class->get_property = latchkey_account_store_get_property;

  properties[PROP_SAVE_ERROR]
      = g_param_spec_boxed ("save-error", NULL, NULL, G_TYPE_ERROR,
                            G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
latchkey_account_store_init (LatchkeyAccountStore *self)
{
  self->accounts = g_ptr_array_new_with_free_func (g_object_unref);
  self->unknown = json_object_new ();
  self->foreign = g_ptr_array_new_with_free_func ((GDestroyNotify) json_node_unref);
  self->waiting = g_ptr_array_new_with_free_func (g_object_unref);
}

/**
 * latchkey_account_store_new:
 * @folder: the local folder that holds the file; made when something is saved for the first time
 *
 * Makes an empty store. Nothing is read before latchkey_account_store_load().
 *
 * Returns: (transfer full): a new store
 */
LatchkeyAccountStore *
latchkey_account_store_new (GFile *folder)
{
  LatchkeyAccountStore *self = NULL;

  g_return_val_if_fail (G_IS_FILE (folder) && g_file_is_native (folder), NULL);

  self = g_object_new (LATCHKEY_TYPE_ACCOUNT_STORE, NULL);
  self->folder = g_object_ref (folder);
  self->file = g_file_get_child (folder, FILE_NAME);
  return self;
}

static gboolean
read_accounts (LatchkeyAccountStore *self, JsonArray *records)
{
  for (guint i = 0; i < json_array_get_length (records); i++)
    {
      JsonNode *record = json_array_get_element (records, i);
      g_autoptr (GError) problem = NULL;
      LatchkeyAccount *account = NULL;

      if (!JSON_NODE_HOLDS_OBJECT (record))
        return FALSE;
      account = latchkey_account_new_from_json (json_node_get_object (record), &problem);
      if (account != NULL)
        {
          g_ptr_array_add (self->accounts, account);
          continue;
        }
      /* One record that is not understood here costs neither itself nor the others. */
      g_debug ("Keeping an account that is not understood: %s", problem->message);
      g_ptr_array_add (self->foreign, json_node_copy (record));
    }
  return TRUE;
}

static gboolean
read_file (LatchkeyAccountStore *self, GBytes *content, gboolean *newer)
{
  g_autoptr (JsonNode) root = NULL;
  JsonObject *object = NULL;
  JsonNode *records = NULL;
  JsonObjectIter iter;
  const char *member = NULL;
  JsonNode *node = NULL;
  gint64 version = 0;
  gsize length = 0;
  const char *text = g_bytes_get_data (content, &length);

  root = homebox_json_parse (text, length, NULL);
  if (root == NULL || !JSON_NODE_HOLDS_OBJECT (root))
    return FALSE;
  object = json_node_get_object (root);
  if (!homebox_json_get_count (object, "version", &version) || version < 1)
    return FALSE;
  *newer = version > FILE_VERSION;
  if (*newer)
    return FALSE;
  records = json_object_get_member (object, "accounts");
  if (records == NULL || !JSON_NODE_HOLDS_ARRAY (records)
      || !read_accounts (self, json_node_get_array (records)))
    return FALSE;

  self->current_id = g_strdup (homebox_json_get_string (object, "current"));
  json_object_iter_init_ordered (&iter, object);
  while (json_object_iter_next_ordered (&iter, &member, &node))
    {
      if (!g_str_equal (member, "version") && !g_str_equal (member, "current")
          && !g_str_equal (member, "accounts"))
        json_object_set_member (self->unknown, member, json_node_copy (node));
    }
  return TRUE;
}

static gboolean
load_set_aside (LatchkeyAccountStore *self, GError **error)
{
  g_autofree char *name = NULL;

  self->damaged_file = latchkey_account_file_set_aside (self->file, &self->blocked);
  if (self->damaged_file == NULL)
    {
      g_propagate_error (error, g_error_copy (self->blocked));
      return FALSE;
    }
  name = g_file_get_parse_name (self->damaged_file);
  g_set_error (error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA,
               /* Translators: %s is the name of a file */
               _("The list of your accounts could not be read. It was kept as “%s”. "
                 "Sign in again to start a new list."),
               name);
  return FALSE;
}

/**
 * latchkey_account_store_load:
 * @self: a store that was not loaded yet
 * @error: return location for an error
 *
 * Reads the file. This is synchronous on purpose: it is one small local file (1 MiB at most, in
 * practice some hundred bytes), and it has to be known before the first frame is drawn, since that
 * frame shows the profile. A round through the main loop would show an empty window first.
 *
 * No file is no error: the store is then empty. Whatever fails, the store can be used:
 *
 * - A file that is damaged (or empty, too large, not a file at all) is set aside, see
 *   latchkey_account_store_get_damaged_file(), and the store starts empty:
 *   %G_IO_ERROR_INVALID_DATA.
 * - A file that must not be touched (it may not be read, a later version of Latchkey
 *   wrote it, or it is damaged and could not be set aside) stays where it is; the store starts
 *   empty, keeps what is added in memory, and every attempt to save fails with the same error.
 *
 * A single account that this version does not understand is kept in the file and not shown.
 *
 * Returns: %TRUE if the file was read or there is none; otherwise %FALSE and @error with a
 *   message for the person
 */
gboolean
latchkey_account_store_load (LatchkeyAccountStore *self, GError **error)
{
  g_autoptr (GBytes) content = NULL;
  g_autoptr (GError) problem = NULL;
  gboolean newer = FALSE;

  g_return_val_if_fail (LATCHKEY_IS_ACCOUNT_STORE (self), FALSE);
  g_return_val_if_fail (self->accounts->len == 0 && self->foreign->len == 0, FALSE);

  content = latchkey_account_file_read (self->file, &problem);
  if (g_error_matches (problem, G_IO_ERROR, G_IO_ERROR_NOT_FOUND))
    return TRUE;
  if (g_error_matches (problem, G_IO_ERROR, G_IO_ERROR_INVALID_DATA))
    return load_set_aside (self, error);
  if (problem != NULL)
    {
      self->blocked = g_steal_pointer (&problem);
      g_propagate_error (error, g_error_copy (self->blocked));
      return FALSE;
    }

  if (read_file (self, content, &newer))
    {
      if (self->accounts->len > 0)
        g_list_model_items_changed (G_LIST_MODEL (self), 0, 0, self->accounts->len);
      return TRUE;
    }
  g_ptr_array_set_size (self->accounts, 0);
  g_ptr_array_set_size (self->foreign, 0);
  if (!newer)
    return load_set_aside (self, error);
  self->blocked = g_error_new_literal (
      G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED,
      _("Your accounts were saved by a newer version of Latchkey. Update Latchkey to use them. "
        "Until then, an account is kept only while Latchkey is open."));
  g_propagate_error (error, g_error_copy (self->blocked));
  return FALSE;
}

/**
 * latchkey_account_store_get_damaged_file:
 * @self: a store
 *
 * Returns: (transfer none) (nullable): where latchkey_account_store_load() moved a file that it
 *   could not read, or %NULL if there was none
 */
GFile *
latchkey_account_store_get_damaged_file (LatchkeyAccountStore *self)
{
  g_return_val_if_fail (LATCHKEY_IS_ACCOUNT_STORE (self), NULL);
  return self->damaged_file;
}

/**
 * latchkey_account_store_get_save_error:
 * @self: a store
 *
 * Why the last attempt to save failed (#LatchkeyAccountStore:save-error). It is there
 * for the saves that nobody waits for, and goes with the next one that succeeds.
 *
 * Returns: (transfer none) (nullable): an error with a message for the person, or %NULL
 */
const GError *
latchkey_account_store_get_save_error (LatchkeyAccountStore *self)
{
  g_return_val_if_fail (LATCHKEY_IS_ACCOUNT_STORE (self), NULL);
  return self->save_error;
}

/**
 * latchkey_account_store_get_current:
 * @self: a store
 *
 * The account to show at start: the one added last, as long as it is there, else the first.
 *
 * Returns: (transfer none) (nullable): an account, or %NULL if there is none
 */
LatchkeyAccount *
latchkey_account_store_get_current (LatchkeyAccountStore *self)
{
  g_return_val_if_fail (LATCHKEY_IS_ACCOUNT_STORE (self), NULL);

  for (guint i = 0; i < self->accounts->len; i++)
    {
      LatchkeyAccount *account = g_ptr_array_index (self->accounts, i);

      if (g_strcmp0 (latchkey_account_get_id (account), self->current_id) == 0)
        return account;
    }
  return self->accounts->len > 0 ? g_ptr_array_index (self->accounts, 0) : NULL;
}

/**
 * latchkey_account_store_set_current:
 * @self: a store
 * @account: an account of the list
 *
 * Notes which account is used now, so that the next start shows it in its first frame, and saves
 * that. Nobody waits for it: #LatchkeyAccountStore:save-error says when it failed.
 */
void
latchkey_account_store_set_current (LatchkeyAccountStore *self, LatchkeyAccount *account)
{
}

/**
 * latchkey_account_store_move:
 * @self: a store
 * @account: an account of the list
 * @position: where it shall be, counted without it; the end if that is farther
 *
 * Moves an account within the list and saves the list. Nobody waits for it:
 * #LatchkeyAccountStore:save-error says when it failed.
 */
void
latchkey_account_store_move (LatchkeyAccountStore *self, LatchkeyAccount *account, guint position)
{
}

/**
 * latchkey_account_store_find:
 * @self: a store
 * @server: the base URI of a server
 * @user_id: that server's id of a person
 *
 * Returns: (transfer none) (nullable): that person's account on that server, which may be any of its
 *   addresses, or %NULL
 */
LatchkeyAccount *
latchkey_account_store_find (LatchkeyAccountStore *self, const char *server, const char *user_id)
{
  g_return_val_if_fail (LATCHKEY_IS_ACCOUNT_STORE (self), NULL);

  for (guint i = 0; i < self->accounts->len; i++)
    {
      LatchkeyAccount *account = g_ptr_array_index (self->accounts, i);

      if (latchkey_account_has_address (account, server)
          && g_strcmp0 (latchkey_account_get_user_id (account), user_id) == 0)
        return account;
    }
  return NULL;
}

/**
 * latchkey_account_store_find_elsewhere:
 * @self: a store
 * @server: the base URI of a server
 * @user_id: that server's id of a person
 *
 * Finds an account with the same user id that is not known under that address. That is a hint that
 * both are one server, and no proof: members of a home see each other's ids, and a copy of a server
 * has the same ones. The person has to say so.
 *
 * Returns: (transfer none) (nullable): an account, or %NULL
 */
LatchkeyAccount *
latchkey_account_store_find_elsewhere (LatchkeyAccountStore *self,
                                       const char *server,
                                       const char *user_id)
{
  g_return_val_if_fail (LATCHKEY_IS_ACCOUNT_STORE (self), NULL);

  for (guint i = 0; i < self->accounts->len; i++)
    {
      LatchkeyAccount *account = g_ptr_array_index (self->accounts, i);

      if (!latchkey_account_has_address (account, server)
          && g_strcmp0 (latchkey_account_get_user_id (account), user_id) == 0)
        return account;
    }
  return NULL;
}

/**
 * latchkey_account_store_get_data_folder:
 * @self: a store
 *
 * The folder that holds the file, for what else belongs to all accounts: %LATCHKEY_LOCK_REFRESH,
 * say. It may not be there yet.
 *
 * Returns: (transfer none): a local folder
 */
GFile *
latchkey_account_store_get_data_folder (LatchkeyAccountStore *self)
{
  g_return_val_if_fail (LATCHKEY_IS_ACCOUNT_STORE (self), NULL);
  return self->folder;
}

/**
 * latchkey_account_store_get_folder:
 * @self: a store
 * @account: an account; need not be in the list
 *
 * The folder for what belongs to one account and has no place in its record. It is made by whoever
 * puts something into it (mode 0700), and deleted with everything in it when the account is removed
 * with latchkey_account_store_remove_async().
 *
 * It is the same for the same person on the same server, so that an account which comes back after
 * the list was damaged finds it again.
 *
 * Returns: (transfer full): a local folder that may not be there yet
 */
GFile *
latchkey_account_store_get_folder (LatchkeyAccountStore *self, LatchkeyAccount *account)
{
  g_autofree char *key = NULL;
  g_autofree char *digest = NULL;
  g_autofree char *path = NULL;

  g_return_val_if_fail (LATCHKEY_IS_ACCOUNT_STORE (self), NULL);
  g_return_val_if_fail (LATCHKEY_IS_ACCOUNT (account), NULL);

  /* Neither may be a name for a file. */
  key = g_strconcat (latchkey_account_get_server (account), "\n",
                     latchkey_account_get_user_id (account), NULL);
  digest = g_compute_checksum_for_string (G_CHECKSUM_SHA256, key, -1);
  digest[32] = '\0';
  path = g_build_filename ("accounts", digest, NULL);
  return g_file_get_child (self->folder, path);
}

static GBytes *
serialize (LatchkeyAccountStore *self)
{
  g_autoptr (JsonObject) object = json_object_new ();
  g_autoptr (JsonNode) root = json_node_alloc ();
  JsonArray *records = json_array_new ();
  LatchkeyAccount *current = latchkey_account_store_get_current (self);
  JsonObjectIter iter;
  const char *member = NULL;
  JsonNode *node = NULL;
  char *text = NULL;

  json_object_set_int_member (object, "version", FILE_VERSION);
  if (current != NULL)
    json_object_set_string_member (object, "current", latchkey_account_get_id (current));
  for (guint i = 0; i < self->accounts->len; i++)
    json_array_add_element (records,
                            latchkey_account_to_json (g_ptr_array_index (self->accounts, i)));
  for (guint i = 0; i < self->foreign->len; i++)
    json_array_add_element (records, json_node_copy (g_ptr_array_index (self->foreign, i)));
  json_object_set_array_member (object, "accounts", records);

  json_object_iter_init_ordered (&iter, self->unknown);
  while (json_object_iter_next_ordered (&iter, &member, &node))
    json_object_set_member (object, member, json_node_copy (node));

  json_node_init_object (root, object);
  text = json_to_string (root, TRUE);
  return g_bytes_new_take (text, strlen (text));
}

static void
set_save_error (LatchkeyAccountStore *self, const GError *problem)
{
  if (self->save_error == NULL && problem == NULL)
    return;
  g_clear_error (&self->save_error);
  self->save_error = problem != NULL ? g_error_copy (problem) : NULL;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SAVE_ERROR]);
}

static void
on_written (GObject *source, GAsyncResult *result, gpointer user_data)
{
  g_autoptr (LatchkeyAccountStore) self = LATCHKEY_ACCOUNT_STORE (user_data);
  g_autoptr (GPtrArray) tasks = g_steal_pointer (&self->written_for);
  g_autoptr (GError) problem = NULL;

  latchkey_account_file_write_finish (result, &problem);
  set_save_error (self, problem);

  /* The next write starts before anybody is told, so that what a callback saves comes after it. */
  self->writing = FALSE;
  if (self->waiting->len > 0)
    write_next (self);

  for (guint i = 0; i < tasks->len; i++)
    {
      GTask *task = g_ptr_array_index (tasks, i);

      if (problem != NULL)
        g_task_return_error (task, g_error_copy (problem));
      else
        g_task_return_boolean (task, TRUE);
    }
}

static void
write_next (LatchkeyAccountStore *self)
{
  g_autoptr (GBytes) content = serialize (self);

  self->writing = TRUE;
  self->written_for = g_steal_pointer (&self->waiting);
  self->waiting = g_ptr_array_new_with_free_func (g_object_unref);
  latchkey_account_file_write_async (self->file, content, on_written, g_object_ref (self));
}

static void
save (LatchkeyAccountStore *self, GTask *task)
{
  if (self->blocked != NULL)
    {
      set_save_error (self, self->blocked);
      g_task_return_error (task, g_error_copy (self->blocked));
      g_object_unref (task);
      return;
    }
  g_ptr_array_add (self->waiting, task);
  if (!self->writing)
    write_next (self);
}

/**
 * latchkey_account_store_add_async:
 * @self: a store
 * @account: an account; may be in the store already
 * @cancellable: (nullable): see latchkey_account_store_save_async()
 * @callback: called when the account is on the disk, or could not be written
 * @user_data: data for @callback
 *
 * Adds an account at the end of the list, makes it the current one and saves the list.
 */
void
latchkey_account_store_add_async (LatchkeyAccountStore *self,
                                  LatchkeyAccount *account,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data)
{
  GTask *task = NULL;

  g_return_if_fail (LATCHKEY_IS_ACCOUNT_STORE (self));
  g_return_if_fail (LATCHKEY_IS_ACCOUNT (account));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, latchkey_account_store_add_async);

  g_free (self->current_id);
  self->current_id = g_strdup (latchkey_account_get_id (account));
  if (!g_ptr_array_find (self->accounts, account, NULL))
    {
      g_ptr_array_add (self->accounts, g_object_ref (account));
      g_list_model_items_changed (G_LIST_MODEL (self), self->accounts->len - 1, 0, 1);
    }
  save (self, task);
}

/**
 * latchkey_account_store_add_finish:
 * @self: a store
 * @result: the result that the callback got
 * @error: return location for an error, as with latchkey_account_store_save_finish()
 *
 * Returns: %TRUE if the account is on the disk. If not, it is in the list all the same, until the
 *   program ends
 */
gboolean
latchkey_account_store_add_finish (LatchkeyAccountStore *self, GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  return g_task_propagate_boolean (G_TASK (result), error);
}

/**
 * latchkey_account_store_remove_async:
 * @self: a store
 * @account: an account; need not be in the store any more
 * @cancellable: (nullable): see latchkey_account_store_save_async()
 * @callback: called when the account is gone from the disk, or that could not be written
 * @user_data: data for @callback
 *
 * Takes an account off the list and saves the list. The token is not touched.
 */
void
latchkey_account_store_remove_async (LatchkeyAccountStore *self,
                                     LatchkeyAccount *account,
                                     GCancellable *cancellable,
                                     GAsyncReadyCallback callback,
                                     gpointer user_data)
{
  GTask *task = NULL;
  guint position = 0;

  g_return_if_fail (LATCHKEY_IS_ACCOUNT_STORE (self));
  g_return_if_fail (LATCHKEY_IS_ACCOUNT (account));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, latchkey_account_store_remove_async);

  if (g_ptr_array_find (self->accounts, account, &position))
    {
      g_ptr_array_remove_index (self->accounts, position);
      g_list_model_items_changed (G_LIST_MODEL (self), position, 1, 0);
    }
  save (self, task);
}

/**
 * latchkey_account_store_remove_finish:
 * @self: a store
 * @result: the result that the callback got
 * @error: return location for an error, as with latchkey_account_store_save_finish()
 *
 * Returns: %TRUE if the account is gone from the disk. If not, it is off the list all the same,
 *   and comes back with the next start
 */
gboolean
latchkey_account_store_remove_finish (LatchkeyAccountStore *self,
                                      GAsyncResult *result,
                                      GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  return g_task_propagate_boolean (G_TASK (result), error);
}

/**
 * latchkey_account_store_save_async:
 * @self: a store
 * @cancellable: (nullable): stops the waiting only: what was begun is written all the same
 * @callback: called when what the list was at the time of the call (or later) is on the disk, or
 *   could not be written
 * @user_data: data for @callback
 *
 * Writes the list. One write runs at a time; calls that come meanwhile share the next one, which
 * writes what the list is by then. A process killed at any point leaves the old file or the new
 * one.
 */
void
latchkey_account_store_save_async (LatchkeyAccountStore *self,
                                   GCancellable *cancellable,
                                   GAsyncReadyCallback callback,
                                   gpointer user_data)
{
  GTask *task = NULL;

  g_return_if_fail (LATCHKEY_IS_ACCOUNT_STORE (self));

  task = g_task_new (self, cancellable, callback, user_data);
  g_task_set_source_tag (task, latchkey_account_store_save_async);
  save (self, task);
}

/**
 * latchkey_account_store_save_finish:
 * @self: a store
 * @result: the result that the callback got
 * @error: return location for an error
 *
 * Fails with a message for the person: %G_IO_ERROR_NO_SPACE, %G_IO_ERROR_PERMISSION_DENIED,
 * %G_IO_ERROR_READ_ONLY, %G_IO_ERROR_CANCELLED, %G_IO_ERROR_FAILED, or why the file must not be
 * touched (see latchkey_account_store_load()). The list in memory stays as it is.
 *
 * Returns: whether the list is on the disk
 */
gboolean
latchkey_account_store_save_finish (LatchkeyAccountStore *self,
                                    GAsyncResult *result,
                                    GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  return g_task_propagate_boolean (G_TASK (result), error);
}
