#include "latchkey-account-views.h"

#include <glib/gi18n.h>

struct _LatchkeyAccountViews
{
  GObject parent_instance;

  LatchkeyVault *vault;
  const LatchkeyPageKind *kinds;
  guint n_kinds;
  GPtrArray *views;
};

G_DEFINE_FINAL_TYPE (LatchkeyAccountViews, latchkey_account_views, G_TYPE_OBJECT)

enum
{
  ADDED,
  ATTENTION_CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static void
latchkey_account_views_dispose (GObject *object)
{
  LatchkeyAccountViews *self = LATCHKEY_ACCOUNT_VIEWS (object);

  g_ptr_array_set_size (self->views, 0);
  g_clear_object (&self->vault);

  G_OBJECT_CLASS (latchkey_account_views_parent_class)->dispose (object);
}

static void
latchkey_account_views_finalize (GObject *object)
{
  LatchkeyAccountViews *self = LATCHKEY_ACCOUNT_VIEWS (object);

  g_ptr_array_unref (self->views);

  G_OBJECT_CLASS (latchkey_account_views_parent_class)->finalize (object);
}

static void
latchkey_account_views_class_init (LatchkeyAccountViewsClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = latchkey_account_views_dispose;
  object_class->finalize = latchkey_account_views_finalize;

  signals[ADDED] = g_signal_new ("added",
                                 LATCHKEY_TYPE_ACCOUNT_VIEWS,
                                 G_SIGNAL_RUN_LAST,
                                 0,
                                 NULL,
                                 NULL,
                                 NULL,
                                 G_TYPE_NONE,
                                 1,
                                 LATCHKEY_TYPE_ACCOUNT_VIEW);
  signals[ATTENTION_CHANGED] = g_signal_new ("attention-changed",
                                             LATCHKEY_TYPE_ACCOUNT_VIEWS,
                                             G_SIGNAL_RUN_LAST,
                                             0,
                                             NULL,
                                             NULL,
                                             NULL,
                                             G_TYPE_NONE,
                                             0);
}

static void
latchkey_account_views_init (LatchkeyAccountViews *self)
{
  self->views = g_ptr_array_new_with_free_func (g_object_unref);
}

/**
 * latchkey_account_views_new:
 * @vault: what this computer keeps for its person
 * @kinds: (array length=n_kinds): the pages of an account; they outlive the views
 * @n_kinds: how many, at least one
 *
 * Returns: (transfer full): no views yet
 */
LatchkeyAccountViews *
latchkey_account_views_new (LatchkeyVault *vault,
                            const LatchkeyPageKind *kinds,
                            guint n_kinds)
{
  LatchkeyAccountViews *self = g_object_new (LATCHKEY_TYPE_ACCOUNT_VIEWS, NULL);

  self->vault = g_object_ref (vault);
  self->kinds = kinds;
  self->n_kinds = n_kinds;

  return self;
}

/**
 * latchkey_account_views_find:
 * @self: the views
 * @account: an account
 *
 * Returns: (transfer none) (nullable): the view of @account, or %NULL if it was not shown yet
 */
LatchkeyAccountView *
latchkey_account_views_find (LatchkeyAccountViews *self, LatchkeyAccount *account)
{
  g_return_val_if_fail (LATCHKEY_IS_ACCOUNT_VIEWS (self), NULL);
  g_return_val_if_fail (LATCHKEY_IS_ACCOUNT (account), NULL);

  for (guint i = 0; i < self->views->len; i++)
    {
      LatchkeyAccountView *view = g_ptr_array_index (self->views, i);

      /* The record is another object after the list was read again; its id stays. */
      if (g_str_equal (latchkey_account_get_id (latchkey_account_view_get_account (view)),
                       latchkey_account_get_id (account)))
        return view;
    }

  return NULL;
}

static void
attention_changed (LatchkeyAccountViews *self)
{
  g_signal_emit (self, signals[ATTENTION_CHANGED], 0);
}

static LatchkeyAccountView *
add (LatchkeyAccountViews *self, LatchkeyConnection *connection)
{
  LatchkeyAccountView *view = latchkey_account_view_new (connection, self->kinds, self->n_kinds);

  g_ptr_array_add (self->views, g_object_ref_sink (view));
  g_signal_connect_object (view,
                           "state-changed",
                           G_CALLBACK (attention_changed),
                           self,
                           G_CONNECT_SWAPPED);
  g_signal_emit (self, signals[ADDED], 0, view);

  return view;
}

/**
 * latchkey_account_views_get:
 * @self: the views
 * @account: an account
 *
 * Returns: (transfer none): the view of @account, made now unless there was one
 */
LatchkeyAccountView *
latchkey_account_views_get (LatchkeyAccountViews *self, LatchkeyAccount *account)
{
  LatchkeyAccountView *view = latchkey_account_views_find (self, account);
  g_autoptr (LatchkeyConnection) connection = NULL;

  if (view != NULL)
    return view;

  connection = latchkey_connection_new (self->vault, account);

  return add (self, connection);
}

/**
 * latchkey_account_views_adopt:
 * @self: the views
 * @connection: an account that was just signed in to
 *
 * Takes a fresh connection: as a new view, or into the one that its account has already.
 *
 * Returns: (transfer none): the view that shows @connection now
 */
LatchkeyAccountView *
latchkey_account_views_adopt (LatchkeyAccountViews *self, LatchkeyConnection *connection)
{
  LatchkeyAccountView *view
    = latchkey_account_views_find (self, latchkey_connection_get_account (connection));

  if (view == NULL)
    return add (self, connection);

  latchkey_account_view_set_connection (view, connection);

  return view;
}

/**
 * latchkey_account_views_get_connection:
 * @self: the views
 * @account: an account, shown or not
 *
 * Gets hold of an account for something that needs no view of it.
 *
 * Returns: (transfer full): the connection of its view, or else one that was never opened
 */
LatchkeyConnection *
latchkey_account_views_get_connection (LatchkeyAccountViews *self, LatchkeyAccount *account)
{
  LatchkeyAccountView *view;

  g_return_val_if_fail (LATCHKEY_IS_ACCOUNT_VIEWS (self), NULL);

  view = latchkey_account_views_find (self, account);

  return view != NULL ? g_object_ref (latchkey_account_view_get_connection (view))
                      : latchkey_connection_new (self->vault, account);
}

/**
 * latchkey_account_views_remove:
 * @self: the views
 * @view: the view of an account that is gone
 *
 * Forgets @view, and whatever was typed there.
 */
void
latchkey_account_views_remove (LatchkeyAccountViews *self, LatchkeyAccountView *view)
{
  g_return_if_fail (LATCHKEY_IS_ACCOUNT_VIEWS (self));

  g_ptr_array_remove (self->views, view);
}

static void
append_pages (LatchkeyAccountView *view,
              gboolean (*predicate) (LatchkeyPage *page),
              GPtrArray *found)
{
  for (guint i = 0; i < latchkey_account_view_get_n_kinds (view); i++)
    {
      LatchkeyPage *page = latchkey_account_view_get_page (view, i);

      if (page != NULL && predicate (page))
        g_ptr_array_add (found, g_object_ref (page));
    }
}

static GPtrArray *
list_pages (LatchkeyAccountViews *self, gboolean (*predicate) (LatchkeyPage *page))
{
  GPtrArray *found = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < self->views->len; i++)
    append_pages (g_ptr_array_index (self->views, i), predicate, found);

  return found;
}

/**
 * latchkey_account_views_list_edited:
 * @self: the views
 *
 * Returns: (transfer full) (element-type LatchkeyPage): every page, of whichever account, on which
 *   something was typed that is not saved
 */
GPtrArray *
latchkey_account_views_list_edited (LatchkeyAccountViews *self)
{
  g_return_val_if_fail (LATCHKEY_IS_ACCOUNT_VIEWS (self), NULL);

  return list_pages (self, latchkey_page_has_edit);
}

/**
 * latchkey_account_views_is_saving:
 * @self: the views
 *
 * Returns: whether any page waits for the answer to what it saves
 */
gboolean
latchkey_account_views_is_saving (LatchkeyAccountViews *self)
{
  g_autoptr (GPtrArray) saving = NULL;

  g_return_val_if_fail (LATCHKEY_IS_ACCOUNT_VIEWS (self), FALSE);

  saving = list_pages (self, latchkey_page_is_saving);

  return saving->len > 0;
}

static gboolean
has_expired (LatchkeyAccountViews *self, LatchkeyAccount *account)
{
  GDateTime *end = latchkey_account_get_expires_at (account);
  g_autoptr (GDateTime) now = latchkey_clock_dup_now (latchkey_vault_get_clock (self->vault));

  return end != NULL && g_date_time_compare (end, now) <= 0;
}

/**
 * latchkey_account_views_get_attention:
 * @self: the views
 * @account: an account, shown or not
 *
 * Says whether an account goes on by itself. Of one that was not shown yet only the record is
 * known: nobody asks the keyring and the server for every account there is.
 *
 * Returns: (transfer none) (nullable): what @account needs from the person, in a few words, or
 *   %NULL if nothing
 */
const char *
latchkey_account_views_get_attention (LatchkeyAccountViews *self, LatchkeyAccount *account)
{
  LatchkeyAccountView *view;

  g_return_val_if_fail (LATCHKEY_IS_ACCOUNT_VIEWS (self), NULL);

  view = latchkey_account_views_find (self, account);

  if (view == NULL)
    return has_expired (self, account) ? _("Sign-in needed") : NULL;

  switch (latchkey_connection_get_state (latchkey_account_view_get_connection (view)))
    {
    case LATCHKEY_CONNECTION_SIGN_IN_NEEDED:
      return _("Sign-in needed");
    case LATCHKEY_CONNECTION_KEYRING_FAILED:
      return _("Keyring not open");
    case LATCHKEY_CONNECTION_NO_HOME:
      return _("Belongs to no home");
    case LATCHKEY_CONNECTION_STORED:
    case LATCHKEY_CONNECTION_UNLOCKING:
    case LATCHKEY_CONNECTION_LOADING:
    case LATCHKEY_CONNECTION_READY:
    case LATCHKEY_CONNECTION_UNREACHABLE:
    case LATCHKEY_CONNECTION_CLOSED:
    default:
      return NULL;
    }
}
