#pragma once

#include "latchkey-connection.h"

G_BEGIN_DECLS

/**
 * LatchkeyDeletionState:
 * @LATCHKEY_DELETION_SURVEYING: the server is asked what becomes of the homes
 * @LATCHKEY_DELETION_READY: that is known, or cannot be known
 * @LATCHKEY_DELETION_DELETING: the account is being deleted; nobody can stop that
 * @LATCHKEY_DELETION_FAILED: it was not deleted
 * @LATCHKEY_DELETION_UNKNOWN: it may have been deleted or not
 * @LATCHKEY_DELETION_DONE: the account is gone
 *
 * How far a deletion has come.
 */
typedef enum
{
  LATCHKEY_DELETION_SURVEYING,
  LATCHKEY_DELETION_READY,
  LATCHKEY_DELETION_DELETING,
  LATCHKEY_DELETION_FAILED,
  LATCHKEY_DELETION_UNKNOWN,
  LATCHKEY_DELETION_DONE,
} LatchkeyDeletionState;

#define LATCHKEY_TYPE_DELETION (latchkey_deletion_get_type ())

/**
 * LatchkeyDeletion:
 *
 * The deletion of an account: what it would leave behind, and what came of it.
 *
 * Signals: `changed`, whenever its state or what is known of the homes is another.
 */
G_DECLARE_FINAL_TYPE (LatchkeyDeletion, latchkey_deletion, LATCHKEY, DELETION, GObject)

LatchkeyDeletion *latchkey_deletion_new (LatchkeyConnection *connection);

LatchkeyDeletionState latchkey_deletion_get_state (LatchkeyDeletion *self);
const GError *latchkey_deletion_get_error (LatchkeyDeletion *self);
GListModel *latchkey_deletion_get_homes (LatchkeyDeletion *self);
const GError *latchkey_deletion_get_survey_error (LatchkeyDeletion *self);
const char *latchkey_deletion_get_phrase (LatchkeyDeletion *self);
gboolean latchkey_deletion_matches (LatchkeyDeletion *self, const char *typed);

void latchkey_deletion_survey (LatchkeyDeletion *self);
void latchkey_deletion_run (LatchkeyDeletion *self);
void latchkey_deletion_close (LatchkeyDeletion *self);

G_END_DECLS
