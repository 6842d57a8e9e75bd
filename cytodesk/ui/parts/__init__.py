"""Controls and views that know nothing of CytoDesk; every other room of the window uses them.

Each takes a Look first, paints with the theme's tokens, acts by keyboard, and tells with a signal
what the user's hand did; filling it is silent (`set_value`, `put`).

    buttons.py       Button (primary, plain, quiet, link, icon), IconButton, StarButton
    fields.py        TextField, SearchField         numbers.py      NumberField
    dates.py         DateField, Calendar            long_texts.py   LongText, Reading
    problems.py      ProblemLine
    picks.py         Pick (one or several choices)  menu.py         Menu
    choices.py       the open list of a Pick
    switches.py      Tick, Switch, Segmented        chips.py        Chip, ChipRow
    row_lists.py     ListRow, RowModel: rows to choose from; row_list_view.py shows them: RowList
    table.py         Table; rows.py Column, Rows; cells.py what stands in cells
    edit_table.py    EditTable: cells that are typed in
    states.py        ListStates: loading, empty, failed, full
    logs.py          LogView                        log_model.py    LogLine, LogModel
    popup.py         Popup                          dialogs.py      ask, Dialog, result_of
    cards.py         Card, Hairline, Group          texts.py        Text, Elided, IconText, ...
    marks.py         Marks                          pictures.py     Picture
    layouts.py       row, column                    scrolling.py    scrolled
    tabs.py          Tabs                           progress.py     ProgressLine
    tabbing.py       stops_in, chain: where Tab leads
    keyed.py         Keyed, Ringed: Enter, and a ring when Tab comes
    scale_bar.py     how large a picture is
    painting.py, standing.py, flow.py, header.py, cell_delegate.py   what they share
"""
