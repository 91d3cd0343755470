"""A control as assistive technology sees it."""

import gi

gi.require_version('Atspi', '2.0')
from gi.repository import Atspi, GLib  # noqa: E402

from waiting import wait_until  # noqa: E402

# It complains of each program that ends, and of each that is not ready yet.
GLib.log_set_handler('dbind', GLib.LogLevelFlags.LEVEL_WARNING, lambda *_message: None, None)


def plain_name(name):
    """Undoes what GTK 4.8 does to a name: "_Save Save" or "Yes Yes" for a button that shows "Save"
    or "Yes". It joins the label that a control was given with the text of its child."""
    first, space, second = name.partition(' ')
    while space:
        if first.replace('_', '', 1) == second:
            return second
        more, space, rest = second.partition(' ')
        first, second = f'{first} {more}', rest
    return name


class Element:
    """One accessible object. What it says is asked anew each time."""

    def __init__(self, accessible, parent=None):
        self.accessible = accessible
        self.parent = parent

    def __eq__(self, other):
        return isinstance(other, Element) and self.accessible == other.accessible

    def __hash__(self):
        return hash(self.accessible)

    def __repr__(self):
        try:
            return f'{self.role} "{self.name}"'
        except GLib.Error:
            return 'an element that is gone'

    @property
    def role(self):
        return self.accessible.get_role_name()

    @property
    def name(self):
        return plain_name(self.accessible.get_name() or '')

    @property
    def description(self):
        return self.accessible.get_description() or ''

    @property
    def states(self):
        return {state.value_nick for state in self.accessible.get_state_set().get_states()}

    @property
    def sensitive(self):
        return 'sensitive' in self.states

    @property
    def checked(self):
        return 'checked' in self.states

    @property
    def invalid(self):
        # GTK 4.8 uses a state that was meant for something else.
        return bool(self.states & {'invalid', 'invalid-entry'})

    @property
    def text(self):
        # An end of -1 gives nothing on GTK 4.8.
        count = Atspi.Text.get_character_count(self.accessible)
        return Atspi.Text.get_text(self.accessible, 0, count) if count > 0 else ''

    @property
    def extents(self):
        """Where it is in its window: x, y, width and height."""
        box = Atspi.Component.get_extents(self.accessible, Atspi.CoordType.WINDOW)
        return box.x, box.y, box.width, box.height

    @property
    def window(self):
        element = self
        while element.parent is not None and element.parent.parent is not None:
            element = element.parent
        return element

    def children(self):
        for index in range(self.accessible.get_child_count()):
            child = self.accessible.get_child_at_index(index)
            if child is not None:
                yield Element(child, self)

    def walk(self):
        """This element and everything in it, in order. What vanishes meanwhile is left out."""
        yield self
        try:
            children = list(self.children())
        except GLib.Error:
            return
        for child in children:
            yield from child.walk()

    def is_on_screen(self):
        """Whether a person sees it, or would after scrolling.

        GTK 4.8 reports pages of a stack that are not shown like any other; so it is asked what
        lies at the middle of the page.
        """
        try:
            if self.role not in ('frame', 'dialog', 'application'):
                _x, _y, width, height = self.extents
                if width <= 0 or height <= 0:
                    return False
            element = self
            while element.parent is not None:
                container = element.parent
                if container.accessible.get_name() == 'GtkStackPage' \
                        and not element._is_shown_by(container.parent):
                    return False
                element = container
        except GLib.Error:
            return False
        return True

    def _is_shown_by(self, stack):
        """Whether what a stack shows in its place is part of it. Nothing is found where a widget is that
        assistive technology is not told of, or one that cannot be used."""
        x, y, width, height = self.extents
        if width <= 0 or height <= 0:
            return False
        for part in (2, 3, 5, 7):
            found = Atspi.Component.get_accessible_at_point(
                stack.accessible, x + width // part, y + height // part,
                Atspi.CoordType.WINDOW)
            if found is None:
                continue
            while found is not None and found != self.accessible:
                found = found.get_parent()
            return found is not None
        return True

    def wait_sensitive(self):
        wait_until(lambda: self.sensitive, lambda: f'{self} could be used')
        return self

    def click(self, wait=True):
        """Does what clicking it does, without a pointer. GTK does it a quarter of a second later, so
        that the button can be seen going down."""
        if wait:
            self.wait_sensitive()
        if not Atspi.Action.do_action(self.accessible, 0) and wait:
            raise AssertionError(f'{self} does nothing when clicked')

    def set_text(self, text):
        """Puts a text in place of what is there, without the keyboard."""
        self.wait_sensitive()
        if not Atspi.EditableText.set_text_contents(self.accessible, text):
            raise AssertionError(f'{self} does not take a text')

    def dump(self, depth=0):
        """The tree below it as text, for a person who reads a failure. Passwords are left out."""
        try:
            line = f'{"  " * depth}{self.role} "{self.accessible.get_name()}"'
            if self.description:
                line += f' ({self.description})'
            if self.role == 'text':
                line += f' = "{self.text}"'
            line += f' [{" ".join(sorted(self.states))}]'
            if 'Component' in self.accessible.get_interfaces():
                line += ' {2}x{3}+{0}+{1}'.format(*self.extents)
            line += '\n'
            return line + ''.join(child.dump(depth + 1) for child in self.children())
        except GLib.Error as error:
            return f'{"  " * depth}gone: {error.message}\n'
