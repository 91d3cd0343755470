#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/*
 * TestBrowser: a person at a browser, scripted: opens an authorization URL, follows redirects,
 * fills in the provider's form of email and password, and reads the page it ends on.
 */
typedef struct _TestBrowser TestBrowser;

TestBrowser *test_browser_new (void);
void test_browser_free (TestBrowser *self);

void test_browser_open (TestBrowser *self, const char *uri);
void test_browser_sign_in (TestBrowser *self, const char *email, const char *password);

guint test_browser_get_status (TestBrowser *self);
const char *test_browser_get_address (TestBrowser *self);
const char *test_browser_get_page (TestBrowser *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (TestBrowser, test_browser_free)

G_END_DECLS
