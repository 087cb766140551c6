"""One box per test."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.web.house import Box, a_box


@pytest.fixture
async def box(tmp_path: Path) -> AsyncIterator[Box]:
    async with a_box(tmp_path) as running:
        yield running
