#pragma once

#include "latchkey-banner.h"
#include "latchkey-busy.h"
#include "latchkey-countdown.h"
#include "latchkey-field-row.h"
#include "latchkey-forgotten-password-dialog.h"
#include "latchkey-new-password.h"
#include "latchkey-password-reset.h"

G_BEGIN_DECLS

struct _LatchkeyForgottenPasswordDialog
{
  AdwWindow parent_instance;

  GtkWidget *back_button;
  GtkLabel *back_label;
  GtkWidget *go_button;
  GtkLabel *go_label;
  LatchkeyBusy *busy;
  GtkScrolledWindow *scroller;
  LatchkeyBanner *banner;
  GtkLabel *explanation;
  GtkWidget *form;
  LatchkeyFieldRow *email_row;
  GtkWidget *email;
  LatchkeyFieldRow *link_row;
  GtkPasswordEntry *link;
  GtkWidget *same_row;
  GtkSwitch *same;
  GtkWidget *have_link_button;
  GtkWidget *another_button;
  GtkWidget *choice;
  LatchkeyNewPassword *new_password;
  GtkWidget *stay_row;
  GtkSwitch *stay;
  AdwStatusPage *status_page;
  GtkWidget *status_button;
  GtkLabel *status_label;

  LatchkeyVault *vault;
  LatchkeyPasswordReset *reset;
  LatchkeyCountdown *countdown;
  LatchkeyPasswordResetState drawn;
  /* The other server that the link names, as long as the person did not say that it is this one. */
  char *elsewhere;
  /* A link brought the person here: there is no first step to go back to. */
  gboolean for_link;
};

gboolean latchkey_forgotten_password_dialog_can_go_back (LatchkeyForgottenPasswordDialog *self);
gboolean latchkey_forgotten_password_dialog_has_to_wait (LatchkeyForgottenPasswordDialog *self);
void latchkey_forgotten_password_dialog_draw (LatchkeyForgottenPasswordDialog *self);
void latchkey_forgotten_password_dialog_draw_link (LatchkeyForgottenPasswordDialog *self);
void latchkey_forgotten_password_dialog_draw_seconds (LatchkeyForgottenPasswordDialog *self);
void latchkey_forgotten_password_dialog_focus (LatchkeyForgottenPasswordDialog *self);

G_END_DECLS
