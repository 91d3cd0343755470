#pragma once

#include "homebox-server-info.h"
#include "homebox-session.h"

G_BEGIN_DECLS

/**
 * HomeboxRegistrationState:
 * @HOMEBOX_REGISTRATION_IDLE: nothing is under way
 * @HOMEBOX_REGISTRATION_SENDING: the account is being made
 * @HOMEBOX_REGISTRATION_SIGNING_IN: it was made, and the person is being signed in
 * @HOMEBOX_REGISTRATION_LOOKING: no answer came; a sign-in finds out whether the account is there
 *
 * What a registration is doing.
 */
typedef enum
{
  HOMEBOX_REGISTRATION_IDLE,
  HOMEBOX_REGISTRATION_SENDING,
  HOMEBOX_REGISTRATION_SIGNING_IN,
  HOMEBOX_REGISTRATION_LOOKING,
} HomeboxRegistrationState;

#define HOMEBOX_TYPE_REGISTRATION_STATE (homebox_registration_state_get_type ())

GType homebox_registration_state_get_type (void);

/**
 * HomeboxRegistrationFate:
 * @HOMEBOX_REGISTRATION_NOT_MADE: there is no account: nothing was sent, or it was refused
 * @HOMEBOX_REGISTRATION_UNCERTAIN: it was sent, no answer came, and a sign-in could not be asked
 * @HOMEBOX_REGISTRATION_MADE: the account is there
 *
 * What is known of the account.
 */
typedef enum
{
  HOMEBOX_REGISTRATION_NOT_MADE,
  HOMEBOX_REGISTRATION_UNCERTAIN,
  HOMEBOX_REGISTRATION_MADE,
} HomeboxRegistrationFate;

#define HOMEBOX_TYPE_REGISTRATION_FATE (homebox_registration_fate_get_type ())

GType homebox_registration_fate_get_type (void);

#define HOMEBOX_TYPE_REGISTRATION (homebox_registration_get_type ())

/**
 * HomeboxRegistration:
 *
 * Makes an account on a server, and signs the person in.
 *
 * A refused registration leaves an empty home on the server that nobody can ever open, so
 * everything that can be known is checked before anything is sent, and it is sent once: a second
 * call while one is under way is refused, and after a lost answer the next call signs in to see
 * whether the account is there, before it sends anything again.
 *
 * Properties, read-only and notified: `state` (#HomeboxRegistrationState) and `fate`
 * (#HomeboxRegistrationFate). With %HOMEBOX_REGISTRATION_MADE and an error, the account is there
 * and only the sign-in failed: the sign-in page is where to go on.
 */
G_DECLARE_FINAL_TYPE (HomeboxRegistration, homebox_registration, HOMEBOX, REGISTRATION, GObject)

HomeboxRegistration *homebox_registration_new (HomeboxClient *client, HomeboxServerInfo *info);

HomeboxRegistrationState homebox_registration_get_state (HomeboxRegistration *self);
HomeboxRegistrationFate homebox_registration_get_fate (HomeboxRegistration *self);

gboolean homebox_registration_check_open (HomeboxServerInfo *info,
                                          gboolean is_invited,
                                          GError **error);
char *homebox_registration_normalize_name (const char *typed, gboolean is_invited, GError **error);

void homebox_registration_run_async (HomeboxRegistration *self,
                                     const char *name,
                                     const char *email,
                                     HomeboxSecret *password,
                                     HomeboxSecret *invitation,
                                     gboolean stay_signed_in,
                                     GCancellable *cancellable,
                                     GAsyncReadyCallback callback,
                                     gpointer user_data);
HomeboxSession *
homebox_registration_run_finish (HomeboxRegistration *self, GAsyncResult *result, GError **error);

G_END_DECLS
