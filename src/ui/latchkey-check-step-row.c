#include "latchkey-check-step-row.h"

#include "latchkey-check-words.h"

struct _LatchkeyCheckStepRow
{
  GtkListBoxRow parent_instance;

  HomeboxCheckStep *step;
  GtkImage *icon;
  GtkLabel *problem;
};

G_DEFINE_FINAL_TYPE (LatchkeyCheckStepRow, latchkey_check_step_row, GTK_TYPE_LIST_BOX_ROW)

/**
 * latchkey_check_step_row_get_icon_name:
 * @state: how a step is doing
 *
 * Returns: the name of a symbolic icon
 */
const char *
latchkey_check_step_row_get_icon_name (HomeboxCheckState state)
{
  switch (state)
    {
    case HOMEBOX_CHECK_DONE:
      return "emblem-ok-symbolic";
    case HOMEBOX_CHECK_FAILED:
      return "dialog-warning-symbolic";
    case HOMEBOX_CHECK_RUNNING:
      return "content-loading-symbolic";
    case HOMEBOX_CHECK_WAITING:
    case HOMEBOX_CHECK_SKIPPED:
    default:
      return "list-remove-symbolic";
    }
}

static void
draw (LatchkeyCheckStepRow *self)
{
  HomeboxCheckState state = homebox_check_step_get_state (self->step);
  const GError *error = homebox_check_step_get_error (self->step);
  const char *words = latchkey_check_words_get_state (state);

  gtk_image_set_from_icon_name (self->icon, latchkey_check_step_row_get_icon_name (state));
  gtk_label_set_text (self->problem, error != NULL ? error->message : "");
  gtk_widget_set_visible (GTK_WIDGET (self->problem), error != NULL);
  gtk_accessible_update_property (
    GTK_ACCESSIBLE (self),
    GTK_ACCESSIBLE_PROPERTY_LABEL,
    latchkey_check_words_get_title (homebox_check_step_get_kind (self->step)),
    GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
    words,
    -1);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self), words);
}

static void
latchkey_check_step_row_dispose (GObject *object)
{
  g_clear_object (&LATCHKEY_CHECK_STEP_ROW (object)->step);

  G_OBJECT_CLASS (latchkey_check_step_row_parent_class)->dispose (object);
}

static void
latchkey_check_step_row_class_init (LatchkeyCheckStepRowClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = latchkey_check_step_row_dispose;
}

static void
latchkey_check_step_row_init (LatchkeyCheckStepRow *self)
{
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (self), FALSE);
  gtk_widget_set_focusable (GTK_WIDGET (self), FALSE);
  gtk_widget_add_css_class (GTK_WIDGET (self), "account");
}

static GtkWidget *
make_label (const char *text)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);

  return label;
}

/**
 * latchkey_check_step_row_new:
 * @step: a step
 *
 * Returns: (transfer floating): a row that shows @step
 */
GtkWidget *
latchkey_check_step_row_new (HomeboxCheckStep *step)
{
  LatchkeyCheckStepRow *self = g_object_new (LATCHKEY_TYPE_CHECK_STEP_ROW, NULL);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *column = gtk_box_new (GTK_ORIENTATION_VERTICAL, 3);
  GtkWidget *icon = gtk_image_new ();
  GtkWidget *title
    = make_label (latchkey_check_words_get_title (homebox_check_step_get_kind (step)));
  GtkWidget *problem = make_label (NULL);

  self->step = g_object_ref (step);
  self->icon = GTK_IMAGE (icon);
  self->problem = GTK_LABEL (problem);
  gtk_widget_add_css_class (problem, "caption");
  gtk_widget_set_valign (icon, GTK_ALIGN_START);
  gtk_box_append (GTK_BOX (column), title);
  gtk_box_append (GTK_BOX (column), problem);
  gtk_box_append (GTK_BOX (box), icon);
  gtk_box_append (GTK_BOX (box), column);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (self), box);
  g_signal_connect_object (step, "notify", G_CALLBACK (draw), self, G_CONNECT_SWAPPED);
  draw (self);

  return GTK_WIDGET (self);
}
