#include "latchkey-link-addresses.h"

#include "../homebox/fake-resolver.h"

#include <string.h>

static void
note (guint *n_changes)
{
  (*n_changes)++;
}

static LatchkeyLinkAddresses *
look_up (const char *const *addresses, const char *used, guint n_changes)
{
  LatchkeyLinkAddresses *self = latchkey_link_addresses_new (addresses, used);
  guint n = 0;

  g_signal_connect_swapped (self, "changed", G_CALLBACK (note), &n);

  while (n < n_changes)
    g_main_context_iteration (NULL, TRUE);

  g_signal_handlers_disconnect_by_data (self, &n);

  return self;
}

/* An address, and what a warning about it has to hold. */
typedef struct
{
  const char *address;
  const char *warning;
} Case;

static const Case cases[] = {
  { "http://127.0.0.1:7745", "\u2068127.0.0.1\u2069 means this computer itself." },
  { "http://[::1]:7745", "means this computer itself." },
  { "http://192.168.1.20:7745", "\u2068192.168.1.20\u2069 is in your own network." },
  { "http://10.0.0.7", "is in your own network." },
  { "http://[fd00::7]:7745", "is in your own network." },
  /* Nobody knows these names, and they are local all the same. */
  { "http://home.lan:7745", "\u2068home.lan\u2069 is in your own network." },
  { "http://homebox.local", "is in your own network." },
  { "http://nas", "is in your own network." },
  /* What a name leads to here. */
  { "https://home.test", "\u2068home.test\u2069 is in your own network." },
  { "https://203.0.113.7", NULL },
};

static void
test_warning (gconstpointer data)
{
  const Case *one = data;
  LatchkeyLinkAddresses *addresses = look_up (NULL, one->address, 1);
  g_autofree char *warning = latchkey_link_addresses_dup_warning (addresses, 0);

  g_assert_cmpuint (latchkey_link_addresses_get_n (addresses), ==, 1);
  g_assert_cmpstr (latchkey_link_addresses_get (addresses, 0), ==, one->address);

  if (one->warning == NULL)
    g_assert_null (warning);
  else
    g_assert_nonnull (strstr (warning, one->warning));

  g_assert_finalize_object (addresses);
}

static void
test_best (void)
{
  static const char *const all[]
    = { "http://192.168.1.20:7745", "https://203.0.113.7", "http://home.lan", NULL };
  LatchkeyLinkAddresses *addresses = look_up (all, "http://home.lan", 3);

  /* The one that is used comes first, and once. */
  g_assert_cmpuint (latchkey_link_addresses_get_n (addresses), ==, 3);
  g_assert_cmpstr (latchkey_link_addresses_get (addresses, 0), ==, "http://home.lan");
  g_assert_cmpstr (latchkey_link_addresses_get (addresses,
                                                latchkey_link_addresses_find_best (addresses)),
                   ==,
                   "https://203.0.113.7");
  g_assert_finalize_object (addresses);
}

static void
test_local_only (void)
{
  LatchkeyLinkAddresses *addresses = look_up (NULL, "http://10.0.0.7", 1);

  g_assert_cmpuint (latchkey_link_addresses_find_best (addresses), ==, 0);
  g_assert_finalize_object (addresses);
}

static void
test_closed (void)
{
  LatchkeyLinkAddresses *addresses = latchkey_link_addresses_new (NULL, "https://home.test");

  g_assert_null (latchkey_link_addresses_dup_warning (addresses, 0));
  g_assert_finalize_object (addresses);

  while (g_main_context_iteration (NULL, FALSE))
    continue;
}

int
main (int argc, char *argv[])
{
  static const char *const local[] = { "192.168.1.2", NULL };
  g_autoptr (FakeResolver) resolver = NULL;

  g_test_init (&argc, &argv, NULL);
  resolver = fake_resolver_new (local);
  g_resolver_set_default (G_RESOLVER (resolver));

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      const char *host = strchr (cases[i].address, ':') + strlen ("://");
      g_autofree char *path = g_strdup_printf ("/link-addresses/%s", host);

      g_test_add_data_func (path, &cases[i], test_warning);
    }

  g_test_add_func ("/link-addresses/the-best-reaches-farthest", test_best);
  g_test_add_func ("/link-addresses/local-only", test_local_only);
  g_test_add_func ("/link-addresses/closed-while-looking-up", test_closed);

  return g_test_run ();
}
