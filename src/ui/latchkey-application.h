#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define LATCHKEY_TYPE_APPLICATION (latchkey_application_get_type ())

/**
 * LatchkeyApplication:
 *
 * The program: its command line, its shortcuts, and what its windows share.
 *
 * With `--demo` it runs under an id of its own, against a #LatchkeyDemonstration, with secrets and
 * settings in memory only, so that it never reads or writes what belongs to the person.
 */
G_DECLARE_FINAL_TYPE (
  LatchkeyApplication, latchkey_application, LATCHKEY, APPLICATION, AdwApplication)

LatchkeyApplication *latchkey_application_new (void);

G_END_DECLS
