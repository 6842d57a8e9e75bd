"""A Cytomine app for tests: adds annotations one after the other, and waits between them.

What the server acknowledged stands in acknowledged.txt, one id a line, flushed before the next.
"""

import signal
import sys
import time
from pathlib import Path

from cytomine import CytomineJob
from cytomine.models import Annotation, ImageInstanceCollection, JobData


def add(job, image, number):
    """Add a square; ask again until the server has said that it is kept."""
    left = 10 + 12 * (number % 100)
    box = f"POLYGON (({left} 10, {left + 10} 10, {left + 10} 20, {left} 20, {left} 10))"
    terms = [job.parameters.term] if job.parameters.term is not None else None
    saved = Annotation(
        location=box, id_image=image.id, id_project=image.project, id_terms=terms
    ).save()
    return saved.id if saved else None


def main(words):
    with CytomineJob.from_cli(words) as job:
        parameters = job.parameters
        if parameters.ending == "deaf":
            signal.signal(signal.SIGTERM, signal.SIG_IGN)
        Path("text.txt").write_text(parameters.text or "", encoding="utf-8")
        image = ImageInstanceCollection().fetch_with_filter("project", job.project.id)[0]
        with Path("acknowledged.txt").open("w", encoding="utf-8") as acknowledged:
            for number in job.monitor(range(parameters.count), prefix="Annotation", period=10):
                kept = add(job, image, number)
                if kept is not None:
                    acknowledged.write(f"{kept}\n")
                    acknowledged.flush()
                time.sleep(parameters.pause)
        if parameters.ending == "exception":
            raise RuntimeError("the tissue is too small")
        if parameters.ending == "exit":
            sys.exit(7)
        data = JobData(job.job.id, "text", "text.txt").save()
        data.upload("text.txt")


if __name__ == "__main__":
    main(sys.argv[1:])
