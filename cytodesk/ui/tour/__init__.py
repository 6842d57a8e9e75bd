"""The tour: the whole journey played in the real window, with pictures and a report.

    tour.py      play_tour: a window of its own, on the screen or without one
    journey.py   what is clicked, in which order
    hand.py      Hand: finds what a person sees and clicks it
    pulse.py     Pulse: how long the window's thread was busy
    album.py     Album: pictures of each page, light and dark, and the report that shows them

`cytodesk tour` and `make run` without a screen come in here.
"""
