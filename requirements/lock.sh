#!/bin/sh
# Renew the lock files from pyproject.toml. Needs uv (`pip install uv`). Run from the project's root: sh requirements/lock.sh
#   run.txt   what the daemon needs on a CPU box
#   test.txt  run.txt and everything the tests and benchmarks need, but torch: its plain wheel drags in gigabytes of CUDA,
#             so requirements/cpu_torch.py picks a CPU build where one is at hand
set -eu
lock() { uv pip compile pyproject.toml requirements/build.in --universal --python-version 3.11 --fork-strategy fewest \
  --generate-hashes --no-header --no-annotate --quiet --upgrade --extra cpu "$@"; }
lock --output-file requirements/run.txt
lock --extra train --group dev --constraints requirements/run.txt --overrides requirements/no-torch.in --output-file requirements/test.txt
