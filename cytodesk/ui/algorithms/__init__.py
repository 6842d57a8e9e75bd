"""What can be run at a place: cards, installing, removing.

    page.py       AlgorithmsPage
    card.py       one algorithm: what it is, whether it can run here, when it was used last
    runs_with.py  RunsWith: an environment of its own, or a Python that one has
    standing.py   why an algorithm can run or cannot, in words, and what would help
    standing_line.py  the same, shown
    removing.py   said, asked, done
    install.py    InstallDialog: what will be copied, fetched and run, before anything is

The window comes in by AlgorithmsPage and InstallDialog.
"""
