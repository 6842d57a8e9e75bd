"""An app for tests: posts annotations one by one, and notes on disk what became of each.

acknowledged.txt has the ids that the server said are kept, failed.txt why others got no answer.
A request that fails is not sent again: clients of Cytomine never retry.
"""

import base64
import hashlib
import hmac
import http.client
import json
import os
import sys
import time
from email.utils import formatdate
from pathlib import Path
from urllib.parse import urlsplit

given = dict(zip(sys.argv[1::2], sys.argv[2::2], strict=False))
PATIENCE = 60.0


def ask(method, path, body=None):
    """Send one signed request on a connection of its own; return status and JSON."""
    content = b"" if body is None else json.dumps(body).encode()
    kind = "application/json" if body is not None else ""
    date = formatdate(usegmt=True)
    message = "\n".join([method, "", kind, date, path]).encode()
    key = given["--cytomine_private_key"].encode()
    signature = base64.b64encode(hmac.new(key, message, hashlib.sha1).digest()).decode()
    headers = {
        "date": date,
        "authorization": f"CYTOMINE {given['--cytomine_public_key']}:{signature}",
    }
    if kind:
        headers["content-type"] = kind
    place = urlsplit(given["--cytomine_host"])
    connection = http.client.HTTPConnection(place.hostname, place.port, timeout=PATIENCE)
    try:
        connection.request(method, path, content or None, headers)
        answer = connection.getresponse()
        return answer.status, json.loads(answer.read() or b"null")
    finally:
        connection.close()


def insist(method, path, body=None):
    """Ask until there is an answer: how a run ends is not to be lost."""
    give_up = time.monotonic() + PATIENCE
    while True:
        try:
            status, answer = ask(method, path, body)
            if status == 200:
                return answer
            note("failed.txt", f"{method} {path}: {status} {answer}")
        except (OSError, http.client.HTTPException, ValueError) as error:
            note("failed.txt", f"{method} {path}: {error!r}")
        if time.monotonic() > give_up:
            sys.exit("nobody answers")
        time.sleep(0.05)


def note(name, line):
    with Path(name).open("a", encoding="utf-8") as file:
        file.write(f"{line}\n")
        file.flush()
        os.fsync(file.fileno())


def square(number):
    x, y = 10 + 6 * (number % 100), 10 + 6 * (number // 100 % 60)
    return f"POLYGON (({x} {y}, {x + 5} {y}, {x + 5} {y + 5}, {x} {y + 5}, {x} {y}))"


def main():
    job = insist("GET", "/api/user/current.json")["job"]
    insist("PUT", f"/api/job/{job}.json", {"id": job, "status": 2})
    for number in range(int(float(given["--count"]))):
        body = {"image": int(given["--image"]), "location": square(number)}
        try:
            status, answer = ask("POST", "/api/annotation.json", body)
            if status == 200:
                note("acknowledged.txt", str(answer["annotation"]["id"]))
            else:
                note("failed.txt", f"{number}: {status} {answer}")
        except (OSError, http.client.HTTPException, ValueError) as error:
            note("failed.txt", f"{number}: {error!r}")
        time.sleep(float(given["--pause"]))
    done = {"id": job, "status": 3, "progress": 100, "statusComment": "all posted"}
    insist("PUT", f"/api/job/{job}.json", done)


if __name__ == "__main__":
    main()
