#include "latchkey-link-addresses.h"

#include "latchkey-weak.h"

#include <glib/gi18n-lib.h>

/*
 * Place:
 * @uri: a base URI
 * @known: whether @reach is known
 * @reach: how far away it is from here
 */
typedef struct
{
  char *uri;
  gboolean known;
  HomeboxReach reach;
} Place;

struct _LatchkeyLinkAddresses
{
  GObject parent_instance;

  GPtrArray *places;
  GCancellable *cancellable;
};

G_DEFINE_FINAL_TYPE (LatchkeyLinkAddresses, latchkey_link_addresses, G_TYPE_OBJECT)

enum
{
  CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static void
place_free (gpointer data)
{
  Place *place = data;

  g_free (place->uri);
  g_free (place);
}

static Place *
get_place (LatchkeyLinkAddresses *self, guint index)
{
  return g_ptr_array_index (self->places, index);
}

/* Names that mean something in one network only, whatever they resolve to here: RFC 6762, RFC 8375,
 * and what home routers use. */
static gboolean
is_local_name (const char *host)
{
  static const char *const endings[]
    = { ".local", ".lan", ".home", ".home.arpa", ".internal", ".intranet", ".box", ".localdomain" };

  if (strchr (host, '.') == NULL && strchr (host, ':') == NULL)
    return TRUE;

  for (guint i = 0; i < G_N_ELEMENTS (endings); i++)
    if (g_str_has_suffix (host, endings[i]))
      return TRUE;

  return FALSE;
}

/*
 * Lookup:
 * @weak: who asked
 * @index: of which place
 * @address: (owned): the address that is looked up
 */
typedef struct
{
  gpointer weak;
  guint index;
  HomeboxAddress *address;
} Lookup;

static void
on_reach (GObject *source, GAsyncResult *result, gpointer user_data)
{
  Lookup *lookup = user_data;
  g_autoptr (LatchkeyLinkAddresses) self = latchkey_weak_take (lookup->weak);
  g_autoptr (HomeboxAddress) address = lookup->address;
  guint index = lookup->index;
  HomeboxReach reach = HOMEBOX_REACH_PUBLIC;
  gboolean found = homebox_address_find_reach_finish (address, result, &reach, NULL);

  g_free (lookup);

  if (self == NULL)
    return;

  /* A name that is local stays so, whether anybody knows it here or not. */
  if (!found && !is_local_name (homebox_address_get_host (address)))
    return;

  if (!found)
    reach = HOMEBOX_REACH_LOCAL;
  else if (reach == HOMEBOX_REACH_PUBLIC && is_local_name (homebox_address_get_host (address)))
    reach = HOMEBOX_REACH_LOCAL;

  get_place (self, index)->known = TRUE;
  get_place (self, index)->reach = reach;
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
add_place (LatchkeyLinkAddresses *self, const char *uri)
{
  Place *place;

  for (guint i = 0; i < self->places->len; i++)
    if (g_str_equal (get_place (self, i)->uri, uri))
      return;

  place = g_new0 (Place, 1);
  place->uri = g_strdup (uri);
  g_ptr_array_add (self->places, place);
}

static void
look_up (LatchkeyLinkAddresses *self, guint index)
{
  g_autoptr (HomeboxAddress) address
    = homebox_address_parse (get_place (self, index)->uri, NULL);
  Lookup *lookup;

  if (address == NULL)
    return;

  lookup = g_new0 (Lookup, 1);
  lookup->weak = latchkey_weak_new (self);
  lookup->index = index;
  lookup->address = g_steal_pointer (&address);
  homebox_address_find_reach_async (lookup->address, self->cancellable, on_reach, lookup);
}

static void
latchkey_link_addresses_dispose (GObject *object)
{
  LatchkeyLinkAddresses *self = LATCHKEY_LINK_ADDRESSES (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);

  G_OBJECT_CLASS (latchkey_link_addresses_parent_class)->dispose (object);
}

static void
latchkey_link_addresses_finalize (GObject *object)
{
  g_ptr_array_unref (LATCHKEY_LINK_ADDRESSES (object)->places);

  G_OBJECT_CLASS (latchkey_link_addresses_parent_class)->finalize (object);
}

static void
latchkey_link_addresses_class_init (LatchkeyLinkAddressesClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = latchkey_link_addresses_dispose;
  object_class->finalize = latchkey_link_addresses_finalize;

  signals[CHANGED] = g_signal_new ("changed",
                                   LATCHKEY_TYPE_LINK_ADDRESSES,
                                   G_SIGNAL_RUN_LAST,
                                   0,
                                   NULL,
                                   NULL,
                                   NULL,
                                   G_TYPE_NONE,
                                   0);
}

static void
latchkey_link_addresses_init (LatchkeyLinkAddresses *self)
{
  self->places = g_ptr_array_new_with_free_func (place_free);
  self->cancellable = g_cancellable_new ();
}

/**
 * latchkey_link_addresses_new:
 * @addresses: (array zero-terminated=1): the addresses of an account, base URIs
 * @used: the one that the server is asked at now, which comes first
 *
 * Returns: (transfer full): these addresses, which are being looked up
 */
LatchkeyLinkAddresses *
latchkey_link_addresses_new (const char *const *addresses, const char *used)
{
  LatchkeyLinkAddresses *self = g_object_new (LATCHKEY_TYPE_LINK_ADDRESSES, NULL);

  g_return_val_if_fail (used != NULL, NULL);

  add_place (self, used);
  for (guint i = 0; addresses != NULL && addresses[i] != NULL; i++)
    add_place (self, addresses[i]);

  for (guint i = 0; i < self->places->len; i++)
    look_up (self, i);

  return self;
}

/**
 * latchkey_link_addresses_get_n:
 * @self: addresses
 *
 * Returns: how many there are, at least one
 */
guint
latchkey_link_addresses_get_n (LatchkeyLinkAddresses *self)
{
  g_return_val_if_fail (LATCHKEY_IS_LINK_ADDRESSES (self), 0);

  return self->places->len;
}

/**
 * latchkey_link_addresses_get:
 * @self: addresses
 * @index: which one
 *
 * Returns: (transfer none): a base URI
 */
const char *
latchkey_link_addresses_get (LatchkeyLinkAddresses *self, guint index)
{
  g_return_val_if_fail (LATCHKEY_IS_LINK_ADDRESSES (self), NULL);
  g_return_val_if_fail (index < self->places->len, NULL);

  return get_place (self, index)->uri;
}

/**
 * latchkey_link_addresses_find_best:
 * @self: addresses
 *
 * Returns: the first that is reached from everywhere as far as is known, or the first
 */
guint
latchkey_link_addresses_find_best (LatchkeyLinkAddresses *self)
{
  g_return_val_if_fail (LATCHKEY_IS_LINK_ADDRESSES (self), 0);

  for (guint i = 0; i < self->places->len; i++)
    if (get_place (self, i)->known && get_place (self, i)->reach == HOMEBOX_REACH_PUBLIC)
      return i;

  return 0;
}

/**
 * latchkey_link_addresses_dup_warning:
 * @self: addresses
 * @index: which one
 *
 * A name may lead elsewhere from elsewhere: so it is said that the link may not work, not that it
 * does not.
 *
 * Returns: (transfer full) (nullable): what to say about a link with that address, if anything
 */
char *
latchkey_link_addresses_dup_warning (LatchkeyLinkAddresses *self, guint index)
{
  g_autoptr (HomeboxAddress) address = NULL;
  g_autofree char *host = NULL;
  Place *place;

  g_return_val_if_fail (LATCHKEY_IS_LINK_ADDRESSES (self), NULL);
  g_return_val_if_fail (index < self->places->len, NULL);

  place = get_place (self, index);
  if (!place->known || place->reach == HOMEBOX_REACH_PUBLIC)
    return NULL;

  address = homebox_address_parse (place->uri, NULL);
  host = g_strdup_printf ("\u2068%s\u2069",
                          address != NULL ? homebox_address_get_host (address) : place->uri);

  if (place->reach == HOMEBOX_REACH_LOOPBACK)
    /* Translators: %s is the name of a computer. */
    return g_strdup_printf (_("%s means this computer itself. On other computers and on phones "
                              "this link leads nowhere."),
                            host);

  /* Translators: %s is the name of a computer. */
  return g_strdup_printf (_("%s is in your own network. For people who are not in it, this link "
                            "may lead nowhere."),
                          host);
}
