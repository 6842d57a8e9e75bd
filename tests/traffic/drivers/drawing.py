"""Outlines side by side, and how they are saved: alike in every client."""

from cytomine.models import Annotation, AnnotationCollection


def outline(number, size=10):
    left, bottom = 20 * (number % 20), 20 * (number // 20)
    right, top = left + size, bottom + size
    corners = [(left, bottom), (right, bottom), (right, top), (left, top), (left, bottom)]
    return "POLYGON (({}))".format(", ".join("{} {}".format(*corner) for corner in corners))


def save(image, project, term, count):
    many = AnnotationCollection()
    for number in range(count):
        many.append(
            Annotation(
                location=outline(number), id_image=image, id_project=project, id_terms=[term]
            )
        )
    return many.save()
