"""All subjects of the API, in the order in which their routes are tried."""

from __future__ import annotations

from cytodesk.server import (
    algorithms,
    annotation_adding,
    annotation_edits,
    annotation_lists,
    annotation_pictures,
    annotation_terms,
    exchanges,
    greeting,
    images,
    notes,
    pictures,
    projects,
    reviews,
    run_data,
    run_files,
    run_lists,
    run_values,
    runs,
    station_api,
    tags,
    users,
)

SUBJECTS = (
    greeting.ROUTES,
    users.ROUTES,
    projects.ROUTES,
    images.ROUTES,
    pictures.ROUTES,
    annotation_pictures.ROUTES,
    annotation_lists.ROUTES,
    annotation_adding.ROUTES,
    annotation_edits.ROUTES,
    annotation_terms.ROUTES,
    reviews.ROUTES,
    algorithms.ROUTES,
    run_lists.ROUTES,
    runs.ROUTES,
    run_data.ROUTES,
    run_values.ROUTES,
    run_files.ROUTES,
    tags.ROUTES,
    notes.ROUTES,
)
STATION_SUBJECTS = (
    station_api.ROUTES,
    run_lists.STATION_ROUTES,
    annotation_lists.STATION_ROUTES,
    tags.STATION_ROUTES,
    exchanges.ROUTES,
)
"""What Cytomine's API has no word for; an old server has none of it."""
