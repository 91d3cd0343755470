#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define LATCHKEY_TYPE_FIELD_MESSAGE (latchkey_field_message_get_type ())

/**
 * LatchkeyFieldMessage:
 *
 * What is wrong with a field, in words below it. Hidden while there is nothing to say.
 *
 * Properties: `field` (the #GtkWidget it is about, nullable) and `text` (nullable; empty means that
 * the field is all right). While there is a text, the field looks wrong (style class `error`), is
 * told to be invalid to assistive technology, and points to the message as its description.
 */
G_DECLARE_FINAL_TYPE (LatchkeyFieldMessage, latchkey_field_message, LATCHKEY, FIELD_MESSAGE, GtkWidget)

GtkWidget *latchkey_field_message_new (GtkWidget *field);

GtkWidget *latchkey_field_message_get_field (LatchkeyFieldMessage *self);
void latchkey_field_message_set_field (LatchkeyFieldMessage *self, GtkWidget *field);
const char *latchkey_field_message_get_text (LatchkeyFieldMessage *self);
void latchkey_field_message_set_text (LatchkeyFieldMessage *self, const char *text);

G_END_DECLS
