"""How many analyses a form makes: one, one for each image or term, a table, a sweep.

    shape.py         Shape: what was chosen, as a value that is kept
    many.py          Many: the rows that a shape and the answers come to, checked beside the form
    how_many.py      the pick in the foot; desk.py joins it with what is beside the form
    side.py          what is beside the form: the image, a table or a sweep
    table_panel.py   the table, beside the form; sweep_panel.py and sweep_axis.py the sweep
    choice_cell.py   the cells of it that choose: with a list, as their fields have
    odd.py           what looks odd, asked before a batch is started

The page comes in.
"""
