"""Journeys in a real window: a virtual screen, a window manager, a real mouse and real keys.

    screen.py     Screen: Xvfb, openbox and a private accessibility bus
    sight.py      Sight: what a screen reader is told that stands on the screen, and where
    hand.py       Hand: the mouse and the keys, by xdotool
    program.py    Program: `cytodesk open` on a home of its own, seen and touched
    servers.py    servers that hang, that are no Cytomine, that refuse the key

What is shown is asked of the window's accessibility tree, over the same bus as a screen reader
does: so each journey also holds that who cannot see the window is told the same. Where Xvfb,
openbox, xdotool or dbus-daemon is not installed, the journeys are skipped, saying so.
CYTODESK_PICTURES names a folder for pictures of every stop.
"""
