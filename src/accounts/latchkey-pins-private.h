#pragma once

#include "latchkey-lock.h"
#include "latchkey-pins.h"

G_BEGIN_DECLS

struct _LatchkeyPins
{
  GObject parent_instance;

  GFile *folder;
  GFile *file;
  GPtrArray *pins;

  /* Why the file must not be replaced: it holds something that was not read. */
  GError *blocked;
  GError *save_error;

  /* The origins that were decided about here since the list was written. */
  GHashTable *decided;
  GHashTable *written;

  gboolean writing;
  LatchkeyLock *lock;
  /* How long to wait for another process that writes, in milliseconds. */
  guint lock_limit;
  GPtrArray *written_for;
  GPtrArray *waiting;
};

void latchkey_pins_take_in (LatchkeyPins *self, GPtrArray *pins);

G_END_DECLS
