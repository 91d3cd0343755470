#include "latchkey-sign-in-offers.h"

#include "homebox-secret.h"

#include <glib/gi18n.h>

/* The account that demo servers have; its password got longer when short ones were forbidden. */
#define DEMO_EMAIL "demo@example.com"
#define DEMO_PASSWORD "demodemo"
#define DEMO_PASSWORD_BEFORE "demo"

struct _LatchkeySignInOffers
{
  GtkBox parent_instance;

  GtkWidget *demo_note;
  GtkWidget *demo_button;
  GtkWidget *forgot_button;
  GtkWidget *register_button;
  GtkWidget *key_button;

  HomeboxFeatures features;
};

G_DEFINE_FINAL_TYPE (LatchkeySignInOffers, latchkey_sign_in_offers, GTK_TYPE_BOX)

enum
{
  REGISTER,
  FORGOT_PASSWORD,
  USE_API_KEY,
  USE_DEMO_ACCOUNT,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static void
create_account (LatchkeySignInOffers *self)
{
  g_signal_emit (self, signals[REGISTER], 0);
}

static void
forgot_password (LatchkeySignInOffers *self)
{
  g_signal_emit (self, signals[FORGOT_PASSWORD], 0);
}

static void
use_api_key (LatchkeySignInOffers *self)
{
  g_signal_emit (self, signals[USE_API_KEY], 0);
}

static void
use_demo_account (LatchkeySignInOffers *self)
{
  gboolean is_current = (self->features & HOMEBOX_FEATURE_API_KEYS) != 0;
  g_autoptr (HomeboxSecret) password
    = homebox_secret_new (is_current ? DEMO_PASSWORD : DEMO_PASSWORD_BEFORE);

  g_signal_emit (self, signals[USE_DEMO_ACCOUNT], 0, DEMO_EMAIL, password);
}

static void
latchkey_sign_in_offers_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), LATCHKEY_TYPE_SIGN_IN_OFFERS);

  G_OBJECT_CLASS (latchkey_sign_in_offers_parent_class)->dispose (object);
}

static guint
add_signal (const char *name, guint n_parameters)
{
  return g_signal_new (name,
                       LATCHKEY_TYPE_SIGN_IN_OFFERS,
                       G_SIGNAL_RUN_LAST,
                       0,
                       NULL,
                       NULL,
                       NULL,
                       G_TYPE_NONE,
                       n_parameters,
                       G_TYPE_STRING,
                       HOMEBOX_TYPE_SECRET);
}

static void
latchkey_sign_in_offers_class_init (LatchkeySignInOffersClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = latchkey_sign_in_offers_dispose;

  signals[REGISTER] = add_signal ("register", 0);
  signals[FORGOT_PASSWORD] = add_signal ("forgot-password", 0);
  signals[USE_API_KEY] = add_signal ("use-api-key", 0);
  signals[USE_DEMO_ACCOUNT] = add_signal ("use-demo-account", 2);

  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/latchkey_app/Latchkey/ui/latchkey-sign-in-offers.ui");
  gtk_widget_class_bind_template_child (widget_class, LatchkeySignInOffers, demo_note);
  gtk_widget_class_bind_template_child (widget_class, LatchkeySignInOffers, demo_button);
  gtk_widget_class_bind_template_child (widget_class, LatchkeySignInOffers, forgot_button);
  gtk_widget_class_bind_template_child (widget_class, LatchkeySignInOffers, register_button);
  gtk_widget_class_bind_template_child (widget_class, LatchkeySignInOffers, key_button);
  gtk_widget_class_bind_template_callback (widget_class, create_account);
  gtk_widget_class_bind_template_callback (widget_class, forgot_password);
  gtk_widget_class_bind_template_callback (widget_class, use_api_key);
  gtk_widget_class_bind_template_callback (widget_class, use_demo_account);
}

static void
latchkey_sign_in_offers_init (LatchkeySignInOffers *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * latchkey_sign_in_offers_set_server:
 * @self: the offers
 * @info: (nullable): what the server says about itself
 * @features: what else it can do
 *
 * Shows what a server offers. Where registering is off an invitation still opens it, which is
 * pasted as a link; and whether a forgotten password can be replaced is said where it is asked for.
 */
void
latchkey_sign_in_offers_set_server (LatchkeySignInOffers *self,
                                    HomeboxServerInfo *info,
                                    HomeboxFeatures features)
{
  gboolean local;
  gboolean demo;

  g_return_if_fail (LATCHKEY_IS_SIGN_IN_OFFERS (self));

  gtk_widget_set_visible (GTK_WIDGET (self), info != NULL);
  self->features = features;

  if (info == NULL)
    return;

  local = homebox_server_info_get_allow_local_login (info);
  demo = homebox_server_info_get_demo (info);
  gtk_widget_set_visible (self->demo_note, demo);
  gtk_widget_set_visible (self->demo_button, demo && local);
  gtk_widget_set_visible (self->forgot_button, local && !demo);
  gtk_widget_set_visible (self->register_button,
                          local && homebox_server_info_get_allow_registration (info));
  gtk_widget_set_visible (self->key_button, (features & HOMEBOX_FEATURE_API_KEYS) != 0);
}
