"""Counts what a kernel costs where nothing is random: instructions, and indirect jumps, of which the interpreter makes one for each node."""

import json
import re
import shutil
import subprocess
import tempfile
from pathlib import Path

from . import programs

RECORDED = Path(__file__).resolve().parent / "counts.json"
# More than this is a regression; the C library's start may differ by less.
TOLERANCE = 0.01
# Smaller than by default: each instruction takes fifty times as long there.
SIZES = {"distance": "1", "fib": "20", "format": "300", "graph": "1", "hashmap": "3000", "json": "2", "lz": "1", "mandelbrot": "40", "matmul": "1",
         "nbody": "5000", "queens": "7", "quicksort": "3000", "sha256": "1", "sieve": "1", "simd": "4", "sparse": "2", "vm": "200"}


def count(command):
    """Instructions and indirect jumps of a command."""
    with tempfile.NamedTemporaryFile() as out:
        done = subprocess.run(["valgrind", "--tool=cachegrind", "--cache-sim=no", "--branch-sim=yes",
                               f"--cachegrind-out-file={out.name}", *map(str, command)], capture_output=True, text=True)
        if done.returncode != 0:
            raise RuntimeError(done.stderr[-2000:])
        text = Path(out.name).read_text()
    events = re.search(r"^events: (.*)$", text, re.M).group(1).split()
    totals = re.search(r"^summary: (.*)$", text, re.M).group(1).split()
    values = dict(zip(events, map(int, totals)))
    return {"instructions": values["Ir"], "dispatches": values["Bi"]}


def count_all(wald, only):
    """What wald's interpreter costs on each kernel of a small size, less what an empty program does."""
    empty = programs.OUT / "empty.c"
    programs.OUT.mkdir(parents=True, exist_ok=True)
    if not empty.exists():
        empty.write_text("int main(void) { return 0; }\n")
    base = count([wald, "--engine", "interp", programs.build(empty, True)])
    counts = {}
    for program in programs.kernels(only):
        all_of_it = count([wald, "--engine", "interp", program.module, SIZES[program.name]])
        counts[program.name] = {what: all_of_it[what] - base[what] for what in base}
        print(f"  {program.name:12}" + "".join(f"{value:14,} {what}" for what, value in counts[program.name].items()), flush=True)
    return counts


def check(wald, only, record):
    """Compares with what is recorded, or records it; whether nothing costs more."""
    if not shutil.which("valgrind"):
        print("race: --count needs valgrind")
        return False
    counts = count_all(wald, only)
    recorded = json.loads(RECORDED.read_text()) if RECORDED.exists() else {}
    if record:
        RECORDED.write_text(json.dumps(recorded | counts, indent=1, sort_keys=True) + "\n")
        return True
    wrong = []
    for name, values in counts.items():
        for what, value in values.items():
            before = recorded.get(name, {}).get(what)
            if before is None:
                wrong.append(f"{name}: nothing is recorded (--record)")
            elif value > before * (1 + TOLERANCE):
                wrong.append(f"{name}: {value:,} {what}, {value / before - 1:.1%} more than the {before:,} recorded")
            elif value < before * (1 - TOLERANCE):
                print(f"  {name}: {1 - value / before:.1%} fewer {what} than recorded: --record")
    for line in wrong:
        print(line)
    return not wrong
