"""Install a CPU build of torch into this environment, if one is at hand without gigabytes of CUDA.

usage: python requirements/cpu_torch.py      Exit 0 either way; says what it did and why.
"""

from __future__ import annotations

import importlib.util
import json
import subprocess
import sys

VERSION = "2.13.0"
CPU_INDEX = "https://download.pytorch.org/whl/cpu"


def candidate(*index: str) -> str | None:
    """The requirement of a CPU build that pip would take from here, or None."""
    pip = [
        sys.executable,
        "-m",
        "pip",
        "install",
        "--quiet",
        "--dry-run",
        "--no-deps",
        "--retries",
        "0",
        "--timeout",
        "10",
    ]
    asked = [*pip, "--report", "-", *index, f"torch=={VERSION}"]
    found = subprocess.run(asked, capture_output=True, text=True, check=False)
    if found.returncode:
        return None
    package = json.loads(found.stdout)["install"][0]
    needs = package["metadata"].get("requires_dist", [])
    cuda = any(need.startswith(("nvidia-", "cuda-")) for need in needs)
    return None if cuda else f"torch=={package['metadata']['version']}"


def main() -> None:
    if importlib.util.find_spec("torch"):
        print("torch is here already")
        return
    for index in ((), ("--index-url", CPU_INDEX)):
        if found := candidate(*index):
            extra = ("--extra-index-url", CPU_INDEX) if index else ()
            subprocess.run([sys.executable, "-m", "pip", "install", "--quiet", *extra, found], check=True)
            print(f"{found} installed")
            return
    print(f"No CPU build of torch {VERSION} at hand: tests marked `train` are skipped until you pip install one.")


if __name__ == "__main__":
    main()
