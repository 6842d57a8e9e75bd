"""How everything looks: colours by their names, letters, icons, one style sheet.

    theme.py     Theme: the tokens of now, light or dark; what every widget paints with
    tokens.py    resources/themes/tokens.json
    sheet.py     resources/themes/cytodesk.qss, filled with the tokens
    palette.py   the same tokens for what reads the palette: menus, rich text, native dialogs
    icons.py     one outline family at every size and pixel ratio

Widgets know names, never values, and read them when they paint: the theme may change meanwhile.
"""
