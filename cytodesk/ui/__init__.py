"""The window: everything that imports Qt. What it shows comes over HTTP, through client/.

    theme/        colours by name, style sheet, palette, icons
    parts/        controls and views that know nothing of CytoDesk
    charts/       paints the Drawings of cytodesk.charts
    start/ project/ algorithms/ form/ runs/ compare/     the pages
    preferences/ about/
    window/       the frame around them, and how it is opened

    look.py       Look: what every widget is given first
    here.py       Here: what every page is given
    remote.py     Remote: a place asked without waiting
    tasks.py      Tasks: coroutines that belong to a widget
    memory.py     what is remembered between two starts
    notices.py    what the user should know
    arrivals.py   files that are dropped or chosen, and what each is; choosing.py asks for them
    kept_pictures.py  pictures of images on disk, for the pages that show them
    progressing.py  work of a page that one may watch and stop
    asked.py term_row.py marks.py amounts.py    what several pages show alike

Imports go from the last line of the upper list to the first; pages are strangers to each other.
"""
