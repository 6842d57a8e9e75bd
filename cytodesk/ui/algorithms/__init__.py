"""What can be run at a place: cards, installing, removing.

    page.py       AlgorithmsPage
    card.py       one algorithm: what it is, whether it can run here, when it was used last
    surroundings.py   what an algorithm runs in, as it is chosen
    runs_with.py  RunsWith: an environment of its own, or a Python that one has
    runs_in_image.py  RunsInImage: the container image, whether it is here, who runs it
    standing.py   why an algorithm can run or cannot, in words, and what would help
    standing_line.py  the same, shown
    removing.py   said, asked, done
    install.py    InstallDialog: what will be copied, fetched and run, before anything is
    found_out.py  its page: what the app is, what is wrong with it, what it runs with
    install_facts.py  where it lies, its files, its program

The window comes in by AlgorithmsPage and InstallDialog.
"""
