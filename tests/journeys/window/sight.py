"""What stands on the screen, as a screen reader is told: AT-SPI over its bus."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from jeepney import DBusAddress, Message, MessageType, new_method_call
from jeepney.io.blocking import DBusConnection, open_dbus_connection

_ACCESSIBLE = "org.a11y.atspi.Accessible"
_ROOT = "/org/a11y/atspi/accessible/root"
_BUS = DBusAddress("/org/freedesktop/DBus", "org.freedesktop.DBus", "org.freedesktop.DBus")
_ACTIVE, _CHECKED, _ENABLED, _FOCUSED, _SHOWING = 1, 4, 8, 12, 25
"""Bits of AtspiStateType."""
_MOST_CHILDREN = 400
"""A list of more is not gone into."""
_WITHIN = 20.0

Box = tuple[int, int, int, int]
"""Left, top, width and height on the screen."""
Place = tuple[str, str]
"""A name on the bus and a path."""


@dataclass(frozen=True, slots=True)
class Thing:
    """One thing that is shown; `states` are the bits of AT-SPI."""

    place: Place
    role: str
    name: str
    states: int

    @property
    def is_enabled(self) -> bool:
        return bool(self.states >> _ENABLED & 1)

    @property
    def is_checked(self) -> bool:
        return bool(self.states >> _CHECKED & 1)

    @property
    def is_active(self) -> bool:
        """Whether it is the window that the keys go to."""
        return bool(self.states >> _ACTIVE & 1)

    @property
    def has_focus(self) -> bool:
        return bool(self.states >> _FOCUSED & 1)


class Sight:
    """Looks at every window of the bus. A window that goes away meanwhile is seen as gone."""

    def __init__(self, address: str) -> None:
        self._bus: DBusConnection = open_dbus_connection(address)

    def close(self) -> None:
        self._bus.close()

    def things(self) -> list[Thing]:
        """Return all that is shown, windows one after the other, outer things first."""
        names = self._ask([(_BUS.bus_name, _BUS.object_path, _BUS.interface, "ListNames", "", ())])
        others = [each for each in names[0][0] if each.startswith(":") and each != self._own]
        level: list[Place] = [(name, _ROOT) for name in others]
        seen: list[Thing] = []
        while level:
            things, level = self._level(level)
            seen += things
        return seen

    def extents(self, thing: Thing) -> Box:
        """Return where it stands; nowhere, if it is gone."""
        name, path = thing.place
        ask = (name, path, "org.a11y.atspi.Component", "GetExtents", "u", (0,))
        answer = self._ask([ask])[0]
        left, top, width, height = answer[0] if answer else (0, 0, 0, 0)
        return left, top, width, height

    def text(self, thing: Thing) -> str:
        """Return what is typed in it."""
        name, path = thing.place
        ask = (name, path, "org.a11y.atspi.Text", "GetText", "ii", (0, -1))
        answer = self._ask([ask])[0]
        return str(answer[0]) if answer else ""

    def description(self, thing: Thing) -> str:
        name, path = thing.place
        answer = self._ask([_property(name, path, "Description")])[0]
        return str(answer[0][1]) if answer else ""

    @property
    def _own(self) -> str:
        return str(self._bus.unique_name)

    def _level(self, places: Sequence[Place]) -> tuple[list[Thing], list[Place]]:
        """Look at things of one depth; return those that show, and the places of their parts."""
        asks = [ask for name, path in places for ask in _four(name, path)]
        answers = iter(self._ask(asks))
        things: list[Thing] = []
        inner: list[Place] = []
        for place in places:
            states, role, name, children = (next(answers) for _ in range(4))
            if states is None or role is None or name is None or children is None:
                continue
            bits = states[0][0] | states[0][1] << 32
            is_root = place[1] == _ROOT
            if not (is_root or bits >> _SHOWING & 1):
                continue
            things.append(Thing(place, role[0], name[0][1], bits))
            if len(children[0]) <= _MOST_CHILDREN:
                inner += [(bus, path) for bus, path in children[0]]
        return things, inner

    def _ask(self, asks: Sequence[tuple[Any, ...]]) -> list[Any]:
        """Ask all at once; return the bodies of the answers, None where there is none."""
        serials: dict[int, int] = {}
        for number, (name, path, interface, method, signature, body) in enumerate(asks):
            address = DBusAddress(path, bus_name=name, interface=interface)
            message = new_method_call(address, method, signature or None, body)
            serial = next(self._bus.outgoing_serial)
            self._bus.send(message, serial=serial)
            serials[serial] = number
        answers: list[Any] = [None] * len(asks)
        for message in self._replies(len(asks)):
            number = serials.pop(message.header.fields[5], -1)
            if number >= 0 and message.header.message_type is MessageType.method_return:
                answers[number] = message.body
        return answers

    def _replies(self, count: int) -> Iterator[Message]:
        while count:
            message = self._bus.receive(timeout=_WITHIN)
            if message.header.message_type in (MessageType.method_return, MessageType.error):
                count -= 1
                yield message


def _four(name: str, path: str) -> list[tuple[Any, ...]]:
    return [
        (name, path, _ACCESSIBLE, "GetState", "", ()),
        (name, path, _ACCESSIBLE, "GetRoleName", "", ()),
        _property(name, path, "Name"),
        (name, path, _ACCESSIBLE, "GetChildren", "", ()),
    ]


def _property(name: str, path: str, what: str) -> tuple[Any, ...]:
    return (name, path, "org.freedesktop.DBus.Properties", "Get", "ss", (_ACCESSIBLE, what))
