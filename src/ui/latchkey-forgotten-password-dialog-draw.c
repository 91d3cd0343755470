#include "latchkey-forgotten-password-dialog-private.h"

#include "latchkey-account.h"
#include "latchkey-form.h"
#include "latchkey-password-reset-words.h"

#include <glib/gi18n-lib.h>

gboolean
latchkey_forgotten_password_dialog_has_to_wait (LatchkeyForgottenPasswordDialog *self)
{
  return latchkey_countdown_get_seconds (self->countdown) > 0;
}

/* Whether it is the second step: what came in the mail, and a new password. */
static gboolean
is_second_step (LatchkeyForgottenPasswordDialog *self)
{
  switch (latchkey_password_reset_get_state (self->reset))
    {
    case LATCHKEY_PASSWORD_RESET_WANTS_LINK:
    case LATCHKEY_PASSWORD_RESET_REDEEMING:
    case LATCHKEY_PASSWORD_RESET_UNKNOWN:
    case LATCHKEY_PASSWORD_RESET_FINDING_OUT:
    case LATCHKEY_PASSWORD_RESET_KEEPING:
    case LATCHKEY_PASSWORD_RESET_SET:
    case LATCHKEY_PASSWORD_RESET_DONE:
      return TRUE;
    case LATCHKEY_PASSWORD_RESET_REQUESTING:
      return gtk_widget_get_visible (self->choice);
    case LATCHKEY_PASSWORD_RESET_WANTS_EMAIL:
    case LATCHKEY_PASSWORD_RESET_PROBING:
    case LATCHKEY_PASSWORD_RESET_NOT_ASKED:
    case LATCHKEY_PASSWORD_RESET_NOT_OFFERED:
    default:
      return FALSE;
    }
}

gboolean
latchkey_forgotten_password_dialog_can_go_back (LatchkeyForgottenPasswordDialog *self)
{
  return !self->for_link
         && latchkey_password_reset_get_state (self->reset) == LATCHKEY_PASSWORD_RESET_WANTS_LINK;
}

/* The name that is read aloud must not have the mnemonic's mark in it. */
static void
set_button (GtkWidget *button, GtkLabel *label, const char *text)
{
  gtk_label_set_text_with_mnemonic (label, text);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  gtk_label_get_text (label),
                                  -1);
}

static const char *
get_busy_words (LatchkeyForgottenPasswordDialog *self)
{
  switch (latchkey_password_reset_get_state (self->reset))
    {
    case LATCHKEY_PASSWORD_RESET_REDEEMING:
      return _("Setting the new password");
    case LATCHKEY_PASSWORD_RESET_FINDING_OUT:
    case LATCHKEY_PASSWORD_RESET_KEEPING:
      return _("Signing in");
    default:
      return _("Asking the server");
    }
}

static void
draw_status (LatchkeyForgottenPasswordDialog *self)
{
  g_autofree char *waiting = latchkey_countdown_dup_text (self->countdown);
  LatchkeyPasswordResetStatus status = { 0 };
  gboolean shown = latchkey_password_reset_words_status (self->reset, &status);
  g_autofree char *description = status.description;
  g_autofree char *text = NULL;
  g_autofree char *markup = NULL;
  const char *back;

  if (shown)
    latchkey_form_release_focus (GTK_WIDGET (self->scroller));

  /* Not in a stack: assistive technology would see the page that is not shown. */
  gtk_widget_set_visible (GTK_WIDGET (self->scroller), !shown);
  gtk_widget_set_visible (GTK_WIDGET (self->status_page), shown);

  if (latchkey_forgotten_password_dialog_can_go_back (self))
    back = _("_Back");
  else
    back = shown && !latchkey_password_reset_is_working (self->reset) ? _("_Close") : _("_Cancel");

  set_button (self->back_button, self->back_label, back);

  if (!shown)
    return;

  text = g_strjoin ("\n", description, waiting, NULL);
  markup = g_markup_escape_text (text, -1);
  adw_status_page_set_icon_name (self->status_page, status.icon_name);
  adw_status_page_set_title (self->status_page, status.title);
  adw_status_page_set_description (self->status_page, markup);
  gtk_widget_set_visible (self->status_button, status.button != NULL);
  set_button (self->status_button,
              self->status_label,
              status.button != NULL ? status.button : "");
}

static void
draw_message (LatchkeyForgottenPasswordDialog *self)
{
  g_autofree char *waiting = latchkey_countdown_dup_text (self->countdown);
  g_autofree char *message = latchkey_password_reset_words_message (self->reset);
  gboolean problem = waiting != NULL || latchkey_password_reset_get_error (self->reset) != NULL;

  if (waiting == NULL && message == NULL)
    {
      latchkey_banner_dismiss (self->banner);
      return;
    }

  latchkey_banner_tell (self->banner,
                        problem ? LATCHKEY_BANNER_PROBLEM : LATCHKEY_BANNER_INFORMATION,
                        waiting != NULL ? waiting : message,
                        NULL);
}

static void
draw_buttons (LatchkeyForgottenPasswordDialog *self)
{
  gboolean ready = !latchkey_password_reset_is_working (self->reset)
                   && !latchkey_forgotten_password_dialog_has_to_wait (self);

  gtk_widget_set_sensitive (self->go_button, ready);
  gtk_widget_set_sensitive (self->another_button, ready);
  gtk_widget_set_sensitive (self->have_link_button,
                            latchkey_password_reset_get_state (self->reset)
                              != LATCHKEY_PASSWORD_RESET_REQUESTING);
  gtk_widget_set_sensitive (self->status_button, ready);
}

/* That it may be another server is said until the person says that it is not. */
void
latchkey_forgotten_password_dialog_draw_link (LatchkeyForgottenPasswordDialog *self)
{
  HomeboxClient *client = latchkey_password_reset_get_client (self->reset);
  g_autofree char *here = latchkey_account_dup_address_label (homebox_client_get_base_uri (client));
  g_autofree char *problem = NULL;

  gtk_widget_set_visible (self->same_row, is_second_step (self) && self->elsewhere != NULL);

  if (self->elsewhere == NULL || gtk_switch_get_active (self->same))
    return;

  /* Translators: both are addresses of servers, such as home.example.org */
  problem = g_strdup_printf (_("This link is from %1$s, and this is about %2$s."),
                             self->elsewhere,
                             here);
  latchkey_field_row_set_problem (self->link_row, problem);
}

/* Leads the keyboard to what comes next in this state. */
void
latchkey_forgotten_password_dialog_focus (LatchkeyForgottenPasswordDialog *self)
{
  switch (latchkey_password_reset_get_state (self->reset))
    {
    case LATCHKEY_PASSWORD_RESET_WANTS_EMAIL:
      gtk_widget_grab_focus (self->email);
      break;
    case LATCHKEY_PASSWORD_RESET_WANTS_LINK:
      if (latchkey_password_reset_words_email_problem (self->reset) != NULL)
        gtk_widget_grab_focus (self->email);
      else if (latchkey_password_reset_words_new_problem (self->reset) != NULL)
        gtk_widget_grab_focus (GTK_WIDGET (self->new_password));
      else
        gtk_widget_grab_focus (GTK_WIDGET (self->link));
      break;
    case LATCHKEY_PASSWORD_RESET_NOT_ASKED:
    case LATCHKEY_PASSWORD_RESET_UNKNOWN:
    case LATCHKEY_PASSWORD_RESET_SET:
      gtk_widget_grab_focus (self->status_button);
      break;
    case LATCHKEY_PASSWORD_RESET_PROBING:
      /* The person may be typing already. */
      if (gtk_widget_get_visible (GTK_WIDGET (self->scroller)))
        gtk_widget_grab_focus (self->email);
      break;
    case LATCHKEY_PASSWORD_RESET_NOT_OFFERED:
    case LATCHKEY_PASSWORD_RESET_REQUESTING:
    case LATCHKEY_PASSWORD_RESET_REDEEMING:
    case LATCHKEY_PASSWORD_RESET_FINDING_OUT:
    case LATCHKEY_PASSWORD_RESET_KEEPING:
    case LATCHKEY_PASSWORD_RESET_DONE:
    default:
      gtk_widget_grab_focus (self->back_button);
      break;
    }
}

/* The one place where a state becomes what is on the screen. */
void
latchkey_forgotten_password_dialog_draw (LatchkeyForgottenPasswordDialog *self)
{
  LatchkeyPasswordResetState state = latchkey_password_reset_get_state (self->reset);
  gboolean working = latchkey_password_reset_is_working (self->reset);
  gboolean second = is_second_step (self);

  latchkey_form_set_sensitive (self->form,
                               !working || state == LATCHKEY_PASSWORD_RESET_PROBING);
  draw_status (self);

  gtk_label_set_label (self->explanation,
                       second ? _("Paste the link from the mail and choose a new password. Your "
                                  "other devices will have to sign in again; API keys stay.")
                              : _("The server can mail you a link that lets you choose a new "
                                  "password."));
  gtk_widget_set_visible (GTK_WIDGET (self->link_row), second);
  gtk_widget_set_visible (self->choice, second);
  gtk_widget_set_visible (self->another_button, second);
  gtk_widget_set_visible (self->have_link_button, !second);

  set_button (self->go_button, self->go_label, second ? _("_Set Password") : _("_Send Mail"));
  draw_buttons (self);

  latchkey_busy_set_label (self->busy, get_busy_words (self));
  latchkey_busy_set_busy (self->busy, working);

  draw_message (self);
  latchkey_field_row_set_problem (self->email_row,
                                  latchkey_password_reset_words_email_problem (self->reset));
  latchkey_field_row_set_problem (self->link_row,
                                  latchkey_password_reset_words_link_problem (self->reset));
  latchkey_new_password_set_problem (self->new_password,
                                     latchkey_password_reset_words_new_problem (self->reset));
  latchkey_forgotten_password_dialog_draw_link (self);
}

/* The same, when nothing but how long to wait is another. */
void
latchkey_forgotten_password_dialog_draw_seconds (LatchkeyForgottenPasswordDialog *self)
{
  draw_status (self);
  draw_message (self);
  draw_buttons (self);
}
