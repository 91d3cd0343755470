#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * LatchkeyBannerKind:
 * @LATCHKEY_BANNER_WAITING: something goes on
 * @LATCHKEY_BANNER_INFORMATION: something happened, and nothing is wrong
 * @LATCHKEY_BANNER_PROBLEM: something went wrong
 *
 * What a banner is about, which decides how it looks.
 */
typedef enum
{
  LATCHKEY_BANNER_WAITING,
  LATCHKEY_BANNER_INFORMATION,
  LATCHKEY_BANNER_PROBLEM,
} LatchkeyBannerKind;

#define LATCHKEY_TYPE_BANNER (latchkey_banner_get_type ())

/**
 * LatchkeyBanner:
 *
 * A message inside a page, with buttons for what can be done about it. Hidden while there is
 * nothing to say.
 */
G_DECLARE_FINAL_TYPE (LatchkeyBanner, latchkey_banner, LATCHKEY, BANNER, GtkBox)

GtkWidget *latchkey_banner_new (void);

void latchkey_banner_tell (LatchkeyBanner *self,
                           LatchkeyBannerKind kind,
                           const char *text,
                           ...) G_GNUC_NULL_TERMINATED;
void latchkey_banner_dismiss (LatchkeyBanner *self);
const char *latchkey_banner_get_text (LatchkeyBanner *self);

G_END_DECLS
