#!/usr/bin/env python3
"""`hq submit`, as far as a script says it, through HyperQueue's own Python library: its server and a worker play the tasks, on
this machine and for this submission alone. Stands in for the command line, which no package brings.
"""

import argparse
import os
import sys

from hyperqueue import Job
from hyperqueue.cluster import LocalCluster, WorkerConfig
from hyperqueue.ffi.protocol import ResourceRequest


def main(words):
    """Submits, waits, and fails if a task has."""
    options, command = words[: words.index("--")], words[words.index("--") + 1 :]
    parser = argparse.ArgumentParser(prog="hq", allow_abbrev=False)
    parser.add_argument("verb", choices=["submit"])
    parser.add_argument("--wait", action="store_true", required=True)
    parser.add_argument("--name", required=True)
    parser.add_argument("--array", required=True)
    parser.add_argument("--cpus", type=int, required=True)
    parser.add_argument("--crash-limit", type=int, required=True)
    parser.add_argument("--env", action="append", default=[])
    asked = parser.parse_args(options)
    first, last = map(int, asked.array.split("-"))
    assert first == 0, "the library counts from 0"
    job = Job(name=asked.name, max_fails=None, default_workdir=os.getcwd(), default_env=dict(e.split("=", 1) for e in asked.env))
    for _ in range(last + 1):
        job.program(command, resources=ResourceRequest(cpus=asked.cpus), crash_limit=asked.crash_limit)
    with LocalCluster(worker_config=WorkerConfig(cores=2)) as cluster:
        client = cluster.client()
        client.wait_for_jobs([client.submit(job)])


if __name__ == "__main__":
    main(sys.argv[1:])
