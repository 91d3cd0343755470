#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/**
 * LATCHKEY_LOCK_ACCOUNTS:
 *
 * The lock under which the account file is replaced. #LatchkeyAccountStore takes it for the moment
 * of a write; nobody else does.
 */
#define LATCHKEY_LOCK_ACCOUNTS "accounts.lock"

/**
 * LATCHKEY_LOCK_REFRESH:
 *
 * The lock under which a token is exchanged for a new one. It may be held over a network request,
 * and %LATCHKEY_LOCK_ACCOUNTS is taken inside it, never the other way round.
 */
#define LATCHKEY_LOCK_REFRESH "refresh.lock"

/**
 * LATCHKEY_LOCK_PINS:
 *
 * The lock under which the list of trusted certificates is replaced. #LatchkeyPins takes it for the
 * moment of a write; nobody else does.
 */
#define LATCHKEY_LOCK_PINS "pins.lock"

/**
 * LatchkeyLock:
 *
 * A lock that one holder at a time has, in this process or any other of this computer: a file in
 * the data folder on which the kernel keeps a lock. The application is unique on a session bus
 * only, and a person may have several.
 *
 * It is free when latchkey_lock_release() was called or the process that holds it is gone, however
 * it ended. The file is empty, stays behind, and means nothing by itself.
 *
 * It does not count: who acquires it twice waits for itself.
 */
typedef struct _LatchkeyLock LatchkeyLock;

void latchkey_lock_acquire_async (GFile *folder,
                                  const char *name,
                                  guint milliseconds,
                                  GCancellable *cancellable,
                                  GAsyncReadyCallback callback,
                                  gpointer user_data);
LatchkeyLock *latchkey_lock_acquire_finish (GAsyncResult *result, GError **error);
LatchkeyLock *latchkey_lock_try (GFile *folder, const char *name, GError **error);
void latchkey_lock_release (LatchkeyLock *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LatchkeyLock, latchkey_lock_release)

G_END_DECLS
