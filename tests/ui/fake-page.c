#include "fake-page.h"

struct _FakePage
{
  AdwBin parent_instance;

  GtkWidget *entry;
  LatchkeyConnection *connection;
  gboolean saving;
};

static void fake_page_page_init (LatchkeyPageInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (FakePage,
                               fake_page,
                               ADW_TYPE_BIN,
                               G_IMPLEMENT_INTERFACE (LATCHKEY_TYPE_PAGE, fake_page_page_init))

static LatchkeyConnection *
fake_page_get_connection (LatchkeyPage *page)
{
  return FAKE_PAGE (page)->connection;
}

static void
fake_page_set_connection (LatchkeyPage *page, LatchkeyConnection *connection)
{
  g_set_object (&FAKE_PAGE (page)->connection, connection);
}

static gboolean
fake_page_has_edit (LatchkeyPage *page)
{
  return *gtk_editable_get_text (GTK_EDITABLE (FAKE_PAGE (page)->entry)) != '\0';
}

static gboolean
fake_page_can_save (LatchkeyPage *page)
{
  return fake_page_has_edit (page) && !FAKE_PAGE (page)->saving;
}

static gboolean
fake_page_is_saving (LatchkeyPage *page)
{
  return FAKE_PAGE (page)->saving;
}

static void
fake_page_save (LatchkeyPage *page)
{
  FAKE_PAGE (page)->saving = TRUE;
}

static const char *
fake_page_get_edit_name (LatchkeyPage *page)
{
  return "Fake";
}

static void
fake_page_page_init (LatchkeyPageInterface *iface)
{
  iface->get_connection = fake_page_get_connection;
  iface->set_connection = fake_page_set_connection;
  iface->has_edit = fake_page_has_edit;
  iface->can_save = fake_page_can_save;
  iface->is_saving = fake_page_is_saving;
  iface->save = fake_page_save;
  iface->get_edit_name = fake_page_get_edit_name;
}

static void
fake_page_dispose (GObject *object)
{
  g_clear_object (&FAKE_PAGE (object)->connection);

  G_OBJECT_CLASS (fake_page_parent_class)->dispose (object);
}

static void
fake_page_class_init (FakePageClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = fake_page_dispose;
}

static void
fake_page_init (FakePage *self)
{
  self->entry = gtk_entry_new ();
  adw_bin_set_child (ADW_BIN (self), self->entry);
}

GtkWidget *
fake_page_new (LatchkeyConnection *connection)
{
  FakePage *self = g_object_new (FAKE_TYPE_PAGE, NULL);

  self->connection = g_object_ref (connection);

  return GTK_WIDGET (self);
}

GtkWidget *
fake_page_get_entry (FakePage *self)
{
  return self->entry;
}

void
fake_page_end_saving (FakePage *self, gboolean saved)
{
  self->saving = FALSE;

  if (saved)
    gtk_editable_set_text (GTK_EDITABLE (self->entry), "");

  g_signal_emit_by_name (self, saved ? "saved" : "not-saved");
}
