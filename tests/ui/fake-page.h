#pragma once

#include "latchkey-page-kind.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define FAKE_TYPE_PAGE (fake_page_get_type ())

/*
 * FakePage:
 *
 * A page of an account with one entry. What is typed there is an edit; saving it ends when the test
 * says so.
 */
G_DECLARE_FINAL_TYPE (FakePage, fake_page, FAKE, PAGE, AdwBin)

GtkWidget *fake_page_new (LatchkeyConnection *connection);

GtkWidget *fake_page_get_entry (FakePage *self);
void fake_page_end_saving (FakePage *self, gboolean saved);

G_END_DECLS
