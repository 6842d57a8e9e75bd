"""The first page, and how one gets from there to a project.

    page.py           StartPage: drop, sample, sign in, own project, recent projects, this computer
    drop_area.py      where files are dropped or chosen
    recent.py         RecentProjects: what was open, kept in a drawer of the memory
    recent_list.py    the same as rows to choose from
    computer.py       what this computer can run; computer_list.py shows it
    sample_making.py  the sample, made while one may watch or stop it
    sign_in.py        SignInDialog: an address and two keys, tried at once
    new_project.py    NewProjectDialog: a name and its classes
    way_card.py       one way to begin, as a card

The window comes in by StartPage, RecentProjects, SignInDialog and NewProjectDialog.
"""
