"""The frame around the pages, and how it is opened.

first_frame.py   open_window: application, desk, a window that is painted, before all else
screens.py       has_screen
opening.py       live_in: loop, places, watchdog; ends them in reverse order
frame.py         Frame: bar, navigation, pages, strip; what it shows at once, and what later
main_window.py   MainWindow: places the rooms and forwards what pages wish
page_makers.py   which page belongs to which key, and where its wishes go
book.py          Book: the pages that are open, each made when first shown
places.py        Places: this computer and servers, each connected once
travel.py        Travel: from place to place, from project to project
hand.py          Hand: whether somebody pressed something before one was back
errands.py       Errands: what is asked in a dialog before one goes anywhere
importing.py     a project that comes as a file: how far it is, and a way to stop it
open_things.py   OpenThings: forms, runs and comparisons at the left, kept with the project
following.py     Following: the runs of the project that one is in, shown and looked after
activity.py      Activity: the runs of now, for the strip below
batches.py       BatchKeeper: goes on with batches, and tells when one has ended
queueing.py      QueueWatch: whether the queue rests, who waits, pausing it
quiet_strip.py   the strip as long as nothing was ever running
single.py        Single: one window per user; a second start hands over its files

top_bar.py       place, project, search, notices, help
navigation.py    the pages at the left, and what is open
guest_news.py    what servers that do not answer mean for runs here
bell.py          the notices that wait to be read
toast.py         the newest notice, for a while
commands.py      Command: its words, its keys, what it does
menus.py         the commands that are always there
palette.py       the list of commands that Ctrl+L opens
"""
