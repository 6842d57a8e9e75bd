"""What an app of 2018-2019 could ask of its client: everything that 2.0, 2.1 and 2.2 have alike.

They were written for Python 2.7 to 3.7: what has gone since is put back first.
"""

import json
import sys
from pathlib import Path

import the_past  # noqa: F401
from cytomine import CytomineJob
from cytomine.models import (
    AlgoAnnotationTerm,
    Annotation,
    AnnotationCollection,
    Description,
    ImageInstance,
    ImageInstanceCollection,
    JobData,
    OntologyCollection,
    Project,
    ProjectCollection,
    Property,
    PropertyCollection,
    Software,
    SoftwareCollection,
    Term,
    TermCollection,
    UserCollection,
)
from cytomine.models.software import JobCollection, JobDataCollection, SoftwareParameterCollection

TRIANGLE = "POLYGON ((100 100, 200 100, 100 200, 100 100))"


def main(words):
    Path("pictures").mkdir(exist_ok=True)
    told = {}
    with CytomineJob.from_cli(words) as job:
        told["algo"] = job.current_user.algo
        told["parameters"] = {
            name: value
            for name, value in sorted(vars(job.parameters).items())
            if "cytomine" not in name
        }
        job.job.progress = 10
        job.job.statusComment = "Begun"
        told["updated"] = bool(job.job.update())
        image = int(job.parameters.images.split(",")[0])
        told["things"] = things(job, image)
        told["drawn"] = drawn(job, image)
        told["looked"] = looked(job, image)
        told["filed"] = filed(job, image)
    print(json.dumps(told))


def things(job, image):
    project = job.project.id
    told = [
        [each.name for each in ProjectCollection().fetch()][:1] != [],
        Project().fetch(project).name == job.project.name,
        [each.name for each in TermCollection().fetch_with_filter("project", project)],
        len(OntologyCollection().fetch()) > 0,
        Software().fetch(job.software.id).name == job.software.name,
        len(SoftwareCollection().fetch_with_filter("project", project)) > 0,
        len(SoftwareParameterCollection().fetch_with_filter("software", job.software.id)),
        len(JobCollection(project=project, software=job.software.id).fetch()),
        [each.username for each in UserCollection().fetch_with_filter("project", project)],
        [
            each.instanceFilename
            for each in ImageInstanceCollection().fetch_with_filter("project", project)
        ],
        ImageInstance().fetch(image).instanceFilename,
        ImageInstance().fetch(999999999),
    ]
    return told


def drawn(job, image):
    project = job.project.id
    terms = TermCollection().fetch_with_filter("project", project)
    first, second = terms[0].id, terms[1].id
    made = Annotation(location=TRIANGLE, id_image=image, id_project=project).save()
    given = AlgoAnnotationTerm(made.id, second, id_expected_term=first, rate=0.5).save()
    again = Annotation().fetch(made.id)
    found = AnnotationCollection(
        project=project, users=[job.job.userJob], showWKT=True, showTerm=True, showMeta=True
    ).fetch()
    of_image = AnnotationCollection(
        image=image, user=job.job.userJob, includeAlgo=True, showMeta=True
    ).fetch()
    again.location = "POLYGON ((100 100, 150 100, 100 150, 100 100))"
    return [
        Term().fetch(first).name,
        given.rate,
        again.term == [second],
        [each.location for each in found],
        [each.term == [second] for each in found],
        len(of_image),
        again.update().location,
    ]


def looked(job, image_id):
    image = ImageInstance().fetch(image_id)
    annotation = AnnotationCollection(
        project=job.project.id, users=[job.job.userJob], showMeta=True
    ).fetch()[0]
    return [
        annotation.dump(str(Path("pictures", "crop.png"))),
        image.dump(str(Path("pictures", "thumb.png")), max_size=256),
        image.window(10, 20, 30, 40, str(Path("pictures", "window.png"))),
        image.download(str(Path("pictures", "{originalFilename}"))),
        len(image.image_servers()),
        sorted(path.name for path in Path("pictures").iterdir() if path.stat().st_size > 60),
    ]


def filed(job, image):
    report = Path("report.csv")
    report.write_text("image;count\n7;76\n")
    data = JobData(job.job.id, "Report", "report.csv").save()
    uploaded = data.upload(str(report))
    listed = JobDataCollection().fetch_with_filter("job", job.job.id)
    downloaded = JobData().fetch(data.id).download("came.csv")
    annotation = Annotation("POINT (5 5)", image, id_project=job.project.id).save()
    values = []
    for thing in (job.project, Annotation().fetch(annotation.id)):
        Property(thing, key=f"sure {job.job.id}", value="yes").save()
        values.append(PropertyCollection(thing).fetch()[-1].value)
    described = Description(job.project, data="<p>old</p>").save()
    return [
        bool(uploaded),
        [[each.key, each.filename, each.size] for each in listed],
        downloaded,
        Path("came.csv").read_text(),
        values,
        bool(described),
        annotation.delete(),
    ]


if __name__ == "__main__":
    main(sys.argv[1:])
