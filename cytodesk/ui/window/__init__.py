"""The frame around the pages, and how it is opened.

opening.py       open_window: application, loop, desk, main window; ends them in reverse order
main_window.py   MainWindow: places the rooms and forwards what they wish
places.py        Places: this computer and servers, each connected once
book.py          Book: the pages that are open, made when first shown
page_makers.py   which page belongs to which key
top_bar.py       place, project, search, notices, help
navigation.py    the pages at the left, and what is open
activity.py      the runs of now, for the strip at the bottom and the number beside Analyses
commands.py      every command: its words, its keys, what it does
palette.py       the list of commands that Ctrl+L opens
bell.py          the notices that wait to be read
single.py        one window per user: a second start hands over its files
"""
