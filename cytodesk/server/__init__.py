"""The station's REST face: Cytomine's own API by subject, and /station/v1 for what it lacks.

    serving.py      what every handler is given: workspace, keys, slides, queue
    asking.py       one request, read; answers.py  one answer, in Cytomine's shapes
    signing.py      who signed it (both generations of signatures)
    repeats.py      our own POSTs happen once, however often they come
    errands.py      what takes longer than an answer may
    application.py  the Starlette application made of all subjects' ROUTES
    greeting.py users.py projects.py images.py pictures.py annotation_lists.py
    annotation_edits.py reviews.py
    algorithms.py runs.py run_records.py run_values.py notes.py station_api.py exchanges.py
    needs.py
                    one subject each: handlers and, last, their ROUTES

A handler is a plain function `(serving, asking) -> answer`, called in a thread. Words of Cytomine's
API (software, job, user job) live here and in `wire/` only. `station.py` comes in.
"""
