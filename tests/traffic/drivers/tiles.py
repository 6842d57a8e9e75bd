"""A script of the years of clients 2.0 to 2.4: it reads a slide by its tiles."""

import json
import sys

from cytomine import Cytomine
from cytomine.models import ImageInstanceCollection
from cytomine.utilities.reader import Bounds, CytomineReader
from cytomine.utilities.wholeslide import WholeSlide


def main(host, public, private, project):
    with Cytomine(host, public, private):
        image = ImageInstanceCollection().fetch_with_filter("project", int(project))[0]
        slide = WholeSlide(image)
        told = [slide.depth, slide.width, slide.height, slide.mime]
        for zoom in (0, 1):
            reader = CytomineReader(slide, Bounds(0, 0, 200, 200), zoom=zoom)
            reader.read()
            told.append([reader.result().size, reader.result().getpixel((100, 100))])
    print(json.dumps(told))


if __name__ == "__main__":
    main(*sys.argv[1:])
