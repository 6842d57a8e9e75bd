"""Every command of the window, once: its words, its keys, what it does.

The menu, the list of Ctrl+L and the shortcuts are all made from this.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QMenuBar, QWidget

from cytodesk.ui.look import Look


@dataclass(frozen=True, slots=True)
class Command:
    key: str
    words: str
    act: Callable[[], object]
    menu: str = ""
    """The menu it stands in, as words; '' is in the list of commands only."""
    keys: tuple[str, ...] = ()
    icon: str = ""
    note: str = ""
    """What is said beside it in the list."""
    is_possible: Callable[[], bool] = lambda: True


def install(window: QWidget, look: Look, commands: Iterable[Command]) -> dict[str, QAction]:
    """Give `window` an action with its shortcuts for each command; return them by key."""
    actions = {}
    for command in commands:
        action = QAction(look.words(command.words), window)
        action.setObjectName(f"do-{command.key}")
        action.setShortcuts([QKeySequence(each) for each in command.keys])
        action.triggered.connect(lambda _=False, command=command: _do(command))
        window.addAction(action)
        actions[command.key] = action
    return actions


def fill_menus(
    bar: QMenuBar, look: Look, commands: Iterable[Command], actions: dict[str, QAction]
) -> None:
    """Put each command into its menu, in the order in which they are given."""
    menus: dict[str, QMenu] = {}
    for command in commands:
        if command.menu:
            if command.menu not in menus:
                menus[command.menu] = bar.addMenu(look.words(command.menu))
            menus[command.menu].addAction(actions[command.key])
    for menu in menus.values():
        menu.aboutToShow.connect(lambda: _refresh(commands, actions))


def _refresh(commands: Iterable[Command], actions: dict[str, QAction]) -> None:
    for command in commands:
        actions[command.key].setEnabled(command.is_possible())


def _do(command: Command) -> None:
    if command.is_possible():
        command.act()
