"""Seconds that MLflow takes to search the same 100 runs of 30 parameters, for comparison.py.

    PEER/bin/python benchmarks/mlflow_peer.py

PEER is an environment of its own with mlflow-skinny, sqlalchemy and alembic; nothing of ours is
imported. Each run has its parameters and 44 pooled figures, in a SQLite store in a new folder.
"""

from __future__ import annotations

import statistics
import tempfile
import time
from pathlib import Path

from mlflow.entities import Metric, Param  # type: ignore[import-not-found]
from mlflow.tracking import MlflowClient  # type: ignore[import-not-found]

_RUNS, _PARAMETERS, _FIGURES, _TURNS = 100, 30, 44, 5


def filled(client: MlflowClient) -> str:
    experiment = client.create_experiment("compare")
    for number in range(_RUNS):
        run = client.create_run(experiment).info.run_id
        params = [
            Param(f"parameter {place}", str(place * 10 + number % (place + 1)))
            for place in range(_PARAMETERS)
        ]
        now = int(1000 * time.time())
        metrics = [
            Metric(f"figure {place}", float(place + number), now, 0) for place in range(_FIGURES)
        ]
        client.log_batch(run, metrics=metrics, params=params)
        client.set_terminated(run)
    return str(experiment)


def searched(client: MlflowClient, experiment: str) -> float:
    start = time.perf_counter()
    found = client.search_runs([experiment], max_results=_RUNS)
    if len(found) != _RUNS or len(found[0].data.params) != _PARAMETERS:
        raise SystemExit("The runs are not what was made.")
    return time.perf_counter() - start


def main() -> None:
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        client = MlflowClient(f"sqlite:///{Path(folder) / 'runs.db'}")
        experiment = filled(client)
        searched(client, experiment)
        turns = [searched(client, experiment) for _ in range(_TURNS)]
        print(f"mlflow search_runs: {1000 * statistics.median(turns):.0f} ms")


if __name__ == "__main__":
    main()
