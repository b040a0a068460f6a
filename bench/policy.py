#!/usr/bin/env python3
"""`./dev bench policy`: how many decisions a second one core makes over policies as people have them, beside Cedar, AWS's own engine.

What is decided, and what Cedar is given instead of what it can't say, stands in `bench/policy/src`.
"""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

from measure import median, ratio, report, table

GOAL = 100_000
HERE = Path(__file__).parent / "policy"


def main() -> None:
    target = Path(os.environ["NEARGATE_BINARY"]).parent.parent / "bench"
    environment = {**os.environ, "CARGO_TARGET_DIR": str(target)}
    subprocess.run(["cargo", "build", "--quiet", "--release", "--locked"], cwd=HERE, env=environment, check=True)
    rounds: dict[str, list[float]] = json.loads(subprocess.check_output([target / "release" / "bench-policy"]))
    ours, cedar = median(rounds["neargate"]), median(rounds["cedar"])
    report("policy", "One thread, five requests with ten condition keys each, a policy of 401 kinds of action among others; "
                     "medians of rounds of a second, turn by turn.",
           table(["engine", "decisions/s", "µs each", "slowest round", "to Cedar"], [
               ["neargate", f"{ours:.0f}", f"{1e6 / ours:.2f}", f"{min(rounds['neargate']):.0f}", ratio(ours, cedar)],
               ["cedar-policy", f"{cedar:.0f}", f"{1e6 / cedar:.2f}", f"{min(rounds['cedar']):.0f}", "1.00 x"]]),
           table(["goal", "measured", "verdict"], [
               [f"≥ {GOAL} decisions/s", f"{ours:.0f}", "kept" if ours >= GOAL else "missed"]]))


if __name__ == "__main__":
    main()
