"""A script by hand: it keeps what stands around images and jobs, with all models of its client."""

import json
import sys

from cytomine import Cytomine, models
from cytomine.models import (
    AbstractImage,
    Annotation,
    AnnotationCollection,
    Description,
    ImageInstance,
    ImageInstanceCollection,
    Ontology,
    Project,
    ProjectCollection,
    RelationTerm,
    SliceInstanceCollection,
    StorageCollection,
    Tag,
    TagCollection,
    TagDomainAssociation,
    TagDomainAssociationCollection,
    Term,
    TermCollection,
    UserCollection,
)


def main(host, public, private, project):
    told = {}
    with Cytomine(host, public, private) as cytomine:
        told["human"] = cytomine.current_user.username
        project = Project().fetch(int(project))
        for part in (things, images, tags, drawn) + ((processing,) if has_jobs() else ()):
            told[part.__name__] = part(project)
    print(json.dumps(told))


def has_jobs():
    return hasattr(models, "Software")


def things(project):
    ontology = Ontology("Around").save()
    ontology = Ontology().fetch(ontology.id)
    ontology.name = "Around again"
    above, below = (Term(name, ontology.id, "#FF0000").save() for name in ("above", "below"))
    below.name, below.color = "deep", "#0000FF"
    told = [ontology.update().name.endswith("again"), below.update().name]
    relation = RelationTerm(above.id, below.id).save()
    told.append([relation.term1 == above.id, Term().fetch(below.id).parent == above.id])
    fetched = RelationTerm().fetch(above.id, below.id)
    told += [fetched.term2 == below.id, bool(fetched.delete())]
    told.append(sorted(t.name for t in TermCollection().fetch_with_filter("ontology", ontology.id)))
    other = Project("Around", id_ontology=ontology.id).save()
    other.name = "Around too"
    told.append(other.update().name.endswith("too"))
    told.append(len(ProjectCollection().fetch_with_filter("ontology", ontology.id)))
    told.append([u.username for u in UserCollection().fetch_with_filter("project", project.id)])
    told += [bool(other.delete()), bool(above.delete()), bool(ontology.delete())]
    told.append(Ontology().fetch(ontology.id))
    told.append([s.name for s in StorageCollection().fetch()])
    return told


def images(project):
    image = ImageInstanceCollection().fetch_with_filter("project", project.id)[0]
    base = AbstractImage().fetch(image.baseImage)
    told = [base.originalFilename, base.width]
    image.instanceFilename = "renamed.png"
    told.append(image.update().instanceFilename)
    other = Project("Images around", id_ontology=project.ontology).save()
    again = ImageInstance(image.baseImage, other.id).save()
    told += [again.width, again.id != image.id, bool(again.delete()), bool(other.delete())]
    slices = SliceInstanceCollection().fetch_with_filter("imageinstance", image.id)
    told.append([slices[0].channel, slices[0].image == image.id])
    return told


def tags(project):
    tag = Tag("good").save()
    tag.name = "better"
    told = [tag.update().name.startswith("better"), len(TagCollection().fetch()) > 0]
    put = TagDomainAssociation(project, tag=tag.id).save()
    told.append(put.tagName.startswith("better"))
    told.append(len(TagDomainAssociationCollection(project).fetch()))
    told.append(bool(put.delete()))
    described = Description(project, data="<b>all</b>").save()
    told += [described.data, bool(tag.delete())]
    return told


def drawn(project):
    image = ImageInstanceCollection().fetch_with_filter("project", project.id)[0]
    term = TermCollection().fetch_with_filter("project", project.id)[0]
    outline = "POLYGON ((1 1, 9 1, 9 9, 1 1))"
    made = Annotation(outline, image.id, term=[term.id], id_project=project.id).save()
    made.location = "POLYGON ((1 1, 20 1, 20 20, 1 1))"
    told = [made.update().location, bool(made.review([term.id]))]
    reviewed = AnnotationCollection(project=project.id, reviewed=True, showTerm=True).fetch()
    told.append([each.term == [term.id] for each in reviewed])
    near = AnnotationCollection(project=project.id, bbox="0,0,30,30", notReviewedOnly=True)
    told.append(len(near.fetch()))
    by_image = AnnotationCollection(image=image.id, showWKT=True, hideMeta=True).fetch()
    told.append([each.location for each in by_image])
    told.append(bool(made.delete()))
    return told


def processing(project):
    from cytomine.models.software import (
        Job,
        JobCollection,
        JobData,
        JobParameter,
        JobParameterCollection,
        JobTemplate,
        JobTemplateCollection,
        ProcessingServerCollection,
        Software,
        SoftwareParameter,
        SoftwareParameterConstraintCollection,
        SoftwareProject,
        SoftwareProjectCollection,
        SoftwareUserRepositoryCollection,
    )
    from cytomine.models.user import UserJobCollection

    software = Software("Around").save()
    software.resultName = "DownloadFiles"
    told = [software.update().resultName]
    parameter = SoftwareParameter("radius", "Number", software.id, 3, False, 1).save()
    parameter.humanName = "Radius"
    told.append(parameter.update().humanName)
    limits = SoftwareParameterConstraintCollection()
    told.append(len(limits.fetch_with_filter("softwareparameter", parameter.id)))
    link = SoftwareProject(software.id, project.id).save()
    told.append(len(SoftwareProjectCollection().fetch_with_filter("project", project.id)))
    told.append(len(ProjectCollection().fetch_with_filter("software", software.id)))
    job = Job(project.id, software.id).save()
    value = JobParameter(job.id, parameter.id, 5).save()
    value.value = 6
    told.append(value.update().value)
    told.append([v.value for v in JobParameterCollection().fetch_with_filter("job", job.id)])
    data = JobData(job.id, "k", "f.csv").save()
    data.key = "other"
    told += [data.update().key, bool(data.delete())]
    told.append(
        [j.id == job.id for j in JobCollection(project=project.id, software=software.id).fetch()]
    )
    told.append(len(UserJobCollection().fetch_with_filter("project", project.id)))
    template = JobTemplate("Around", software.id, project.id).save()
    told.append(len(JobTemplateCollection().fetch_with_filter("project", project.id)))
    told += [bool(template.delete()), bool(value.delete()), bool(job.delete())]
    told.append([s.name for s in ProcessingServerCollection().fetch()])
    told.append(len(SoftwareUserRepositoryCollection().fetch()))
    told += [bool(link.delete()), bool(parameter.delete()), bool(software.delete())]
    return told


if __name__ == "__main__":
    main(*sys.argv[1:])
