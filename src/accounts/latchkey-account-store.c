#include "latchkey-account-store-private.h"

#define FILE_NAME "accounts.json"

/* Writing takes some ten milliseconds; who is stopped in the middle of it must not keep everybody
 * else waiting. */
#define LOCK_LIMIT 10000

enum
{
  PROP_SAVE_ERROR = 1,
  PROP_CURRENT,
  PROP_DAMAGED_FILE,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

static void latchkey_account_store_list_model_init (GListModelInterface *iface);

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
latchkey_account_store_dispose (GObject *object)
{
  LatchkeyAccountStore *self = LATCHKEY_ACCOUNT_STORE (object);

  if (self->monitor != NULL)
    {
      g_signal_handlers_disconnect_by_data (self->monitor, self);
      g_file_monitor_cancel (self->monitor);
    }
  g_clear_object (&self->monitor);
  G_OBJECT_CLASS (latchkey_account_store_parent_class)->dispose (object);
}

static void
latchkey_account_store_finalize (GObject *object)
{
  LatchkeyAccountStore *self = LATCHKEY_ACCOUNT_STORE (object);

  g_clear_object (&self->folder);
  g_clear_object (&self->file);
  g_clear_object (&self->damaged_file);
  g_ptr_array_unref (self->accounts);
  g_clear_object (&self->current);
  latchkey_account_document_free (self->base);
  g_clear_pointer (&self->seen, g_bytes_unref);
  g_clear_error (&self->blocked);
  g_clear_error (&self->save_error);
  g_clear_error (&self->left_behind);
  g_clear_pointer (&self->writing_for, g_ptr_array_unref);
  g_clear_pointer (&self->written, latchkey_account_document_free);
  g_clear_pointer (&self->written_content, g_bytes_unref);
  g_clear_pointer (&self->lock, latchkey_lock_release);
  g_ptr_array_unref (self->waiting);
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
    case PROP_CURRENT:
      g_value_set_object (value, latchkey_account_store_get_current (self));
      break;
    case PROP_DAMAGED_FILE:
      g_value_set_object (value, self->damaged_file);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, property, pspec);
    }
}

static void
latchkey_account_store_class_init (LatchkeyAccountStoreClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GParamFlags flags = G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->dispose = latchkey_account_store_dispose;
  object_class->finalize = latchkey_account_store_finalize;
  object_class->get_property = latchkey_account_store_get_property;

  properties[PROP_SAVE_ERROR] = g_param_spec_boxed ("save-error", NULL, NULL, G_TYPE_ERROR, flags);
  properties[PROP_CURRENT]
      = g_param_spec_object ("current", NULL, NULL, LATCHKEY_TYPE_ACCOUNT, flags);
  properties[PROP_DAMAGED_FILE]
      = g_param_spec_object ("damaged-file", NULL, NULL, G_TYPE_FILE, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
latchkey_account_store_init (LatchkeyAccountStore *self)
{
  self->accounts = g_ptr_array_new_with_free_func (g_object_unref);
  self->base = latchkey_account_document_new ();
  self->lock_limit = LOCK_LIMIT;
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
 * The account to show (#LatchkeyAccountStore:current): the one that this process used last, as long
 * as it is there; at start the one that was used last at all; else the first.
 *
 * Returns: (transfer none) (nullable): an account, or %NULL if there is none
 */
LatchkeyAccount *
latchkey_account_store_get_current (LatchkeyAccountStore *self)
{
  g_return_val_if_fail (LATCHKEY_IS_ACCOUNT_STORE (self), NULL);

  if (self->current != NULL && g_ptr_array_find (self->accounts, self->current, NULL))
    return self->current;
  return self->accounts->len > 0 ? g_ptr_array_index (self->accounts, 0) : NULL;
}

/*
 * latchkey_account_store_dup_current:
 * @self: a store
 *
 * Returns: (transfer full) (nullable): the account to show, to tell later whether it is another one
 */
LatchkeyAccount *
latchkey_account_store_dup_current (LatchkeyAccountStore *self)
{
  LatchkeyAccount *current = latchkey_account_store_get_current (self);

  return current != NULL ? g_object_ref (current) : NULL;
}

/*
 * latchkey_account_store_notify_current:
 * @self: a store
 * @before: (nullable): the account to show, before something was changed
 *
 * Notifies if it is another one now.
 */
void
latchkey_account_store_notify_current (LatchkeyAccountStore *self, LatchkeyAccount *before)
{
  if (latchkey_account_store_get_current (self) != before)
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CURRENT]);
}

/**
 * latchkey_account_store_find:
 * @self: a store
 * @server: the base URI of a server
 * @user_id: that server's id of a person
 *
 * Returns: (transfer none) (nullable): that person's account on that server, which may be any of
 *   its addresses, or %NULL
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

/*
 * latchkey_account_store_set_save_error:
 * @self: a store
 * @problem: (nullable): why the list is not on the disk, or %NULL if it is
 */
void
latchkey_account_store_set_save_error (LatchkeyAccountStore *self, const GError *problem)
{
  if (self->save_error == NULL && problem == NULL)
    return;
  g_clear_error (&self->save_error);
  self->save_error = problem != NULL ? g_error_copy (problem) : NULL;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SAVE_ERROR]);
}

/*
 * latchkey_account_store_set_damaged_file:
 * @self: a store
 * @file: where it was moved
 */
void
latchkey_account_store_set_damaged_file (LatchkeyAccountStore *self, GFile *file)
{
  g_set_object (&self->damaged_file, file);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_DAMAGED_FILE]);
}
