"""The table of operations in the docs is what the code says."""

from __future__ import annotations

from pathlib import Path

from support.daemon import Daemon

TABLE = Path(__file__).parent.parent / "docs" / "coverage.md"


def test_coverage_table_in_the_docs_is_what_the_binary_prints(daemon: Daemon) -> None:
    printed = daemon.cli("coverage").stdout
    assert TABLE.read_text().strip() == printed.strip(), "run `neargate coverage > docs/coverage.md`"
