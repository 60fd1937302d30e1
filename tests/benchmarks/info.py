"""Time of ``plateau info`` for a folder of a thousand files, as a user types it.

Run: ``python tests/benchmarks/info.py [FILES] [FILE.gml]``. Prints seconds of wall and processor
time, the median of five runs, and beside it what starting Python takes. Without FILE.gml the files
are copies of one of the sample city.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).parents[2]
SAMPLE = ROOT / "sample_data/13999_mihon-shi_2026_citygml_1_op/udx/bldg/53393434_bldg_6697_op.gml"
RUNS = 5


def seconds(*words: str) -> tuple[float, float]:
    """Wall and processor time of a process, median of several runs. [s]"""
    walls, processor = [], []
    for _ in range(RUNS):
        before, start = os.times(), time.perf_counter()
        subprocess.run([sys.executable, *words], cwd=ROOT, check=True, capture_output=True)
        after = os.times()
        walls.append(time.perf_counter() - start)
        processor.append(
            after.children_user
            - before.children_user
            + after.children_system
            - before.children_system
        )
    return statistics.median(walls), statistics.median(processor)


def main() -> None:
    """Build the folder, time it, print."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    content = Path(sys.argv[2] if len(sys.argv) > 2 else SAMPLE).read_bytes()
    with tempfile.TemporaryDirectory() as folder:
        bldg = Path(folder) / "27100_osaka-shi_2024_citygml/udx/bldg"
        bldg.mkdir(parents=True)
        tiles = [f"5135{b}{c:02d}" for b in range(20, 78) if b % 10 < 8 for c in range(100)]
        for tile in tiles[:count]:
            (bldg / f"{tile}_bldg_6697_op.gml").write_bytes(content)
        rows = {
            "python -c pass": seconds("-c", "pass"),
            "plateau --help": seconds("-m", "plateau", "--help"),
            f"plateau info, {count} files": seconds(
                "-m", "plateau", "info", str(bldg.parents[1]), "--json"
            ),
        }
    for name, (wall, processor) in rows.items():
        sys.stdout.write(f"{name:<32} {wall:6.2f} s wall {processor:6.2f} s processor\n")


if __name__ == "__main__":
    main()
