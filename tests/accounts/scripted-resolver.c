#include "scripted-resolver.h"

struct _ScriptedResolver
{
  GResolver parent_instance;

  gboolean up;
  guint n_lookups;
};

G_DEFINE_FINAL_TYPE (ScriptedResolver, scripted_resolver, G_TYPE_RESOLVER)

static void
free_addresses (gpointer addresses)
{
  g_resolver_free_addresses (addresses);
}

static void
scripted_resolver_lookup_by_name_with_flags_async (GResolver *resolver,
                                                   const char *name,
                                                   GResolverNameLookupFlags flags,
                                                   GCancellable *cancellable,
                                                   GAsyncReadyCallback callback,
                                                   gpointer user_data)
{
  ScriptedResolver *self = SCRIPTED_RESOLVER (resolver);
  g_autoptr (GTask) task = g_task_new (resolver, cancellable, callback, user_data);
  GInetAddress *loopback = NULL;

  self->n_lookups++;
  if (!self->up || !g_str_equal (name, SCRIPTED_NAME)
      || flags == G_RESOLVER_NAME_LOOKUP_FLAGS_IPV6_ONLY)
    {
      g_task_return_new_error (task, G_RESOLVER_ERROR, G_RESOLVER_ERROR_NOT_FOUND,
                               "There is no %s", name);
      return;
    }
  loopback = g_inet_address_new_loopback (G_SOCKET_FAMILY_IPV4);
  g_task_return_pointer (task, g_list_append (NULL, loopback), free_addresses);
}

static void
scripted_resolver_lookup_by_name_async (GResolver *resolver,
                                        const char *name,
                                        GCancellable *cancellable,
                                        GAsyncReadyCallback callback,
                                        gpointer user_data)
{
  scripted_resolver_lookup_by_name_with_flags_async (
      resolver, name, G_RESOLVER_NAME_LOOKUP_FLAGS_DEFAULT, cancellable, callback, user_data);
}

static GList *
scripted_resolver_lookup_finish (GResolver *resolver, GAsyncResult *result, GError **error)
{
  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
scripted_resolver_class_init (ScriptedResolverClass *klass)
{
  GResolverClass *resolver_class = G_RESOLVER_CLASS (klass);

  resolver_class->lookup_by_name_async = scripted_resolver_lookup_by_name_async;
  resolver_class->lookup_by_name_finish = scripted_resolver_lookup_finish;
  resolver_class->lookup_by_name_with_flags_async
      = scripted_resolver_lookup_by_name_with_flags_async;
  resolver_class->lookup_by_name_with_flags_finish = scripted_resolver_lookup_finish;
}

static void
scripted_resolver_init (ScriptedResolver *self)
{
  self->up = TRUE;
}

ScriptedResolver *
scripted_resolver_install (void)
{
  ScriptedResolver *self = g_object_new (SCRIPTED_TYPE_RESOLVER, NULL);

  g_resolver_set_default (G_RESOLVER (self));
  return self;
}

void
scripted_resolver_set_up (ScriptedResolver *self, gboolean up)
{
  self->up = up;
}

guint
scripted_resolver_get_n_lookups (ScriptedResolver *self)
{
  return self->n_lookups;
}
