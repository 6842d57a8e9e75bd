"""What can be run at a place: cards, installing, removing.

    page.py       AlgorithmsPage
    card.py       one algorithm: what it is, whether it can run here, when it was used last
    standing.py   why an algorithm can run or cannot, in words, and what would help
    install.py    InstallDialog: what will be copied, fetched and run, before anything is

The window comes in by AlgorithmsPage and InstallDialog.
"""
