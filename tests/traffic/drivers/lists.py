"""A script of today: it lists what stands in a project."""

import json
import sys

from cytomine import Cytomine
from cytomine.models import (
    AnnotationCollection,
    ImageInstanceCollection,
    OntologyCollection,
    Project,
    ProjectCollection,
    TermCollection,
)


def main(host, public, private, project):
    told = {}
    with Cytomine(host, public, private) as cytomine:
        told["user"] = cytomine.current_user.username
        told["projects"] = [each.name for each in ProjectCollection().fetch()]
        told["project"] = Project().fetch(int(project)).name
        told["ontologies"] = [each.name for each in OntologyCollection().fetch()]
        terms = TermCollection().fetch_with_filter("project", int(project))
        told["terms"] = [[each.name, each.color] for each in terms]
        images = ImageInstanceCollection().fetch_with_filter("project", int(project))
        told["images"] = [[each.instanceFilename, each.width, each.height] for each in images]
        wanted = AnnotationCollection(project=int(project), showWKT=True, showTerm=True)
        told["annotations"] = sorted(each.location for each in wanted.fetch())
        told["missing"] = Project().fetch(999999999)
    print(json.dumps(told))


if __name__ == "__main__":
    main(*sys.argv[1:])
