"""New analysis: a form made from a descriptor, checked while one types.

    page.py             FormPage: algorithm, form, image, foot; laid.py: what stands where
    parameter_form.py   ParameterForm: three groups; fields are built when they are reached
    section.py          one of the groups
    rows.py             rows of fields, laid out without Qt's layouts
    field.py            Field: one parameter, its editor made when somebody comes
      field_frame.py      label, help, problem around it, painted
      faces.py            what an editor shows while nobody is at it
      field_layout.py     where the parts of a field stand
      help.py             what it is for, and the lines of the descriptor; reason.py: why no list
    editors/            one file for each kind of parameter; table.py says which
    answers.py          Answers: what was entered and what is wrong with it, without widgets
    limits.py           how long a value may be where it goes
    groups.py           group, label, unit, bounds and caption of a parameter
    summary.py          a folded group in few words
    offers.py           Offers: the lists to choose from, asked for once; news.py: and anew
    thumbs.py           Thumbs: small pictures, fetched when looked at
    overlay.py          a sheet over the page; drop_list.py and choice_model.py are the list on it
    image_panel.py      the chosen image; images.py, sizes.py say which and how large
    many/               how many analyses: one for each image or term, a table, a sweep
    beginnings.py       which algorithm, and with which values
    presets.py          values under a name; preset_dialog.py keeps them
    chooser.py          all algorithms, where none was wanted yet
    head.py             algorithm and earlier values; restored.py says where values came from
    launch_bar.py       where, how many, what stops it; launcher.py, launches.py start them
    run_on.py           RunOn: at the project's place, or on this computer for a server
    guesses.py          what a parameter's own words already say
    preview.py          the arguments; past.py: values of an earlier analysis
    unsaved.py          what was entered, kept through a crash
    blame.py            which field a server means

MainWindow opens `FormPage(here, start_from, station)` and hears `launched`, `batch_started`
and `title_changed`.
"""
