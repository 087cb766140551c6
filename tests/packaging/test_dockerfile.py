"""The Jetson image, as far as a machine without a container engine can check it."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


def instructions() -> list[tuple[str, str]]:
    """Every instruction of the Dockerfile with its continued lines joined and comments dropped."""
    lines = (ROOT / "Dockerfile.jetson").read_text(encoding="utf-8").splitlines()
    text = "\n".join(line for line in lines if not line.lstrip().startswith("#"))
    joined = re.sub(r"\\\n", " ", text)
    return [(line.split(maxsplit=1)[0], line.split(maxsplit=1)[1]) for line in joined.splitlines() if line.strip()]


def stage(name: str) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    inside = False
    for word, rest in instructions():
        if word == "FROM":
            inside = rest.endswith(f" AS {name}")
        elif inside:
            found.append((word, rest))
    return found


def test_two_stages_and_the_last_runs_as_a_plain_user() -> None:
    assert [rest.split(" AS ")[1] for word, rest in instructions() if word == "FROM"] == ["build", "run"]
    users = [rest for word, rest in stage("run") if word == "USER"]
    assert users == ["maitred"]


def test_it_says_how_it_is() -> None:
    (health,) = [rest for word, rest in stage("run") if word == "HEALTHCHECK"]
    assert '"maitred", "status"' in health
    assert "--start-period=600s" in health


@pytest.mark.parametrize("where", ["build", "run"])
def test_what_it_copies_is_in_the_project(where: str) -> None:
    for word, rest in stage(where):
        if word == "COPY" and "--from" not in rest:
            *sources, _ = shlex.split(rest)
            for source in sources:
                assert source == "wheel[s]" or (ROOT / source).exists(), source


def test_every_word_is_an_instruction() -> None:
    known = {"ARG", "FROM", "ENV", "RUN", "COPY", "USER", "WORKDIR", "VOLUME", "EXPOSE", "STOPSIGNAL"}
    known |= {"HEALTHCHECK", "ENTRYPOINT", "CMD"}
    assert {word for word, _ in instructions()} <= known
