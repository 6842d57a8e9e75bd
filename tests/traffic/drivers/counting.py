"""Annotations: saved in chunks by several threads, given terms, listed, changed, deleted."""

from cytomine.models import (
    AlgoAnnotationTerm,
    Annotation,
    AnnotationCollection,
    TermCollection,
)
from cytomine.models.collection import CollectionPartialUploadException
from drawing import outline, save


def use(job):
    image, project = int(job.parameters.images.split(",")[0]), job.project.id
    terms = TermCollection().fetch_with_filter("project", project)
    first, second = terms[0].id, terms[1].id
    told = {"terms": [term.name for term in terms]}
    told["saved"] = [save(image, project, first, count) for count in (0, 1, 14, 15, 16, 30)]

    partly = AnnotationCollection()
    partly.append(Annotation(location=outline(0), id_image=image, id_project=project))
    partly.append(Annotation(location="POLYGON ((", id_image=image, id_project=project))
    try:
        partly.save()
    except CollectionPartialUploadException as error:
        told["partly"] = [len(error.created), len(error.failed)]

    alone = Annotation(location=outline(390), id_image=image, id_project=project).save()
    given = AlgoAnnotationTerm(alone.id, second, id_expected_term=first, rate=0.5).save()
    told["given"] = [given.rate, given.term == second, given.expectedTerm == first]
    again = Annotation().fetch(alone.id)
    told["again"] = [again.location, again.term == [second], again.area, again.areaUnit]
    again.location = outline(391)
    told["changed"] = again.update().location
    told["refused"] = Annotation(location="POINT (9999 9999)", id_image=image).save()

    mine = job.job.userJob
    told["found"] = {
        "all": found(project=project, users=[mine]),
        "of term": found(project=project, users=[mine], term=first),
        "of terms": found(project=project, users=[mine], terms=[first, second]),
        "of image": found(image=image, user=mine, includeAlgo=True),
        "in box": found(project=project, users=[mine], bbox="0,0,25,25"),
        "without": found(project=project, users=[mine], noTerm=True),
        "reviewed": found(project=project, users=[mine], reviewed=True),
        "empty words": found(project=project, users=[mine], images=[], terms=[]),
        "nobody": found(project=project, users=[999999999]),
    }
    told["touching"] = found(image=image, user=mine, included=True, annotation=again.id)
    shown = AnnotationCollection(
        project=project, users=[mine], term=second, showWKT=True, showTerm=True, showGIS=True
    ).fetch()
    told["shown"] = [shown[0].location, shown[0].area, type(shown[0].created).__name__]
    pages = AnnotationCollection(project=project, users=[mine])
    told["by pages"] = len(pages.fetch(max=13))
    told["deleted"] = again.delete()
    told["left"] = found(project=project, users=[mine])
    return told


def found(**words):
    return len(AnnotationCollection(**words).fetch())
