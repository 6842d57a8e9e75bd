"""The steps from an empty file to today's schema, in order; each is applied once."""

from __future__ import annotations

from cytodesk.workspace.migrations import (
    m0001_first,
    m0002_reviews,
    m0003_whole_api,
    m0004_batches,
    m0005_image_order,
    m0006_boxes,
    m0007_queue,
    m0008_guests,
    m0009_builds,
    m0010_origin,
)

STEPS: tuple[str, ...] = (
    m0001_first.SQL,
    m0002_reviews.SQL,
    m0003_whole_api.SQL,
    m0004_batches.SQL,
    m0005_image_order.SQL,
    m0006_boxes.SQL,
    m0007_queue.SQL,
    m0008_guests.SQL,
    m0009_builds.SQL,
    m0010_origin.SQL,
)
"""`STEPS[n]` leads from schema n to schema n + 1."""

SCHEMA = len(STEPS)
