#include "fake-resolver.h"

#define NAME "home.test"

struct _FakeResolver
{
  GResolver parent_instance;

  GStrv addresses;
  guint n_lookups;
};

G_DEFINE_FINAL_TYPE (FakeResolver, fake_resolver, G_TYPE_RESOLVER)

static void
free_addresses (gpointer addresses)
{
  g_resolver_free_addresses (addresses);
}

static void
return_not_found (GTask *task, const char *name)
{
  g_task_return_new_error (task, G_RESOLVER_ERROR, G_RESOLVER_ERROR_NOT_FOUND,
                           "There is no %s", name);
}

static gboolean
on_cancelled (GCancellable *cancellable, gpointer user_data)
{
  g_task_return_error_if_cancelled (user_data);

  return G_SOURCE_REMOVE;
}

/* A name server that does not answer: until somebody gives up. */
static void
wait_for_ever (GTask *task)
{
  g_autoptr (GSource) source = g_cancellable_source_new (g_task_get_cancellable (task));

  g_task_attach_source (task, source, G_SOURCE_FUNC (on_cancelled));
}

static void
fake_resolver_lookup_by_name_async (GResolver *resolver,
                                    const char *name,
                                    GCancellable *cancellable,
                                    GAsyncReadyCallback callback,
                                    gpointer user_data)
{
  FakeResolver *self = FAKE_RESOLVER (resolver);
  g_autoptr (GTask) task = g_task_new (self, cancellable, callback, user_data);
  GList *addresses = NULL;

  self->n_lookups++;

  if (self->addresses == NULL)
    {
      wait_for_ever (task);
      return;
    }

  for (guint i = 0; g_str_equal (name, NAME) && self->addresses[i] != NULL; i++)
    addresses = g_list_append (addresses, g_inet_address_new_from_string (self->addresses[i]));

  if (addresses == NULL)
    return_not_found (task, name);
  else
    g_task_return_pointer (task, addresses, free_addresses);
}

/* What a connection is made with. */
static void
fake_resolver_lookup_by_name_with_flags_async (GResolver *resolver,
                                               const char *name,
                                               GResolverNameLookupFlags flags,
                                               GCancellable *cancellable,
                                               GAsyncReadyCallback callback,
                                               gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (resolver, cancellable, callback, user_data);
  GInetAddress *loopback;

  if (!g_str_equal (name, NAME) || flags == G_RESOLVER_NAME_LOOKUP_FLAGS_IPV6_ONLY)
    {
      return_not_found (task, name);
      return;
    }

  loopback = g_inet_address_new_loopback (G_SOCKET_FAMILY_IPV4);
  g_task_return_pointer (task, g_list_append (NULL, loopback), free_addresses);
}

static GList *
fake_resolver_lookup_finish (GResolver *resolver, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
fake_resolver_finalize (GObject *object)
{
  g_strfreev (FAKE_RESOLVER (object)->addresses);

  G_OBJECT_CLASS (fake_resolver_parent_class)->finalize (object);
}

static void
fake_resolver_class_init (FakeResolverClass *klass)
{
  GResolverClass *resolver_class = G_RESOLVER_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = fake_resolver_finalize;
  resolver_class->lookup_by_name_async = fake_resolver_lookup_by_name_async;
  resolver_class->lookup_by_name_finish = fake_resolver_lookup_finish;
  resolver_class->lookup_by_name_with_flags_async = fake_resolver_lookup_by_name_with_flags_async;
  resolver_class->lookup_by_name_with_flags_finish = fake_resolver_lookup_finish;
}

static void
fake_resolver_init (FakeResolver *self)
{
}

/*
 * fake_resolver_new:
 * @addresses: (nullable): the addresses of `home.test`, none when it is unknown; %NULL when nobody
 *   answers the question
 *
 * Returns: (transfer full): a resolver for g_resolver_set_default()
 */
FakeResolver *
fake_resolver_new (const char *const *addresses)
{
  FakeResolver *self = g_object_new (FAKE_TYPE_RESOLVER, NULL);

  self->addresses = g_strdupv ((GStrv) addresses);

  return self;
}

/*
 * fake_resolver_get_n_lookups:
 * @self: a resolver
 *
 * Returns: how often somebody asked for addresses without wanting to connect
 */
guint
fake_resolver_get_n_lookups (FakeResolver *self)
{
  return self->n_lookups;
}
