"""Children that were forked use the client that their parent had opened."""

import multiprocessing

from cytomine.models import Project, TermCollection


def use(job):
    project = [job.project.id] * 6
    with multiprocessing.get_context("fork").Pool(2) as pool:
        names = pool.map(name_of, project)
        counts = pool.map(count_terms, project)
    return {"names": names, "terms": counts, "after": name_of(job.project.id)}


def name_of(project):
    return Project().fetch(project).name


def count_terms(project):
    return len(TermCollection().fetch_with_filter("project", project))
