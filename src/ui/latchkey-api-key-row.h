#pragma once

#include "homebox-api-key.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define LATCHKEY_TYPE_API_KEY_ROW (latchkey_api_key_row_get_type ())

/**
 * LatchkeyApiKeyRow:
 *
 * An API key in a list: what it is called, when it was made and used, until when it can be used,
 * and a button to revoke it.
 *
 * Signal: `revoke`, when the person wants that.
 */
G_DECLARE_FINAL_TYPE (LatchkeyApiKeyRow, latchkey_api_key_row, LATCHKEY, API_KEY_ROW, GtkListBoxRow)

GtkWidget *latchkey_api_key_row_new (HomeboxApiKey *key, gboolean is_own);

HomeboxApiKey *latchkey_api_key_row_get_key (LatchkeyApiKeyRow *self);

G_END_DECLS
