#include "latchkey-page-switcher.h"

#include <glib/gi18n.h>

struct _LatchkeyPageSwitcher
{
  AdwBin parent_instance;

  AdwBin *bottom;
  AdwViewStack *stack;
  char *subtitle;
  guint reveal_source;
};

G_DEFINE_FINAL_TYPE (LatchkeyPageSwitcher, latchkey_page_switcher, ADW_TYPE_BIN)

static const char *
get_subtitle (LatchkeyPageSwitcher *self)
{
  return self->subtitle != NULL ? self->subtitle : "";
}

static void
show_title (LatchkeyPageSwitcher *self)
{
  if (ADW_IS_WINDOW_TITLE (adw_bin_get_child (ADW_BIN (self))))
    return;

  adw_bin_set_child (ADW_BIN (self), adw_window_title_new (_("Latchkey"), get_subtitle (self)));

  if (self->bottom != NULL)
    adw_bin_set_child (self->bottom, NULL);
}

static gboolean
reveal_bar (gpointer user_data)
{
  LatchkeyPageSwitcher *self = user_data;
  GtkWidget *title = adw_bin_get_child (ADW_BIN (self));
  GtkWidget *bar = self->bottom != NULL ? adw_bin_get_child (self->bottom) : NULL;

  self->reveal_source = 0;

  if (ADW_IS_VIEW_SWITCHER_TITLE (title) && ADW_IS_VIEW_SWITCHER_BAR (bar))
    adw_view_switcher_bar_set_reveal (
      ADW_VIEW_SWITCHER_BAR (bar),
      adw_view_switcher_title_get_title_visible (ADW_VIEW_SWITCHER_TITLE (title)));

  return G_SOURCE_REMOVE;
}

/* The title finds out while it is given its room, when it is too late for the bar to ask for some: it
 * would get none, and GTK warns. */
static void
reveal_bar_soon (LatchkeyPageSwitcher *self)
{
  if (self->reveal_source == 0)
    self->reveal_source = g_idle_add (reveal_bar, self);
}

static void
make_pages (LatchkeyPageSwitcher *self)
{
  GtkWidget *title = g_object_new (ADW_TYPE_VIEW_SWITCHER_TITLE,
                                   "title",
                                   _("Latchkey"),
                                   "subtitle",
                                   get_subtitle (self),
                                   NULL);

  adw_bin_set_child (ADW_BIN (self), title);

  if (self->bottom != NULL)
    {
      GtkWidget *bar = adw_view_switcher_bar_new ();

      g_signal_connect_object (title,
                               "notify::title-visible",
                               G_CALLBACK (reveal_bar_soon),
                               self,
                               G_CONNECT_SWAPPED);
      g_object_bind_property (title, "stack", bar, "stack", G_BINDING_SYNC_CREATE);
      adw_bin_set_child (self->bottom, bar);
      reveal_bar_soon (self);
    }
}

static void
show_pages (LatchkeyPageSwitcher *self)
{
  if (!ADW_IS_VIEW_SWITCHER_TITLE (adw_bin_get_child (ADW_BIN (self))))
    make_pages (self);

  adw_view_switcher_title_set_stack (
    ADW_VIEW_SWITCHER_TITLE (adw_bin_get_child (ADW_BIN (self))), self->stack);
}

static gboolean
has_pages (AdwViewStack *stack)
{
  g_autoptr (GtkSelectionModel) pages = adw_view_stack_get_pages (stack);

  return g_list_model_get_n_items (G_LIST_MODEL (pages)) > 1;
}

static void
latchkey_page_switcher_dispose (GObject *object)
{
  LatchkeyPageSwitcher *self = LATCHKEY_PAGE_SWITCHER (object);

  g_clear_handle_id (&self->reveal_source, g_source_remove);
  g_clear_object (&self->stack);
  g_clear_object (&self->bottom);

  G_OBJECT_CLASS (latchkey_page_switcher_parent_class)->dispose (object);
}

static void
latchkey_page_switcher_finalize (GObject *object)
{
  LatchkeyPageSwitcher *self = LATCHKEY_PAGE_SWITCHER (object);

  g_free (self->subtitle);

  G_OBJECT_CLASS (latchkey_page_switcher_parent_class)->finalize (object);
}

static void
latchkey_page_switcher_class_init (LatchkeyPageSwitcherClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = latchkey_page_switcher_dispose;
  object_class->finalize = latchkey_page_switcher_finalize;
}

static void
latchkey_page_switcher_init (LatchkeyPageSwitcher *self)
{
  show_title (self);
}

/**
 * latchkey_page_switcher_set_bottom:
 * @self: a switcher
 * @bottom: a bin at the bottom of the window
 *
 * Says where the pages are to be switched when the window is too narrow for them in the header.
 */
void
latchkey_page_switcher_set_bottom (LatchkeyPageSwitcher *self, AdwBin *bottom)
{
  g_return_if_fail (LATCHKEY_IS_PAGE_SWITCHER (self));

  g_set_object (&self->bottom, bottom);
}

/**
 * latchkey_page_switcher_set_stack:
 * @self: a switcher
 * @stack: (nullable): the pages of what is shown, or %NULL for something without pages
 *
 * Switches the pages of @stack from now on.
 */
void
latchkey_page_switcher_set_stack (LatchkeyPageSwitcher *self, AdwViewStack *stack)
{
  g_return_if_fail (LATCHKEY_IS_PAGE_SWITCHER (self));

  if (!g_set_object (&self->stack, stack))
    return;

  if (stack != NULL && has_pages (stack))
    show_pages (self);
  else
    show_title (self);
}

/**
 * latchkey_page_switcher_set_subtitle:
 * @self: a switcher
 * @subtitle: (nullable): what to say below the title
 *
 * Says more than the title.
 */
void
latchkey_page_switcher_set_subtitle (LatchkeyPageSwitcher *self, const char *subtitle)
{
  GtkWidget *title;

  g_return_if_fail (LATCHKEY_IS_PAGE_SWITCHER (self));

  g_free (self->subtitle);
  self->subtitle = g_strdup (subtitle);
  title = adw_bin_get_child (ADW_BIN (self));
  g_object_set (title, "subtitle", get_subtitle (self), NULL);
}
