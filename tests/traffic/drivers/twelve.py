"""What every client can ask of a server, from 2.3.4 to the newest: lists, pictures, files, keys."""

import inspect
import json
import sys
from pathlib import Path

from cytomine import Cytomine
from cytomine.models import (
    Annotation,
    AnnotationCollection,
    AttachedFile,
    AttachedFileCollection,
    ImageInstance,
    ImageInstanceCollection,
    Project,
    Property,
    PropertyCollection,
    SliceInstanceCollection,
    TermCollection,
)
from drawing import outline, save
from looking import dumped, sized, windowed

try:
    from cytomine.models import Job, JobParameter
except ImportError:
    Job = JobParameter = None

HUNDRED_THOUSAND = ",".join(["1234567"] * 12500)


def main(host, public, private, project, image, software, parameters):
    project, image, software = int(project), int(image), int(software)
    told = {"strangers": strangers(host, public, private)}
    with Cytomine(host, public, private, verbose=40) as cytomine:
        terms = TermCollection().fetch_with_filter("project", project)
        counts = (0, 1, 14, 15, 16, 30)
        told["saved"] = [save(image, project, terms[0].id, count) for count in counts]
        told["listed"] = listed(project, image, terms)
        told["pictures"] = pictures(image, project)
        told["sent"] = sent(cytomine, host, project)
        told["hung"] = hung(project, image)
        told["paged"] = paged(cytomine, project)
        told["offered"] = offered(cytomine, host, project)
        if Job is not None:
            told["job"] = job_of(cytomine, project, software, json.loads(parameters))
    other = host.replace("127.0.0.1", "localhost")
    with Cytomine(other, public, private, verbose=40):
        told["other name"] = dumped(AnnotationCollection(project=project).fetch()[0], "name.png")
    print(json.dumps(told))


def strangers(host, public, private):
    """Wrong and unknown keys: refused in JSON, so that the client goes on with nobody."""
    seen = []
    for keys in ((public, "wrong"), ("unknown", private), ("", "")):
        with Cytomine(host, *keys, verbose=60) as cytomine:
            seen.append([bool(cytomine.current_user), cytomine.get("project.json")])
    return seen


def listed(project, image, terms):
    first, second = terms[0].id, terms[1].id

    def count(**words):
        return len(AnnotationCollection(**words).fetch())

    shown = AnnotationCollection(
        project=project, showWKT=True, showTerm=True, showGIS=True, showMeta=True, included=False
    ).fetch()
    return [
        len(shown),
        sorted({each.location for each in shown})[:1] == [outline(0)],
        {each.term == [first] for each in shown} == {True},
        {each.area for each in shown} == {100.0},
        count(project=project, users=[1]),
        count(project=project, term=first),
        count(project=project, terms=[first, second]),
        count(project=project, term=second),
        count(image=image, bbox="0,0,5,5"),
        count(project=project, users=[], images=[]),
        count(project=project, nonsense="x"),
        len(AnnotationCollection(project=project).fetch(max=13)),
    ]


def pictures(image_id, project):
    annotation = AnnotationCollection(project=project, showMeta=True).fetch()[0]
    image = ImageInstance().fetch(image_id)
    image.download(str(Path("files", "{originalFilename}")))
    return [
        dumped(annotation, "crop.png"),
        dumped(annotation, "crop.jpg"),
        dumped(annotation, "mask.png", mask=True),
        dumped(annotation, "alpha.png", mask=True, alpha=True),
        dumped(image, "thumb.png", max_size=256),
        windowed(image, "window.png", 10, 20, 30, 40),
        windowed(image, "outside.png", -10, -20, 100, 100),
        sized(Path("files", image.originalFilename)),
        image.reference_slice().zStack,
        len(SliceInstanceCollection().fetch_with_filter("imageinstance", image_id)),
    ]


def hung(project_id, image_id):
    report = Path("report.csv")
    report.write_text("image;count\n7;76\n", "utf-8")
    project = Project().fetch(project_id)
    attached = bool(AttachedFile(project, filename=str(report.resolve())).upload())
    files = AttachedFileCollection(project).fetch()
    annotation = AnnotationCollection(project=project_id).fetch()[0]
    values = []
    for thing in (project, ImageInstance().fetch(image_id), Annotation().fetch(annotation.id)):
        Property(thing, key="sure", value=True).save()
        values.append([each.value for each in PropertyCollection(thing).fetch()])
    return [attached, [each.filename for each in files], values]


def sent(cytomine, host, project):
    """Send a picture as a slide: old clients name the image server first."""
    dumped(ImageInstanceCollection().fetch_with_filter("project", project)[0], "sent.png")
    picture = str(Path("pictures", "sent.png"))
    takes_host = "upload_host" in inspect.signature(cytomine.upload_image).parameters
    words = ([host] if takes_host else []) + [picture, 1]
    file = cytomine.upload_image(*words, id_project=project, properties={"stain": "HE"}, sync=True)
    (image,) = file.images
    instance = image["imageInstances"][0]
    stain = PropertyCollection(ImageInstance().fetch(instance.id)).fetch()[0]
    told = [file.status, instance.instanceFilename, instance.width, stain.value]
    return [*told, image["abstractImage"].id == instance.baseImage, instance.delete()]


def paged(cytomine, project):
    path = f"project/{project}/imageinstance.json"

    def names(**words):
        answer = cytomine.get(path, query_parameters=words)
        return [answer["size"], [each["instanceFilename"] for each in answer["collection"]]]

    return [
        names(max=0),
        names(max=1, offset=1),
        names(sort="instanceFilename", order="desc"),
        names(**{"instanceFilename[ilike]": "SLIDE"}),
        names(**{"width[in]": "640,1"}),
        names(**{"width[lte]": "1"}),
        names(**{"nonsense[equals]": "1"}),
        len(ImageInstanceCollection().fetch_with_filter("project", project)),
    ]


def offered(cytomine, host, project):
    """Return how many each of the addresses offers that Domain parameters name."""
    ontology = Project().fetch(project).ontology
    uris = (
        "project/{p}/imageinstance.json",
        "ontology/{o}/term.json",
        "project/{p}/term.json",
        "project.json",
        "ontology.json",
        "project/{p}/user.json",
        "project/{p}/userjob.json",
        "project/{p}/software.json",
        "job.json?project={p}",
        "annotation.json?project={p}&noTerm=false",
        "discipline.json",
        "storage.json",
        "processing_server.json",
    )
    answers = [cytomine.get(uri.format(p=project, o=ontology)) for uri in uris]
    return [bool(answer) and len(answer["collection"]) == answer["size"] for answer in answers]


def job_of(cytomine, project, software, parameters):
    """Values of every kind, among them none and a very long one; a log before there is one."""
    job = Job(project, software).save()
    values = (None, True, 0.25, HUNDRED_THOUSAND)
    saved = [
        bool(JobParameter(job.id, parameter, value).save())
        for parameter, value in zip(parameters, values, strict=True)
    ]
    stored = cytomine.get(f"job/{job.id}/parameter.json")["collection"]
    texts = {each["softwareParameter"]: each["value"] for each in stored}
    kept = [texts[parameter] for parameter in parameters]
    return [saved, kept[:3], kept[3] == HUNDRED_THOUSAND, cytomine.get(f"job/{job.id}/log.json")]


if __name__ == "__main__":
    main(*sys.argv[1:])
