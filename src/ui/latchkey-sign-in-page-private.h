#pragma once

#include "latchkey-banner.h"
#include "latchkey-check-view.h"
#include "latchkey-countdown.h"
#include "latchkey-field-row.h"
#include "latchkey-server-look.h"
#include "latchkey-sign-in-offers.h"
#include "latchkey-sign-in-page.h"
#include "latchkey-sign-in.h"
#include "latchkey-task-button.h"

G_BEGIN_DECLS

struct _LatchkeySignInPage
{
  AdwBin parent_instance;

  LatchkeyBanner *banner;
  GtkWidget *form;
  LatchkeyFieldRow *server_row;
  LatchkeyFieldRow *email_row;
  LatchkeyFieldRow *password_row;
  GtkWidget *server;
  GtkWidget *email;
  GtkWidget *password;
  GtkSwitch *stay;
  GtkWidget *stay_row;
  LatchkeyTaskButton *button;
  GtkWidget *oidc_button;
  LatchkeyCheckView *check_view;
  LatchkeySignInOffers *offers;
  GtkWidget *lost_button;

  LatchkeyVault *vault;
  GSettings *settings;
  LatchkeyServerLook *look;
  /* Whether a sign-in went to the server that was looked at. */
  gboolean was_used;
  LatchkeySignIn *sign_in;
  GtkWindow *question;
  /* What the person wants to do with a server that does not encrypt, once that is agreed to. */
  void (*agreed) (LatchkeySignInPage *self);
  /* Whether what the address field says next was pasted into it. */
  gboolean pasted;
  guint pasted_source;
  /* What was in a mail for a forgotten password, until its server answered. */
  HomeboxLink *reset_link;
  /* Why nothing was sent to a server, when that is up to the person. */
  GError *not_trusted;
  /* Until the server may be asked again. */
  LatchkeyCountdown *countdown;
};

void latchkey_sign_in_page_clear_problems (LatchkeySignInPage *self);
void latchkey_sign_in_page_succeed (LatchkeySignInPage *self, LatchkeyConnection *connection);
void latchkey_sign_in_page_ask_about_plain_http (LatchkeySignInPage *self,
                                                 const char *server,
                                                 HomeboxReach reach,
                                                 GCallback agreed);
void latchkey_sign_in_page_look_at_server (LatchkeySignInPage *self);

/* The other ways in, in latchkey-sign-in-page-ways.c. */
void latchkey_sign_in_page_start_oidc (LatchkeySignInPage *self);
void latchkey_sign_in_page_use_api_key (LatchkeySignInPage *self);
void latchkey_sign_in_page_use_demo_account (LatchkeySignInPage *self,
                                             const char *email,
                                             HomeboxSecret *password);
void latchkey_sign_in_page_forgot_password (LatchkeySignInPage *self);
void latchkey_sign_in_page_create_account (LatchkeySignInPage *self);
gboolean latchkey_sign_in_page_take_link (LatchkeySignInPage *self);

G_END_DECLS
