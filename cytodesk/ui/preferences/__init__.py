"""What the user prefers: PreferencesPage.

page.py      the page; each change is kept at once
rows.py      one preference: what it is, what it means, its control; groups of them
choices.py   appearance, language, analyses at a time
engine.py    the container engine
places.py    servers that were signed in to, and folders
space.py     what algorithms keep on the disk, and freeing it
"""
