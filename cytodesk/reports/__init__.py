"""A comparison to take away: pictures, data, a report on paper, a research object. No Qt.

Doors:

    save_drawing(drawing, path)          pictures.py   one chart: .png, .svg, .pdf or its .csv
    write_report(study, path)            report.py     the whole: .pdf, .html or .zip

Behind them:

    contents.py     what stands in a report, in order: blocks.py, made by result_blocks.py and
                    agreement_blocks.py
    methods.py      the paragraph for a paper, what was left out
    painting.py     a Drawing by matplotlib; marks.py each kind of mark
    paper.py        contents on pages, as PDF
    web.py          contents as one HTML file
    crate.py        everything as a Workflow Run RO-Crate; crate_parts.py what it holds of a run

The window and the command line come in. Sentences arrive translated: `translate` says in which
language. matplotlib is imported with these modules: import them where they are used.
"""
