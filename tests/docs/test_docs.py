"""Docs that cannot rot: generated pages are current, links lead somewhere, commands exist."""

from __future__ import annotations

import re
import runpy
import tomllib
from pathlib import Path

import click
import pytest

from edge.cli import cli
from edge.settings import read

ROOT = Path(__file__).parents[2]
PAGES = sorted([ROOT / "README.md", ROOT / "CHANGELOG.md", *(ROOT / "docs").rglob("*.md")])


def test_generated_pages_are_current() -> None:
    pages = runpy.run_path(str(ROOT / "docs" / "generate.py"))["pages"]()
    stale = [path.name for path, text in pages.items() if path.read_text(encoding="utf-8") != text]
    assert stale == [], "run: make docs"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_lead_somewhere(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    links = re.findall(r"\]\(([^)#\s]+)[^)]*\)", text)
    broken = [link for link in links if "://" not in link and not (page.parent / link).exists()]
    assert broken == []


def _command_lines() -> list[tuple[Path, str]]:
    """Every `maitred ...` that a page tells somebody to type."""
    found = []
    for page in PAGES:
        for line in page.read_text(encoding="utf-8").splitlines():
            if match := re.match(r"^\s{4,}(?:\S*/bin/|sudo )?(maitred \w.*)$", line):
                found.append((page, match[1]))
    return found


def test_pages_tell_people_to_type_something() -> None:
    assert len(_command_lines()) >= 3


@pytest.mark.parametrize(("page", "line"), _command_lines(), ids=lambda value: str(value)[-50:])
def test_commands_in_docs_parse(page: Path, line: str) -> None:
    arguments = re.sub(r"\s+#.*$", "", line).split()[1:]
    command: click.Command = cli
    context = click.Context(cli, info_name="maitred")
    while isinstance(command, click.Group):
        found = command.get_command(context, arguments.pop(0))
        assert found, f"{page.name}: {line}"
        command = found
    command.make_context("maitred", arguments, resilient_parsing=False)


def test_the_example_settings_of_the_readme_are_good() -> None:
    (example,) = re.findall(r"```toml\n(.*?)```", (ROOT / "README.md").read_text(encoding="utf-8"), re.DOTALL)
    text = "\n".join(line.removeprefix("   ") for line in example.splitlines())
    tomllib.loads(text)
    assert read(text, {"CAM_EAST_PASSWORD": "x"}).cameras[0].id == "cam-east"
