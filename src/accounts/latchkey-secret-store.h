#pragma once

#include "homebox-token.h"
#include "latchkey-account.h"
#include "latchkey-found-secret.h"

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * LatchkeySecretError:
 * @LATCHKEY_SECRET_ERROR_NO_SERVICE: there is no keyring service
 * @LATCHKEY_SECRET_ERROR_NO_KEYRING: the service is there, but no keyring was ever made
 * @LATCHKEY_SECRET_ERROR_LOCKED: the keyring is locked and could not be unlocked here
 * @LATCHKEY_SECRET_ERROR_DISMISSED: the person closed the unlock prompt
 * @LATCHKEY_SECRET_ERROR_NO_ANSWER: the unlock prompt was not answered in time
 * @LATCHKEY_SECRET_ERROR_GONE: the keyring is open, and holds nothing for that account
 * @LATCHKEY_SECRET_ERROR_UNREADABLE: there is an item, but no token can be read from it
 * @LATCHKEY_SECRET_ERROR_CANCELLED: the caller cancelled
 * @LATCHKEY_SECRET_ERROR_FAILED: the service failed otherwise
 *
 * Why a token could not be kept or found. Each carries a translated message that says what to do.
 */
typedef enum
{
  LATCHKEY_SECRET_ERROR_NO_SERVICE,
  LATCHKEY_SECRET_ERROR_NO_KEYRING,
  LATCHKEY_SECRET_ERROR_LOCKED,
  LATCHKEY_SECRET_ERROR_DISMISSED,
  LATCHKEY_SECRET_ERROR_NO_ANSWER,
  LATCHKEY_SECRET_ERROR_GONE,
  LATCHKEY_SECRET_ERROR_UNREADABLE,
  LATCHKEY_SECRET_ERROR_CANCELLED,
  LATCHKEY_SECRET_ERROR_FAILED,
} LatchkeySecretError;

#define LATCHKEY_SECRET_ERROR (latchkey_secret_error_quark ())

GQuark latchkey_secret_error_quark (void);
GError *latchkey_secret_error_new (LatchkeySecretError code);

#define LATCHKEY_TYPE_SECRET_STORE (latchkey_secret_store_get_type ())

/**
 * LatchkeySecretStore:
 *
 * Where the tokens of accounts are kept. #LatchkeyKeyring is the real one, #LatchkeyMemorySecrets
 * forgets everything when the program ends.
 *
 * An account with several addresses has one item, under its first one (`server`).
 *
 * Signal `unlocked`: a store that could not be asked without the person can be now: the keyring was
 * unlocked, by whatever program, or came up. What failed with %LATCHKEY_SECRET_ERROR_LOCKED,
 * %LATCHKEY_SECRET_ERROR_DISMISSED, %LATCHKEY_SECRET_ERROR_NO_ANSWER or
 * %LATCHKEY_SECRET_ERROR_NO_SERVICE is worth another attempt, which shows no prompt. It is also
 * emitted when our own prompt was answered, and never because one was dismissed.
 */
G_DECLARE_INTERFACE (LatchkeySecretStore, latchkey_secret_store, LATCHKEY, SECRET_STORE, GObject)

struct _LatchkeySecretStoreInterface
{
  GTypeInterface parent_interface;

  void (*lookup_async) (LatchkeySecretStore *self,
                        LatchkeyAccount *account,
                        GCancellable *cancellable,
                        GAsyncReadyCallback callback,
                        gpointer user_data);
  HomeboxToken *(*lookup_finish) (LatchkeySecretStore *self, GAsyncResult *result, GError **error);
  void (*store_async) (LatchkeySecretStore *self,
                       LatchkeyAccount *account,
                       HomeboxToken *token,
                       GCancellable *cancellable,
                       GAsyncReadyCallback callback,
                       gpointer user_data);
  gboolean (*store_finish) (LatchkeySecretStore *self, GAsyncResult *result, GError **error);
  void (*clear_async) (LatchkeySecretStore *self,
                       LatchkeyAccount *account,
                       GCancellable *cancellable,
                       GAsyncReadyCallback callback,
                       gpointer user_data);
  gboolean (*clear_finish) (LatchkeySecretStore *self, GAsyncResult *result, GError **error);
  void (*list_async) (LatchkeySecretStore *self,
                      GCancellable *cancellable,
                      GAsyncReadyCallback callback,
                      gpointer user_data);
  GPtrArray *(*list_finish) (LatchkeySecretStore *self, GAsyncResult *result, GError **error);
  void (*check_writable_async) (LatchkeySecretStore *self,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data);
  gboolean (*check_writable_finish) (LatchkeySecretStore *self,
                                     GAsyncResult *result,
                                     GError **error);
};

void latchkey_secret_store_lookup_async (LatchkeySecretStore *self,
                                         LatchkeyAccount *account,
                                         GCancellable *cancellable,
                                         GAsyncReadyCallback callback,
                                         gpointer user_data);
HomeboxToken *latchkey_secret_store_lookup_finish (LatchkeySecretStore *self,
                                                   GAsyncResult *result,
                                                   GError **error);
void latchkey_secret_store_store_async (LatchkeySecretStore *self,
                                        LatchkeyAccount *account,
                                        HomeboxToken *token,
                                        GCancellable *cancellable,
                                        GAsyncReadyCallback callback,
                                        gpointer user_data);
gboolean latchkey_secret_store_store_finish (LatchkeySecretStore *self,
                                             GAsyncResult *result,
                                             GError **error);
void latchkey_secret_store_clear_async (LatchkeySecretStore *self,
                                        LatchkeyAccount *account,
                                        GCancellable *cancellable,
                                        GAsyncReadyCallback callback,
                                        gpointer user_data);
gboolean latchkey_secret_store_clear_finish (LatchkeySecretStore *self,
                                             GAsyncResult *result,
                                             GError **error);

void latchkey_secret_store_list_async (LatchkeySecretStore *self,
                                       GCancellable *cancellable,
                                       GAsyncReadyCallback callback,
                                       gpointer user_data);
GPtrArray *latchkey_secret_store_list_finish (LatchkeySecretStore *self,
                                              GAsyncResult *result,
                                              GError **error);
void latchkey_secret_store_check_writable_async (LatchkeySecretStore *self,
                                                 GCancellable *cancellable,
                                                 GAsyncReadyCallback callback,
                                                 gpointer user_data);
gboolean latchkey_secret_store_check_writable_finish (LatchkeySecretStore *self,
                                                      GAsyncResult *result,
                                                      GError **error);

/* For the implementations. */
void latchkey_secret_store_emit_unlocked (LatchkeySecretStore *self);

G_END_DECLS
