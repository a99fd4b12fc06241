#!/usr/bin/env python3
"""Checks bench/race: how it runs and judges; no times.

    racing_test.py WALD [FOLDER] [--only TEXT]
"""

import contextlib
import io
import json
import subprocess
import sys
from pathlib import Path

BENCH = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(BENCH), str(BENCH.parent / "tools" / "wald")]
from racing import compare, engines, measure, programs  # noqa: E402
from testing import check, main  # noqa: E402


def times(native, wald):
    return {"times": {"fib": {"native": native, "wald": wald}}}


def compared(before, after):
    """Whether nothing is slower, and the verdict on fib."""
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        fine = compare.compare(before, after, "wald")
    return fine, next(line for line in out.getvalue().splitlines() if " fib " in line)


class Tests:
    def __init__(self, wald, folder):
        self.wald, self.folder = wald, folder

    def test_verdicts(self):
        steady = [1.0, 1.01, 0.99, 1.0, 1.0]
        before = times(steady, [5.0, 5.05, 4.95, 5.0, 5.0])
        for factor, fine, word in ((1.2, False, "SLOWER"), (0.8, True, "faster"), (1.0, True, "same")):
            after = times(steady, [factor * time for time in before["times"]["fib"]["wald"]])
            found = compared(before, after)
            check(found[0] == fine and word in found[1], f"{factor}: {found}")
        # Twice the time on a machine that takes twice as long for everything is no difference.
        halved = times([2 * time for time in steady], [2 * time for time in before["times"]["fib"]["wald"]])
        check("same" in compared(before, halved)[1], compared(before, halved))
        # What varies by a factor of two says nothing about a tenth.
        noisy = times(steady, [3.0, 8.0, 5.5, 4.0, 9.0])
        found = compared(before, noisy)
        check(found[0] and "can't say" in found[1], found)

    def test_compare_tells_by_its_status(self):
        files = [self.folder / "a.json", self.folder / "b.json"]
        files[0].write_text(json.dumps(times([1.0] * 5, [5.0] * 5)))
        files[1].write_text(json.dumps(times([1.0] * 5, [6.0] * 5)))
        for order, status in ((files, 1), (files[::-1], 0)):
            done = subprocess.run([BENCH / "race", "--compare", *order], capture_output=True, text=True)
            check(done.returncode == status, done.stdout + done.stderr)

    def test_commands_of_engines(self):
        module = Path("m.wasm")
        plain = programs.Program("p", module, arguments=["x y"])
        rooted = programs.Program("p", module, root="/r")
        engine = engines.Engine("toywasm", engines.KNOWN["toywasm"])
        check(engine.command(plain) == ["toywasm", "--wasi", "--", "m.wasm", "x y"], engine.command(plain))
        check(engine.command(rooted) == ["toywasm", "--wasi", "--wasi-dir=/r::/", "--", "m.wasm"], engine.command(rooted))
        edge = engines.Engine("wasmedge", engines.KNOWN["wasmedge"])
        check(edge.command(plain) == ["wasmedge", "--force-interpreter", "m.wasm", "x y"], edge.command(plain))
        check(engines.Engine("wasm3", "wasm3").command(rooted) is None, "wasm3 has no root")
        named = {each.name: each.words for each in engines.find(self.wald, ["toywasm=/opt/toywasm", "own=/opt/own -x {}"])}
        check(named["toywasm"][0] == "/opt/toywasm" and "--wasi" in named["toywasm"], named)
        check(named["own"] == ["/opt/own", "-x", "{}"], named)

    def test_what_prints_something_else_is_refused(self):
        good, bad = ["/bin/echo", "same"], ["/bin/echo", "other"]
        seconds, memory = measure.interleave({"a": good, "b": good}, 3)
        check(len(seconds["a"]) == 3 and min(seconds["a"]) > 0 and memory["b"] > 0, (seconds, memory))
        for commands in ({"a": good, "b": bad}, {"a": good, "b": ["/bin/false"]}):
            try:
                measure.interleave(commands, 1)
            except measure.Failed:
                continue
            check(False, f"{commands} was not refused")
        out = {}
        seconds, _ = measure.interleave({"a": good, "b": bad, "c": ["/bin/false"]}, 2, out=out)
        check(list(seconds) == ["a"] and len(seconds["a"]) == 2, seconds)
        check("prints" in out["b"] and "status 1" in out["c"], out)
        _, _, output = measure.run(["/bin/cat"], b"input")
        check(output == b"input", output)

    def test_a_kernel_runs(self):
        program = programs.kernel(BENCH / "kernels" / "sieve.c", ["1"])
        for engine in engines.find(self.wald, []):
            if engine.name == "wald":
                _, _, output = measure.run(engine.command(program))
                check(output == measure.run(program.native)[2] and output.startswith(b"sieve "), output)


main(Tests, __doc__)
