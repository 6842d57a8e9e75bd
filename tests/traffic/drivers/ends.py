"""Four ways to leave the block of a CytomineJob."""

import json
import sys

from cytomine import CytomineJob


def fail():
    raise ValueError("boom é " + "x" * 300)


def leave():
    sys.exit(0)


def interrupt():
    raise KeyboardInterrupt


def end(words, way):
    job = CytomineJob.from_cli(words)
    try:
        with job:
            if way is not None:
                way()
    except BaseException as error:
        return [job.job.id, type(error).__name__]
    return [job.job.id, "nothing"]


if __name__ == "__main__":
    print(json.dumps([end(sys.argv[1:], way) for way in (None, fail, leave, interrupt)]))
