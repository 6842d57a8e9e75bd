"""One editor for each kind of parameter, each in a file of its own.

    editor.py    Editor: shows an answer silently, tells what the user's hand enters
    text.py      a line that becomes an area where there are several
    number.py    a number as it is typed, exact at any size; Up and Down step
    truth.py     a switch
    date.py      a day, typed or picked in a month
    entries.py   typed entries of a list, an editor for each
    domain.py    things of a server: one of the next two, or ids where nothing can be listed
    one.py       one thing of a list; one of a few texts
    many.py      several of them, as chips in the order in which they were chosen
    pasted.py    a pasted list of names
    listed.py    what the two share; choice_line.py is the line above the list
    known.py     what is known of chosen things, on whatever page they stand; paging.py fetches
    ids.py       ids typed by hand

table.py says which parameter has which. Nothing here asks a server; lists come in from outside.
"""
