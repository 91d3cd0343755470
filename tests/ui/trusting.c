#include <gio/gio.h>
#include <stdlib.h>

/*
 * For a test that needs a certificate which this computer trusts: loaded into the program before
 * its libraries (LD_PRELOAD), it makes what is in the file of LATCHKEY_TEST_TRUSTED all that the
 * system trusts. The program itself has nothing of the kind.
 */
GTlsDatabase *
g_tls_backend_get_default_database (GTlsBackend *backend)
{
  static GTlsDatabase *database;
  const char *path = getenv ("LATCHKEY_TEST_TRUSTED");

  if (database == NULL)
    database = g_tls_file_database_new (path, NULL);
  g_assert_nonnull (database);

  return g_object_ref (database);
}
