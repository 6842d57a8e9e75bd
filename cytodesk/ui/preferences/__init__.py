"""What the user prefers: PreferencesPage.

page.py    the page; each change is kept at once
rows.py    one preference: what it is, what it means, its control
space.py   what algorithms keep on the disk, and freeing it
"""
