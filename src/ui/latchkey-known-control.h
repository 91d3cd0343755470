#pragma once

#include "homebox-json-text.h"
#include "homebox-settings-known.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define LATCHKEY_TYPE_KNOWN_CONTROL (latchkey_known_control_get_type ())

/**
 * LatchkeyKnownControl:
 *
 * What a known setting is changed with: a switch, a choice, a text. It shows a value, and says when
 * the person wants another one; it changes nothing itself.
 *
 * Signal: `chosen` with the JSON text of the value that the person wants.
 */
G_DECLARE_DERIVABLE_TYPE (LatchkeyKnownControl,
                          latchkey_known_control,
                          LATCHKEY,
                          KNOWN_CONTROL,
                          GtkWidget)

/**
 * LatchkeyKnownControlClass:
 * @show: shows the JSON text of a value. Returns %FALSE when it is of a kind that the control
 *   cannot show
 * @name: names what the person uses, for those who do not see it
 * @has_edit: (nullable): whether something was typed that is not chosen yet
 * @commit: (nullable): chooses what was typed
 */
struct _LatchkeyKnownControlClass
{
  GtkWidgetClass parent_class;

  gboolean (*show) (LatchkeyKnownControl *self, const char *value);
  void (*name) (LatchkeyKnownControl *self, const char *title, const char *help);
  gboolean (*has_edit) (LatchkeyKnownControl *self);
  void (*commit) (LatchkeyKnownControl *self);
};

LatchkeyKnownControl *latchkey_known_control_new (const HomeboxKnownSetting *known);

const HomeboxKnownSetting *latchkey_known_control_get_known (LatchkeyKnownControl *self);
gboolean latchkey_known_control_show (LatchkeyKnownControl *self, const char *value);
void latchkey_known_control_name (LatchkeyKnownControl *self, const char *title, const char *help);
gboolean latchkey_known_control_has_edit (LatchkeyKnownControl *self);
void latchkey_known_control_commit (LatchkeyKnownControl *self);

/* For those that are one. */
void latchkey_known_control_choose (LatchkeyKnownControl *self, const char *value);

G_END_DECLS
