"""What is hung on things: job data with files, attached files, properties, descriptions."""

from pathlib import Path

from cytomine.models import (
    Annotation,
    AttachedFile,
    AttachedFileCollection,
    Description,
    ImageInstance,
    JobData,
    Property,
    PropertyCollection,
)
from cytomine.models.software import JobDataCollection


def use(job):
    told = {}
    out = Path("out")
    out.mkdir(exist_ok=True)
    report = str(out / "report.csv")
    Path(report).write_text("image;count\n7;76\n", "utf-8")
    data = JobData(job.job.id, "Report", "report.csv").save()
    told["upload"] = bool(data.upload(report))
    listed = JobDataCollection().fetch_with_filter("job", job.job.id)
    told["data"] = [[each.key, each.filename, each.size] for each in listed]
    came = out / "came.csv"
    told["download"] = bool(JobData().fetch(data.id).download(str(came)))
    told["came"] = came.read_text("utf-8")

    attached = AttachedFile(job.job, filename=str(Path(report).resolve()))
    told["attached"] = bool(attached.upload())
    files = AttachedFileCollection(job.job).fetch()
    told["files"] = [each.filename for each in files]
    told["fetched"] = bool(files[0].download(str(out / "again.csv")))

    image = ImageInstance().fetch(int(job.parameters.images.split(",")[0]))
    point = Annotation("POINT (5 5)", image.id, id_project=job.project.id).save()
    for thing in (job.job, job.project, image, Annotation().fetch(point.id)):
        Property(thing, key=f"sure {job.job.id}", value=True).save()
        properties = PropertyCollection(thing).fetch()
        told.setdefault("properties", []).append(properties[-1].value)
    told["by key"] = Property(job.job).fetch(key=f"sure {job.job.id}").value
    told["described"] = Description(job.job, data="<p>ä</p>").save().data
    told["description"] = Description(job.job).fetch().data
    return told
