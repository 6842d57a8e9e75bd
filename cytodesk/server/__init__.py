"""The station's REST face: Cytomine's own API by subject, and /station/v1 for what it lacks.

    serving.py      what every handler is given: workspace, keys, slides, queue
    asking.py       one request, read; answers.py  one answer, in Cytomine's shapes
    filters.py      sorting and filtering of lists
    drawn.py        pixels -> an answer; keeping.py  pictures that may be kept
    guarding.py     who may knock: hosts, origins, sizes
    signing.py      who signed it (both generations of signatures)
    rights.py       what the key of a run may do, and when it ends
    repeats.py      our own POSTs happen once, however often they come
    errands.py      what takes longer than an answer may
    routes.py       a route as data; subjects.py  all of them; application.py  the Starlette one
    annotation_filters.py annotation_json.py
                    which annotations are asked for, and what is shown of them
    constraints.py installing.py
                    what constraints mean; how an app comes into the workspace

    One subject each, handlers and, last, their ROUTES:
    greeting users run_users projects ontologies images slices pictures tiles reviews
    annotation_lists annotation_adding annotation_edits annotation_terms annotation_pictures
    algorithms parameters links runs run_lists run_data run_values run_files templates
    tags tasks notes statistics retrieval reports
    station_api run_records batches exchanges needs guests

A handler is a plain function `(serving, asking) -> answer`, called in a thread. A route says what
the key of a run may do there (`ByRuns`). docs/api.md has the tables, written from the routes by
packaging/api_table.py. Words of Cytomine's API (software, job, user job) live here and in `wire/`
only. `station.py` comes in.
"""
