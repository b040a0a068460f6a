"""The table of operations in the docs is what the code says, and what becomes of output that can't be written."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

from support.daemon import BINARY, Daemon

TABLE = Path(__file__).parent.parent / "docs" / "coverage.md"


def test_coverage_table_in_the_docs_is_what_the_binary_prints(daemon: Daemon) -> None:
    printed = daemon.cli("coverage").stdout
    assert TABLE.read_text().strip() == printed.strip(), "run `neargate coverage > docs/coverage.md`"


def test_a_reader_that_has_read_enough_ends_a_command_without_a_word() -> None:
    reading, writing = os.pipe()
    os.close(reading)
    try:
        run = subprocess.run([str(BINARY), "coverage"], stdout=writing, stderr=subprocess.PIPE, text=True, check=False)
    finally:
        os.close(writing)
    assert (run.returncode, run.stderr) == (128 + 13, "")


def test_output_that_can_not_be_written_is_an_error() -> None:
    with open("/dev/full", "w") as full:
        run = subprocess.run([str(BINARY), "coverage"], stdout=full, stderr=subprocess.PIPE, text=True, check=False)
    assert (run.returncode, run.stderr) == (1, "neargate: can't write to stdout: No space left on device (os error 28)\n")
