"""One project: its images with their facts, its terms, and who annotated.

    page.py           ProjectPage
    image_model.py    the images as a Qt model, filtered by words
    image_grid.py     the same as a grid of pictures; image_cell.py paints one
    facts.py          what is said of an image: size, magnification, pixel size, annotations
    thumbnails.py     pictures that come when they are seen, kept on disk
    side.py           terms, and who drew annotations; counts.py is the card of either
    new_term.py       NewTermDialog: one more class
    chosen_bar.py     what can be done with chosen images, and where the file of one is
    removing.py       asked first, with what goes along
    adding.py         files added one after the other, what was refused said together
    exporting.py      the project saved as one file

The window comes in by ProjectPage.
"""
