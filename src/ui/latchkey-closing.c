#include "latchkey-closing.h"

#include "latchkey-dialogs.h"
#include "latchkey-unsaved-question.h"

struct _LatchkeyClosing
{
  GObject parent_instance;

  /* Which owns this. */
  GtkWindow *window;
  LatchkeyAccountViews *views;
  gboolean close_when_saved;
  gboolean discard_edits;
};

G_DEFINE_FINAL_TYPE (LatchkeyClosing, latchkey_closing, G_TYPE_OBJECT)

enum
{
  STOPPED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static void
page_saved (LatchkeyClosing *self)
{
  /* Which asks again about what is left. */
  if (self->close_when_saved && self->window != NULL)
    gtk_window_close (self->window);
}

static void
page_not_saved (LatchkeyClosing *self, LatchkeyPage *page, LatchkeyAccountView *view)
{
  if (!self->close_when_saved)
    return;

  self->close_when_saved = FALSE;
  g_signal_emit (self, signals[STOPPED], 0, view, page);
}

static void
view_added (LatchkeyClosing *self, LatchkeyAccountView *view)
{
  g_signal_connect_object (view, "saved", G_CALLBACK (page_saved), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (view, "not-saved", G_CALLBACK (page_not_saved), self, G_CONNECT_SWAPPED);
}

static void
save_all (LatchkeyClosing *self)
{
  g_autoptr (GPtrArray) pages = latchkey_account_views_list_edited (self->views);

  for (guint i = 0; i < pages->len; i++)
    if (latchkey_page_can_save (g_ptr_array_index (pages, i)))
      {
        self->close_when_saved = TRUE;
        latchkey_page_save (g_ptr_array_index (pages, i));
      }
}

static void
answered (GtkWindow *dialog, const char *response, LatchkeyClosing *self)
{
  latchkey_dialogs_detach (dialog);

  if (g_str_equal (response, LATCHKEY_UNSAVED_DISCARD))
    {
      self->discard_edits = TRUE;
      gtk_window_close (self->window);
      self->discard_edits = FALSE;
    }
  else if (g_str_equal (response, LATCHKEY_UNSAVED_SAVE))
    {
      save_all (self);
    }
}

static void
ask (LatchkeyClosing *self, GPtrArray *pages)
{
  GtkWindow *dialog = latchkey_unsaved_question_new (pages);

  g_signal_connect_object (dialog, "response", G_CALLBACK (answered), self, 0);
  latchkey_dialogs_present (dialog, GTK_WIDGET (self->window));
}

static void
latchkey_closing_dispose (GObject *object)
{
  LatchkeyClosing *self = LATCHKEY_CLOSING (object);

  g_clear_weak_pointer (&self->window);
  g_clear_object (&self->views);

  G_OBJECT_CLASS (latchkey_closing_parent_class)->dispose (object);
}

static void
latchkey_closing_class_init (LatchkeyClosingClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = latchkey_closing_dispose;

  signals[STOPPED] = g_signal_new ("stopped",
                                   LATCHKEY_TYPE_CLOSING,
                                   G_SIGNAL_RUN_LAST,
                                   0,
                                   NULL,
                                   NULL,
                                   NULL,
                                   G_TYPE_NONE,
                                   2,
                                   LATCHKEY_TYPE_ACCOUNT_VIEW,
                                   LATCHKEY_TYPE_PAGE);
}

static void
latchkey_closing_init (LatchkeyClosing *self)
{
}

/**
 * latchkey_closing_new:
 * @window: the window; no reference is kept
 * @views: the accounts that it shows; none yet
 *
 * Returns: (transfer full): a new object
 */
LatchkeyClosing *
latchkey_closing_new (GtkWindow *window, LatchkeyAccountViews *views)
{
  LatchkeyClosing *self;

  g_return_val_if_fail (GTK_IS_WINDOW (window), NULL);
  g_return_val_if_fail (LATCHKEY_IS_ACCOUNT_VIEWS (views), NULL);

  self = g_object_new (LATCHKEY_TYPE_CLOSING, NULL);
  g_set_weak_pointer (&self->window, window);
  self->views = g_object_ref (views);
  g_signal_connect_object (views, "added", G_CALLBACK (view_added), self, G_CONNECT_SWAPPED);

  return self;
}

/**
 * latchkey_closing_begin:
 * @self: what comes before the window closes
 *
 * Somebody wants to close the window. If something keeps it from that, the window is closed again
 * when that is over.
 *
 * Returns: whether it may go now
 */
gboolean
latchkey_closing_begin (LatchkeyClosing *self)
{
  g_autoptr (GPtrArray) pages = NULL;

  g_return_val_if_fail (LATCHKEY_IS_CLOSING (self), TRUE);

  if (self->discard_edits)
    return TRUE;

  self->close_when_saved = latchkey_account_views_is_saving (self->views);

  if (self->close_when_saved)
    return FALSE;

  pages = latchkey_account_views_list_edited (self->views);

  if (pages->len > 0)
    ask (self, pages);

  return pages->len == 0;
}
