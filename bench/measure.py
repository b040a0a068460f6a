"""What the benchmarks share: clocks of the processor, statistics, and tables that are printed and kept."""

from __future__ import annotations

import math
import os
import platform
import statistics
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

RESULTS = Path(__file__).parent / "results"
TICKS = os.sysconf("SC_CLK_TCK")
PAGE = os.sysconf("SC_PAGE_SIZE")


def median(values: Sequence[float]) -> float:
    return statistics.median(values)


def percentile(values: Sequence[float], share: float) -> float:
    """The smallest value that at least `share` of all don't exceed."""
    ordered = sorted(values)
    return ordered[max(0, math.ceil(share * len(ordered)) - 1)]


# Processor time


def machine_cpu() -> float:
    """Seconds that the machine's processors have worked, for whomever."""
    fields = Path("/proc/stat").read_text().splitlines()[0].split()[1:9]
    user, nice, system, _idle, _iowait, irq, softirq, _steal = (int(field) for field in fields)
    return (user + nice + system + irq + softirq) / TICKS


@dataclass
class Background:
    """How busy the machine is without us, in processors."""

    load: float

    @classmethod
    def measure(cls, seconds: float = 5) -> Background:
        before, started = machine_cpu(), time.monotonic()
        time.sleep(seconds)
        return cls((machine_cpu() - before) / (time.monotonic() - started))


class MachineMeter:
    """Processor time of the whole machine, less what was going on before and what this process itself used."""

    def __init__(self, background: Background) -> None:
        self.background = background
        self.machine, self.own, self.started = machine_cpu(), time.process_time(), time.monotonic()

    def seconds(self) -> float:
        worked = machine_cpu() - self.machine
        own = time.process_time() - self.own
        return max(0.0, worked - own - self.background.load * (time.monotonic() - self.started))


def process_cpu(pid: int) -> float:
    """Seconds that a process and its descendants have worked, those that ended and were waited for included."""
    total = 0.0
    for member in family(pid):
        try:
            fields = Path(f"/proc/{member}/stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue
        total += sum(int(field) for field in fields[11:15]) / TICKS
    return total


def family(pid: int) -> list[int]:
    """A process and its descendants."""
    found = [pid]
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        try:
            children = task.read_text().split()
        except OSError:
            continue
        for child in children:
            found += family(int(child))
    return found


# Memory


def rss_mib(pid: int) -> float:
    return sum(int(Path(f"/proc/{member}/statm").read_text().split()[1]) * PAGE for member in family(pid)) / 2**20


def pss_mib(pid: int) -> float:
    """A process's share of the memory that it maps, with pages shared by several divided among them."""
    for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
        if line.startswith("Pss:"):
            return int(line.split()[1]) / 1024
    raise ValueError(f"process {pid} has no Pss")


# Reports


def table(head: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    """A Markdown table whose columns also line up as plain text."""
    cells = [[str(cell) for cell in row] for row in [head, *rows]]
    widths = [max(len(row[column]) for row in cells) for column in range(len(head))]
    lines = ["| " + " | ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) + " |" for row in cells]
    lines.insert(1, "|" + "|".join("-" * (width + 2) for width in widths) + "|")
    return "\n".join(lines)


def ratio(value: float, reference: float | None) -> str:
    return f"{value / reference:.2f} x" if reference else "–"


def verdict(value: float | None, limit: float, unit: str) -> str:
    """A goal beside what was measured."""
    if value is None:
        return f"≤ {limit:g}{unit}: not measured"
    return f"≤ {limit:g}{unit}: {'kept' if value <= limit else 'missed'}"


def report(name: str, *parts: str) -> None:
    """Prints a report and keeps it in bench/results."""
    machine = f"{os.cpu_count()} × {processor()}, Linux {platform.release()}, {time.strftime('%Y-%m-%d')}"
    text = "\n\n".join([f"# {name}", machine, *parts]) + "\n"
    RESULTS.mkdir(exist_ok=True)
    (RESULTS / f"{name}.md").write_text(text)
    print(f"\n{text}")
    print(f"(kept in {RESULTS / name}.md)")


def processor() -> str:
    for line in Path("/proc/cpuinfo").read_text().splitlines():
        if line.startswith("model name"):
            return line.partition(":")[2].strip()
    return platform.machine()
