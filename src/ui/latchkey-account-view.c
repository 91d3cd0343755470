#include "latchkey-account-view.h"

#include "latchkey-form.h"

#include <glib/gi18n.h>

struct _LatchkeyAccountView
{
  AdwBin parent_instance;

  /* Its children are bins; that of the page that is seen is the only one that is filled. */
  AdwViewStack *stack;

  LatchkeyConnection *connection;
  /* For this end of the session. */
  gboolean asked_to_sign_in;
  const LatchkeyPageKind *kinds;
  guint n_kinds;
  /* %NULL for what was not shown yet. */
  LatchkeyPage **pages;
  /* What had the keyboard when another account was shown. */
  GtkWidget *focus;
  gboolean told_closed;
  guint closing_source;
};

G_DEFINE_FINAL_TYPE (LatchkeyAccountView, latchkey_account_view, ADW_TYPE_BIN)

enum
{
  NOTICE,
  SIGN_IN,
  CLOSED,
  SAVED,
  NOT_SAVED,
  STATE_CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static void
notice (LatchkeyAccountView *self, const char *words)
{
  g_signal_emit (self, signals[NOTICE], 0, words);
}

static void
sign_in (LatchkeyAccountView *self)
{
  g_signal_emit (self, signals[SIGN_IN], 0);
}

static void
closed (LatchkeyAccountView *self, const char *words, gboolean problem)
{
  self->told_closed = TRUE;
  g_signal_emit (self, signals[CLOSED], 0, words, problem);
}

static void
saved (LatchkeyAccountView *self, LatchkeyPage *page)
{
  g_signal_emit (self, signals[SAVED], 0, page);
}

static void
not_saved (LatchkeyAccountView *self, LatchkeyPage *page)
{
  g_signal_emit (self, signals[NOT_SAVED], 0, page);
}

static gboolean
tell_closed (gpointer user_data)
{
  LatchkeyAccountView *self = user_data;

  self->closing_source = 0;

  if (!self->told_closed)
    closed (self, _("This account was removed from this device."), FALSE);

  return G_SOURCE_REMOVE;
}

/* Asks once for each end of a session, as soon as somebody can see what it is about. */
static void
ask_to_sign_in (LatchkeyAccountView *self)
{
  gboolean needed = latchkey_connection_get_state (self->connection)
                    == LATCHKEY_CONNECTION_SIGN_IN_NEEDED;

  if (!needed)
    {
      self->asked_to_sign_in = FALSE;
    }
  else if (!self->asked_to_sign_in && gtk_widget_get_mapped (GTK_WIDGET (self)))
    {
      self->asked_to_sign_in = TRUE;
      sign_in (self);
    }
}

static void
state_changed (LatchkeyAccountView *self)
{
  /* A page that signs out, say, tells of it itself when this is over. */
  if (latchkey_connection_get_state (self->connection) == LATCHKEY_CONNECTION_CLOSED
      && self->closing_source == 0)
    self->closing_source = g_idle_add (tell_closed, self);

  ask_to_sign_in (self);
  g_signal_emit (self, signals[STATE_CHANGED], 0);
}

static void
follow_connection (LatchkeyAccountView *self, LatchkeyConnection *connection)
{
  if (self->connection != NULL)
    g_signal_handlers_disconnect_by_func (self->connection, state_changed, self);

  g_set_object (&self->connection, connection);

  if (connection != NULL)
    g_signal_connect_swapped (connection, "notify::state", G_CALLBACK (state_changed), self);
}

static void
latchkey_account_view_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (latchkey_account_view_parent_class)->map (widget);
  ask_to_sign_in (LATCHKEY_ACCOUNT_VIEW (widget));
}

static LatchkeyPage *
make_page (LatchkeyAccountView *self, const LatchkeyPageKind *kind)
{
  LatchkeyPage *page = LATCHKEY_PAGE (g_object_ref_sink (kind->make (self->connection)));
  const GConnectFlags swapped = G_CONNECT_SWAPPED;

  g_signal_connect_object (page, "notice", G_CALLBACK (notice), self, swapped);
  g_signal_connect_object (page, "sign-in", G_CALLBACK (sign_in), self, swapped);
  g_signal_connect_object (page, "closed", G_CALLBACK (closed), self, swapped);
  g_signal_connect_object (page, "saved", G_CALLBACK (saved), self, swapped);
  g_signal_connect_object (page, "not-saved", G_CALLBACK (not_saved), self, swapped);

  return page;
}

static void
show_visible_page (LatchkeyAccountView *self)
{
  GtkWidget *visible = adw_view_stack_get_visible_child (self->stack);
  GtkWidget *bin = gtk_widget_get_first_child (GTK_WIDGET (self->stack));

  for (guint i = 0; i < self->n_kinds && bin != NULL; i++, bin = gtk_widget_get_next_sibling (bin))
    {
      if (bin != visible)
        {
          latchkey_form_release_focus (bin);
          adw_bin_set_child (ADW_BIN (bin), NULL);
          continue;
        }

      if (self->pages[i] == NULL)
        self->pages[i] = make_page (self, &self->kinds[i]);

      adw_bin_set_child (ADW_BIN (bin), GTK_WIDGET (self->pages[i]));
    }
}

static void
latchkey_account_view_dispose (GObject *object)
{
  LatchkeyAccountView *self = LATCHKEY_ACCOUNT_VIEW (object);

  if (self->stack != NULL)
    {
      g_signal_handlers_disconnect_by_func (self->stack, show_visible_page, self);
      adw_bin_set_child (ADW_BIN (self), NULL);
      g_clear_object (&self->stack);
    }

  for (guint i = 0; i < self->n_kinds; i++)
    g_clear_object (&self->pages[i]);

  g_clear_handle_id (&self->closing_source, g_source_remove);
  follow_connection (self, NULL);
  g_clear_weak_pointer (&self->focus);

  G_OBJECT_CLASS (latchkey_account_view_parent_class)->dispose (object);
}

static void
latchkey_account_view_finalize (GObject *object)
{
  LatchkeyAccountView *self = LATCHKEY_ACCOUNT_VIEW (object);

  g_free (self->pages);

  G_OBJECT_CLASS (latchkey_account_view_parent_class)->finalize (object);
}

static guint
add_signal (const char *name, guint n_parameters, GType first, GType second)
{
  return g_signal_new (name,
                       LATCHKEY_TYPE_ACCOUNT_VIEW,
                       G_SIGNAL_RUN_LAST,
                       0,
                       NULL,
                       NULL,
                       NULL,
                       G_TYPE_NONE,
                       n_parameters,
                       first,
                       second);
}

static void
latchkey_account_view_class_init (LatchkeyAccountViewClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = latchkey_account_view_dispose;
  object_class->finalize = latchkey_account_view_finalize;
  GTK_WIDGET_CLASS (klass)->map = latchkey_account_view_map;

  signals[NOTICE] = add_signal ("notice", 1, G_TYPE_STRING, G_TYPE_NONE);
  signals[SIGN_IN] = add_signal ("sign-in", 0, G_TYPE_NONE, G_TYPE_NONE);
  signals[CLOSED] = add_signal ("closed", 2, G_TYPE_STRING, G_TYPE_BOOLEAN);
  signals[SAVED] = add_signal ("saved", 1, LATCHKEY_TYPE_PAGE, G_TYPE_NONE);
  signals[NOT_SAVED] = add_signal ("not-saved", 1, LATCHKEY_TYPE_PAGE, G_TYPE_NONE);
  signals[STATE_CHANGED] = add_signal ("state-changed", 0, G_TYPE_NONE, G_TYPE_NONE);
}

static void
latchkey_account_view_init (LatchkeyAccountView *self)
{
  self->stack = g_object_ref_sink (ADW_VIEW_STACK (adw_view_stack_new ()));
  adw_bin_set_child (ADW_BIN (self), GTK_WIDGET (self->stack));
}

/**
 * latchkey_account_view_new:
 * @connection: the account to show
 * @kinds: (array length=n_kinds): the pages it has; they outlive the view
 * @n_kinds: how many, at least one
 *
 * Makes a view that shows its first page, with what is stored. Whoever shows it opens the
 * connection when it is on the screen.
 *
 * Returns: (transfer floating): a new view
 */
LatchkeyAccountView *
latchkey_account_view_new (LatchkeyConnection *connection,
                           const LatchkeyPageKind *kinds,
                           guint n_kinds)
{
  LatchkeyAccountView *self;

  g_return_val_if_fail (LATCHKEY_IS_CONNECTION (connection), NULL);
  g_return_val_if_fail (n_kinds > 0, NULL);

  self = g_object_new (LATCHKEY_TYPE_ACCOUNT_VIEW, NULL);
  follow_connection (self, connection);
  self->kinds = kinds;
  self->n_kinds = n_kinds;
  self->pages = g_new0 (LatchkeyPage *, n_kinds);

  for (guint i = 0; i < n_kinds; i++)
    adw_view_stack_add_titled_with_icon (self->stack,
                                         adw_bin_new (),
                                         kinds[i].name,
                                         g_dpgettext2 (NULL, "page", kinds[i].title),
                                         kinds[i].icon_name);

  g_signal_connect_swapped (self->stack,
                            "notify::visible-child",
                            G_CALLBACK (show_visible_page),
                            self);
  show_visible_page (self);

  return self;
}

/**
 * latchkey_account_view_get_connection:
 * @self: a view
 *
 * Returns: (transfer none): the account that it shows
 */
LatchkeyConnection *
latchkey_account_view_get_connection (LatchkeyAccountView *self)
{
  g_return_val_if_fail (LATCHKEY_IS_ACCOUNT_VIEW (self), NULL);

  return self->connection;
}

/**
 * latchkey_account_view_set_connection:
 * @self: a view
 * @connection: the same account with another session
 *
 * Shows @connection from now on, on every page. Open edits stay.
 */
void
latchkey_account_view_set_connection (LatchkeyAccountView *self, LatchkeyConnection *connection)
{
  g_return_if_fail (LATCHKEY_IS_ACCOUNT_VIEW (self));
  g_return_if_fail (LATCHKEY_IS_CONNECTION (connection));

  if (connection == self->connection)
    return;

  self->asked_to_sign_in = FALSE;
  follow_connection (self, connection);

  for (guint i = 0; i < self->n_kinds; i++)
    if (self->pages[i] != NULL)
      latchkey_page_set_connection (self->pages[i], connection);

  state_changed (self);
}

/**
 * latchkey_account_view_get_account:
 * @self: a view
 *
 * Returns: (transfer none): the record of the account that it shows
 */
LatchkeyAccount *
latchkey_account_view_get_account (LatchkeyAccountView *self)
{
  g_return_val_if_fail (LATCHKEY_IS_ACCOUNT_VIEW (self), NULL);

  return latchkey_connection_get_account (self->connection);
}

/**
 * latchkey_account_view_get_stack:
 * @self: a view
 *
 * Returns: (transfer none): what a view switcher switches
 */
AdwViewStack *
latchkey_account_view_get_stack (LatchkeyAccountView *self)
{
  g_return_val_if_fail (LATCHKEY_IS_ACCOUNT_VIEW (self), NULL);

  return self->stack;
}

/**
 * latchkey_account_view_get_n_kinds:
 * @self: a view
 *
 * Returns: how many pages it has, made or not
 */
guint
latchkey_account_view_get_n_kinds (LatchkeyAccountView *self)
{
  g_return_val_if_fail (LATCHKEY_IS_ACCOUNT_VIEW (self), 0);

  return self->n_kinds;
}

/**
 * latchkey_account_view_get_page:
 * @self: a view
 * @position: which one
 *
 * Returns: (transfer none) (nullable): a page, or %NULL while it was not shown yet
 */
LatchkeyPage *
latchkey_account_view_get_page (LatchkeyAccountView *self, guint position)
{
  g_return_val_if_fail (LATCHKEY_IS_ACCOUNT_VIEW (self), NULL);
  g_return_val_if_fail (position < self->n_kinds, NULL);

  return self->pages[position];
}

/**
 * latchkey_account_view_show_page:
 * @self: a view
 * @page: one of its pages
 *
 * Shows @page.
 */
void
latchkey_account_view_show_page (LatchkeyAccountView *self, LatchkeyPage *page)
{
  g_return_if_fail (LATCHKEY_IS_ACCOUNT_VIEW (self));

  for (guint i = 0; i < self->n_kinds; i++)
    if (self->pages[i] == page)
      adw_view_stack_set_visible_child_name (self->stack, self->kinds[i].name);
}

/**
 * latchkey_account_view_show_neighbour:
 * @self: a view
 * @step: 1 for the next page, -1 for the one before
 *
 * Shows another page, if there is one in that direction.
 */
void
latchkey_account_view_show_neighbour (LatchkeyAccountView *self, int step)
{
  const char *visible;

  g_return_if_fail (LATCHKEY_IS_ACCOUNT_VIEW (self));

  visible = adw_view_stack_get_visible_child_name (self->stack);

  for (guint i = 0; i < self->n_kinds; i++)
    if (g_strcmp0 (self->kinds[i].name, visible) == 0)
      {
        int position = (int) i + step;

        if (position >= 0 && position < (int) self->n_kinds)
          adw_view_stack_set_visible_child_name (self->stack, self->kinds[position].name);

        return;
      }
}

/**
 * latchkey_account_view_has_edit:
 * @self: a view
 *
 * Returns: whether something typed on any page would be lost with the account
 */
gboolean
latchkey_account_view_has_edit (LatchkeyAccountView *self)
{
  g_return_val_if_fail (LATCHKEY_IS_ACCOUNT_VIEW (self), FALSE);

  for (guint i = 0; i < self->n_kinds; i++)
    if (self->pages[i] != NULL && latchkey_page_has_edit (self->pages[i]))
      return TRUE;

  return FALSE;
}

/**
 * latchkey_account_view_remember_focus:
 * @self: a view that is about to go off the screen
 *
 * Remembers which of its widgets has the keyboard, if one has.
 */
void
latchkey_account_view_remember_focus (LatchkeyAccountView *self)
{
  GtkRoot *root;
  GtkWidget *focus;

  g_return_if_fail (LATCHKEY_IS_ACCOUNT_VIEW (self));

  root = gtk_widget_get_root (GTK_WIDGET (self));
  focus = root != NULL ? gtk_root_get_focus (root) : NULL;

  if (focus != NULL && !gtk_widget_is_ancestor (focus, GTK_WIDGET (self)))
    focus = NULL;

  g_set_weak_pointer (&self->focus, focus);
}

/**
 * latchkey_account_view_restore_focus:
 * @self: a view that is on the screen again
 *
 * Gives the keyboard back to where it was, with what is selected there as it was.
 *
 * Returns: whether there was such a place
 */
gboolean
latchkey_account_view_restore_focus (LatchkeyAccountView *self)
{
  GtkWidget *focus;

  g_return_val_if_fail (LATCHKEY_IS_ACCOUNT_VIEW (self), FALSE);

  focus = self->focus;

  if (focus == NULL || !gtk_widget_is_ancestor (focus, GTK_WIDGET (self))
      || !gtk_widget_is_sensitive (focus))
    return FALSE;

  /* Grabbing it would select everything. */
  gtk_root_set_focus (gtk_widget_get_root (GTK_WIDGET (self)), focus);

  return TRUE;
}
