"""Guests: runs carried out here whose project stands at another server, their home.

    keys.py      GuestKeys: the keys of each guest's own user, in private files
    calls.py     Calls: one guest's home, asked and told as that user
    logs.py      a line of ours in a guest's log, and all of it to its home
    telling.py   Guests: hears what homes say of their runs, and tells them what happened here

The program talks to its home itself. What it cannot say is said for it: that it waits, that it
begins, how it ended if it did not say so, and its log. The rows are the truth of what is still to
be told, so that neither a crash nor a lost network forgets any of it. The queue comes in.
"""
