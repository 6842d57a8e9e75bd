"""An app for tests that needs nothing: it notes what it was given and waits for a file `end`."""

import json
import os
import sys
import time
from pathlib import Path

given = dict(zip(sys.argv[1::2], sys.argv[2::2], strict=False))
folder = Path(given["--folder"])
seen = {"given": given, "environment": dict(os.environ), "pid": os.getpid()}
(folder / "seen.part").write_text(json.dumps(seen), encoding="utf-8")
(folder / "seen.part").rename(folder / "seen.json")
print("my key is", given["--cytomine_private_key"], flush=True)
while not (folder / "end").exists():
    time.sleep(0.02)
print("ends", flush=True)
sys.exit(int(given["--ending"]))
