"""A home directory of a person who has never used the program."""

import pathlib
import shutil
import tempfile


class Home:
    """A fresh home with its XDG folders, and the few settings GTK reads from it."""

    def __init__(self, large_text=False):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix='latchkey-home-'))
        gtk = self.folder / '.config' / 'gtk-4.0'
        gtk.mkdir(parents=True)
        (gtk / 'settings.ini').write_text(
            '[Settings]\n'
            'gtk-font-name=Cantarell 11\n'
            'gtk-enable-animations=false\n'
            'gtk-cursor-blink=false\n',
            encoding='utf-8')
        if large_text:
            # Twice the dots per inch make text of twice the size.
            (self.folder / '.Xdefaults').write_text('Xft.dpi: 192\n', encoding='utf-8')

    def environment(self):
        return {
            'HOME': str(self.folder),
            'XDG_CONFIG_HOME': str(self.folder / '.config'),
            'XDG_DATA_HOME': str(self.folder / '.local' / 'share'),
            'XDG_STATE_HOME': str(self.folder / '.local' / 'state'),
            'XDG_CACHE_HOME': str(self.folder / '.cache'),
            'TMPDIR': str(self.make_folder('tmp')),
        }

    def make_folder(self, name):
        folder = self.folder / name
        folder.mkdir(exist_ok=True)
        return folder

    def files(self):
        """Every file that lies below this home now."""
        return [path for path in sorted(self.folder.rglob('*')) if path.is_file()]

    def close(self):
        shutil.rmtree(self.folder, ignore_errors=True)
