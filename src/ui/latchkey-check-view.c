#include "latchkey-check-view.h"

#include "latchkey-check-report.h"
#include "latchkey-check-step-row.h"
#include "latchkey-check-words.h"

#include <glib/gi18n.h>

/* What takes less does not flicker. In milliseconds. */
#define PATIENCE 500

struct _LatchkeyCheckView
{
  GtkBox parent_instance;

  GtkListBox *list;
  GtkImage *icon;
  GtkLabel *summary;
  GtkLabel *address;
  GtkToggleButton *details;
  GtkLabel *fix;
  GtkWidget *buttons;
  GtkWidget *use_button;
  GtkLabel *use_label;
  GtkWidget *trust_button;
  GtkWidget *copy_button;

  HomeboxServerCheck *check;
  GtkWidget *rows[HOMEBOX_CHECK_N_STEPS];

  /* Whether what the check says is about what is typed now. */
  gboolean is_told;
  gboolean is_slow;
  gboolean offers_trust;
  guint patience_source;
};

G_DEFINE_FINAL_TYPE (LatchkeyCheckView, latchkey_check_view, GTK_TYPE_BOX)

enum
{
  TRY,
  TRUST,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static HomeboxCheckState
get_state (LatchkeyCheckView *self)
{
  if (homebox_server_check_get_running (self->check))
    return HOMEBOX_CHECK_RUNNING;

  return homebox_server_check_get_server_info (self->check) != NULL ? HOMEBOX_CHECK_DONE
                                                                    : HOMEBOX_CHECK_FAILED;
}

/* The step that there is something to say about: the one that failed, or the last one. */
static HomeboxCheckStep *
get_telling_step (LatchkeyCheckView *self)
{
  HomeboxCheckStep *failed = homebox_server_check_get_failed_step (self->check);

  return failed != NULL ? failed
                        : homebox_server_check_get_step (self->check, HOMEBOX_CHECK_OFFERS);
}

static void
draw_fix (LatchkeyCheckView *self, HomeboxCheckState state)
{
  HomeboxCheckStep *step = get_telling_step (self);
  const char *suggestion = homebox_check_step_get_suggestion (step);
  g_autofree char *fix = latchkey_check_words_dup_fix (step);
  g_autofree char *use = NULL;

  gtk_label_set_text (self->fix, fix != NULL ? fix : "");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->fix),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  fix != NULL ? fix : "",
                                  -1);
  gtk_widget_set_visible (GTK_WIDGET (self->fix), fix != NULL && state != HOMEBOX_CHECK_RUNNING);
  gtk_widget_set_visible (self->buttons, state == HOMEBOX_CHECK_FAILED);

  if (suggestion != NULL)
    /* Translators: what a button does; %s is the address of a server. */
    use = g_strdup_printf (_("Try %s"), suggestion);

  gtk_widget_set_visible (self->trust_button,
                          self->offers_trust
                            && homebox_check_step_get_fix (step) == HOMEBOX_CHECK_FIX_TRUST);
  gtk_widget_set_visible (self->use_button, use != NULL);
  gtk_label_set_text (self->use_label, use != NULL ? use : "");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->use_button),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  use != NULL ? use : "",
                                  -1);
}

/* The one place that says how the view looks. */
static void
draw (LatchkeyCheckView *self)
{
  HomeboxCheckState state = get_state (self);
  g_autofree char *summary = latchkey_check_words_dup_summary (self->check);
  const char *address = homebox_server_check_get_base_uri (self->check);
  gboolean is_open = gtk_toggle_button_get_active (self->details)
                     || state != HOMEBOX_CHECK_DONE;

  gtk_image_set_from_icon_name (self->icon, latchkey_check_step_row_get_icon_name (state));
  gtk_label_set_text (self->summary, summary);
  gtk_label_set_text (self->address, address != NULL ? address : "");
  gtk_widget_set_visible (GTK_WIDGET (self->address), address != NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->details), state == HOMEBOX_CHECK_DONE);

  for (guint i = 0; i < HOMEBOX_CHECK_N_STEPS; i++)
    gtk_widget_set_visible (self->rows[i], is_open);

  draw_fix (self, state);
  gtk_widget_set_visible (GTK_WIDGET (self),
                          self->is_told && (state != HOMEBOX_CHECK_RUNNING || self->is_slow));
}

static gboolean
on_patience_over (gpointer user_data)
{
  LatchkeyCheckView *self = user_data;

  self->patience_source = 0;
  self->is_slow = TRUE;
  draw (self);

  return G_SOURCE_REMOVE;
}

static void
running_changed (LatchkeyCheckView *self)
{
  g_clear_handle_id (&self->patience_source, g_source_remove);
  self->is_slow = FALSE;

  if (homebox_server_check_get_running (self->check))
    {
      self->is_told = TRUE;
      gtk_toggle_button_set_active (self->details, FALSE);
      self->patience_source = g_timeout_add (PATIENCE, on_patience_over, self);
    }

  draw (self);
}

static void
use_suggestion (LatchkeyCheckView *self)
{
  g_autofree char *suggestion
    = g_strdup (homebox_check_step_get_suggestion (get_telling_step (self)));

  g_signal_emit (self, signals[TRY], 0, suggestion);
}

static void
retry (LatchkeyCheckView *self)
{
  g_signal_emit (self, signals[TRY], 0, NULL);
}

static void
trust (LatchkeyCheckView *self)
{
  g_signal_emit (self, signals[TRUST], 0);
}

static void
copy_report (LatchkeyCheckView *self)
{
  g_autofree char *report = latchkey_check_report_dup (self->check);

  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), report);
}

static void
latchkey_check_view_dispose (GObject *object)
{
  LatchkeyCheckView *self = LATCHKEY_CHECK_VIEW (object);

  g_clear_handle_id (&self->patience_source, g_source_remove);

  if (self->check != NULL)
    g_signal_handlers_disconnect_by_data (self->check, self);

  g_clear_object (&self->check);
  gtk_widget_dispose_template (GTK_WIDGET (self), LATCHKEY_TYPE_CHECK_VIEW);

  G_OBJECT_CLASS (latchkey_check_view_parent_class)->dispose (object);
}

static void
latchkey_check_view_class_init (LatchkeyCheckViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = latchkey_check_view_dispose;

  signals[TRY] = g_signal_new ("try",
                               G_TYPE_FROM_CLASS (klass),
                               G_SIGNAL_RUN_LAST,
                               0,
                               NULL,
                               NULL,
                               NULL,
                               G_TYPE_NONE,
                               1,
                               G_TYPE_STRING);
  signals[TRUST] = g_signal_new ("trust",
                                 G_TYPE_FROM_CLASS (klass),
                                 G_SIGNAL_RUN_LAST,
                                 0,
                                 NULL,
                                 NULL,
                                 NULL,
                                 G_TYPE_NONE,
                                 0);

  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/latchkey_app/Latchkey/ui/latchkey-check-view.ui");
  gtk_widget_class_bind_template_child (widget_class, LatchkeyCheckView, list);
  gtk_widget_class_bind_template_child (widget_class, LatchkeyCheckView, icon);
  gtk_widget_class_bind_template_child (widget_class, LatchkeyCheckView, summary);
  gtk_widget_class_bind_template_child (widget_class, LatchkeyCheckView, address);
  gtk_widget_class_bind_template_child (widget_class, LatchkeyCheckView, details);
  gtk_widget_class_bind_template_child (widget_class, LatchkeyCheckView, fix);
  gtk_widget_class_bind_template_child (widget_class, LatchkeyCheckView, buttons);
  gtk_widget_class_bind_template_child (widget_class, LatchkeyCheckView, use_button);
  gtk_widget_class_bind_template_child (widget_class, LatchkeyCheckView, use_label);
  gtk_widget_class_bind_template_child (widget_class, LatchkeyCheckView, trust_button);
  gtk_widget_class_bind_template_child (widget_class, LatchkeyCheckView, copy_button);
  gtk_widget_class_bind_template_callback (widget_class, copy_report);
  gtk_widget_class_bind_template_callback (widget_class, draw);
  gtk_widget_class_bind_template_callback (widget_class, retry);
  gtk_widget_class_bind_template_callback (widget_class, trust);
  gtk_widget_class_bind_template_callback (widget_class, use_suggestion);
}

static void
latchkey_check_view_init (LatchkeyCheckView *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * latchkey_check_view_set_check:
 * @self: a view without a check
 * @check: a check
 *
 * Shows how @check goes, from its next run on.
 */
void
latchkey_check_view_set_check (LatchkeyCheckView *self, HomeboxServerCheck *check)
{
  g_return_if_fail (LATCHKEY_IS_CHECK_VIEW (self));
  g_return_if_fail (HOMEBOX_IS_SERVER_CHECK (check));
  g_return_if_fail (self->check == NULL);

  self->check = g_object_ref (check);

  for (guint i = 0; i < HOMEBOX_CHECK_N_STEPS; i++)
    {
      HomeboxCheckStep *step = homebox_server_check_get_step (check, (HomeboxCheckKind) i);

      self->rows[i] = latchkey_check_step_row_new (step);
      gtk_list_box_append (self->list, self->rows[i]);
    }

  g_signal_connect_swapped (check, "notify::running", G_CALLBACK (running_changed), self);
  g_signal_connect_swapped (check, "notify::base-uri", G_CALLBACK (draw), self);
  draw (self);
}

/**
 * latchkey_check_view_offer_trust:
 * @self: a view
 *
 * Gives a certificate that is not trusted a button, for whoever listens to the signal `trust` and
 * does not say elsewhere what is wrong with it.
 */
void
latchkey_check_view_offer_trust (LatchkeyCheckView *self)
{
  g_return_if_fail (LATCHKEY_IS_CHECK_VIEW (self));

  self->offers_trust = TRUE;
}

/**
 * latchkey_check_view_dismiss:
 * @self: a view
 *
 * Hides it until the next run: another address is being typed.
 */
void
latchkey_check_view_dismiss (LatchkeyCheckView *self)
{
  g_return_if_fail (LATCHKEY_IS_CHECK_VIEW (self));

  self->is_told = FALSE;
  draw (self);
}
