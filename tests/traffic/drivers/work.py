"""A Cytomine app that uses all of its client; what it saw is the last line that it prints."""

import json
import sys

import counting
import filing
import forking
import looking
from cytomine import CytomineJob


def main(words):
    told = {}
    with CytomineJob.from_cli(words) as job:
        told["algo"] = job.current_user.algo
        told["parameters"] = {
            name: value
            for name, value in sorted(vars(job.parameters).items())
            if "cytomine" not in name
        }
        job.job.update(progress=10, statusComment="Begun")
        for part in (counting, looking, filing, forking):
            told[part.__name__] = part.use(job)
        monitored = job.monitor(range(4), start=80, end=100, period=2, prefix="Counted")
        told["monitored"] = sum(monitored)
        told["status"] = job.job.status
    print(json.dumps(told))


if __name__ == "__main__":
    main(sys.argv[1:])
