#!/usr/bin/env python3
"""Tests `wald snapshot` from outside: what a module does before and after, what is refused, and what is written.

    snapshot_test.py WALD [FOLDER] [--only NAME]

Inputs are made in FOLDER (default: a temporary one). The last line is "N passed, N failed".
"""

import os
import random
import subprocess
from pathlib import Path

import cli_test
import testing
from testing import Skipped, check

WASI = "wasi_snapshot_preview1"

# Counts how often it was initialised, and ends with that number.
COUNTER = f"""
(module
  (import "{WASI}" "proc_exit" (func $exit (param i32)))
  (memory (export "memory") 1)
  (global $ready (mut i32) (i32.const 0))
  (func (export "wizer.initialize")
    (global.set $ready (i32.add (global.get $ready) (i32.const 1)))
    (i32.store (i32.const 0) (i32.add (i32.load (i32.const 0)) (i32.const 10))))
  (func (export "other") (global.set $ready (i32.const 5)))
  (func (export "resume") (call $exit (i32.const 77)))
  (func (export "takes") (param i32))
  (func (export "gives") (result i32) (i32.const 1))
  (func (export "_start") (call $exit (i32.add (global.get $ready) (i32.load (i32.const 0))))))
"""

REACTOR = """
(module
  (global $ready (mut i32) (i32.const 0))
  (func (export "_initialize") (global.set $ready (i32.add (global.get $ready) (i32.const 1))))
  (func (export "setup") (global.set $ready (i32.mul (global.get $ready) (i32.const 7))))
  (func (export "ready") (result i32) (global.get $ready)))
"""

# Opens "file" in descriptor 3 and stores its number.
OPENS = f"""
(module
  (import "{WASI}" "path_open"
    (func $open (param i32 i32 i32 i32 i32 i64 i64 i32 i32) (result i32)))
  (import "{WASI}" "fd_close" (func $close (param i32) (result i32)))
  (import "{WASI}" "fd_read" (func $read (param i32 i32 i32 i32) (result i32)))
  (import "{WASI}" "fd_write" (func $write (param i32 i32 i32 i32) (result i32)))
  (import "{WASI}" "fd_renumber" (func $renumber (param i32 i32) (result i32)))
  (memory (export "memory") 1)
  (data (i32.const 100) "file")
  (func $try (param i32) (if (local.get 0) (then unreachable)))
  (func $opened (export "opens")
    (call $try (call $open (i32.const 3) (i32.const 0) (i32.const 100) (i32.const 4) (i32.const 0)
      (i64.const 2) (i64.const 0) (i32.const 0) (i32.const 0))))
  (func (export "opens_two") (call $opened) (call $opened))
  (func (export "reads")
    (call $opened)
    (i32.store (i32.const 16) (i32.const 1024))
    (i32.store (i32.const 20) (i32.const 100))
    (call $try (call $read (i32.load (i32.const 0)) (i32.const 16) (i32.const 1) (i32.const 20)))
    (call $try (call $close (i32.load (i32.const 0)))))
  (func (export "closes") (call $try (call $close (i32.const 3))))
  (func (export "closes_input") (call $try (call $close (i32.const 0))))
  (func (export "renumbers")
    (call $opened) (call $try (call $renumber (i32.load (i32.const 0)) (i32.const 3))))
  (func (export "_start")
    (call $try (call $write (i32.const 1) (i32.const 16) (i32.const 1) (i32.const 24)))))
"""


def calling(function, signature, call, body=""):
    return f"""(module (import "{WASI}" "{function}" (func $f {signature}))
      (memory (export "memory") 1)
      (func (export "wizer.initialize") {call} {body}))"""


class Tests:
    def __init__(self, wald, folder):
        self.wald = wald
        self.folder = folder
        self.command = cli_test.Tests(wald, folder)
        self.file = self.command.file
        self.run = self.command.run

    def snapshot(self, path, *options, err=None, **more):
        """The path of the snapshot of a module."""
        out = str(Path(path).with_suffix(".ready.wasm"))
        self.run("snapshot", path, "-o", out, *options, out="", err=err, **more)
        self.run("validate", out)
        return out

    def refused(self, path, *options, status=1, err, **more):
        """The message; nothing is written."""
        out = self.folder / "refused.wasm"
        message = self.command.refused("snapshot", path, "-o", out, *options, status=status, err=err, **more)
        self.check_nothing_written(out)
        return message

    def check_nothing_written(self, out):
        check(not Path(out).exists(), f"{out} is there")
        rest = [name for name in os.listdir(self.folder) if name.startswith(Path(out).name)]
        check(not rest, f"left behind: {rest}")

    # --- what is written -------------------------------------------------------------------------

    def test_program(self):
        path = self.file("counter.wat", COUNTER)
        self.run(path, status=0)
        ready = self.snapshot(path)
        self.run(ready, status=11)
        self.run("--engine", "interp", "--memory", "checked", ready, status=11)
        self.run("--invoke", "wizer.initialize", ready, status=2, err=".*unknown export.*")
        # A snapshot of a snapshot.
        again = self.snapshot(ready, "--init", "other")
        self.run(again, status=15)

    def test_program_compiled(self):
        if not (Path(self.wald).parent / "waldc").exists():
            raise Skipped("no compiler")
        ready = self.snapshot(self.file("counter.wat", COUNTER))
        artifact = self.folder / "ready.waot"
        self.run("compile", ready, "-o", artifact)
        self.run(artifact, status=11)

    def test_names_of_what_is_run(self):
        path = self.file("counter.wat", COUNTER)
        self.run(self.snapshot(path, "--init", "other"), status=5)
        kept = self.snapshot(path, "--keep-init")
        self.run("--invoke", "wizer.initialize", kept, out="")
        wald_name = self.file("own.wat", COUNTER.replace("wizer.", "wald."))
        self.run(self.snapshot(wald_name), status=11)
        both = self.file("both.wat", COUNTER.replace('(export "other")', '(export "wald.initialize")'))
        self.run(self.snapshot(both), status=11)

    def test_exports_renamed(self):
        path = self.file("counter.wat", COUNTER)
        ready = self.snapshot(path, "-r", "_start=resume")
        self.run(ready, status=77)
        self.run("--invoke", "resume", ready, status=2, err=".*unknown export.*")
        self.refused(path, "--rename-func", "_start=resum", status=2, err="no export has the name \"resum\"")
        self.refused(path, "--rename-func", "_start", status=2, err="NEW=OLD")

    def test_reactor(self):
        path = self.file("reactor.wat", REACTOR)
        self.run("--invoke", "ready", self.snapshot(path), out="i32:1\n")
        # `_initialize` goes before, and does not run again.
        self.run("--invoke", "ready", self.snapshot(path, "--init", "setup"), out="i32:7\n")
        self.run("--invoke", "ready", self.snapshot(path, "--init", "_initialize", "--keep-init"), out="i32:2\n")

    def test_start_function(self):
        path = self.file("start.wat", """(module (global $g (mut i32) (i32.const 0))
          (func $start (global.set $g (i32.add (global.get $g) (i32.const 1)))) (start $start)
          (func (export "get") (result i32) (global.get $g)))""")
        self.run("--invoke", "get", self.snapshot(path), out="i32:1\n")

    def test_same_bytes(self):
        path = self.file("counter.wat", COUNTER)
        first = Path(self.snapshot(path)).read_bytes()
        for options in ([], ["--memory", "checked"], ["--fuel", "1000"]):
            check(Path(self.snapshot(path, *options)).read_bytes() == first, f"{options}: other bytes")
        done = subprocess.run([self.wald, "snapshot", "-", "-o", "-"], input=Path(path).read_bytes(),
                              capture_output=True, check=True, timeout=60)
        check(done.stdout == first, "other bytes through pipes")

    def test_what_the_guest_is_given(self):
        echo = cli_test.ECHO.replace('"_start"', '"wizer.initialize"').replace("(call $exit", "(drop")
        path = self.file("echo.wat", echo)
        self.run("snapshot", path, "-o", self.folder / "x.wasm", "--", "one", "--two", out="echo.wat\none\n--two\n")
        environment = self.file("environment.wat", echo.replace("args_", "environ_"))
        self.run("snapshot", "--env", "A=b", environment, "-o", self.folder / "x.wasm", out="A=b\n")

    def test_files_that_are_read(self):
        self.file("data/file", "from a file\n")
        path = self.file("opens.wat", OPENS)
        ready = self.snapshot(path, "--dir", "data", "--init", "reads")
        self.run(ready, out="from a file\n")

    def test_verbose(self):
        path = self.file("counter.wat", COUNTER)
        self.snapshot(path, "-v", err=r"note: ran wizer.initialize for \d+\.\d\d ms\n"
                      r"note: [^\n]*counter.ready.wasm: \d+ bytes, 1 data segments for 65536 bytes of memory\n")
        random_get = calling("random_get", "(param i32 i32) (result i32)", "(drop (call $f (i32.const 0) (i32.const 8)))")
        self.snapshot(self.file("random.wat", random_get), "-v", err=".*remembers what it made of what it read: random numbers\n.*")
        clock = calling("clock_time_get", "(param i32 i64 i32) (result i32)",
                        "(drop (call $f (i32.const 0) (i64.const 0) (i32.const 0)))")
        self.snapshot(self.file("clock.wat", clock), "-v", err=".*what it read: the time\n.*")
        self.snapshot(self.file("clock.wat", clock), err="")

    def test_deterministic(self):
        path = self.file("random.wat", calling("random_get", "(param i32 i32) (result i32)",
                                               "(drop (call $f (i32.const 0) (i32.const 8)))"))
        options = ("--deterministic", "--seed", "7")
        first = Path(self.snapshot(path, *options)).read_bytes()
        check(Path(self.snapshot(path, *options)).read_bytes() == first, "not the same")
        check(Path(self.snapshot(path, "--deterministic")).read_bytes() != first, "the seed says nothing")

    def test_example(self):
        """What examples/snapshot prints is the same before and after."""
        folder = Path(__file__).resolve().parents[2] / "examples" / "snapshot"
        path = self.folder / "lisp.wasm"
        try:
            built = subprocess.run(["clang-19", "--target=wasm32-wasi", "-std=c23", "-Os", "-s", folder / "lisp.c", "-o", path],
                                   capture_output=True, timeout=60)
        except FileNotFoundError:
            raise Skipped("no clang-19") from None
        if b"cannot open" in built.stderr or b"file not found" in built.stderr:
            raise Skipped("no C library for WASI")
        check(built.returncode == 0, built.stderr.decode())
        ready = self.snapshot(path)
        forms = ["(take primes 5)", "(length primes)", "(factorise 1000001)", "(sort '(3 1 2))", "(find 27 collatz)",
                 "(sum squares)", "(nth fibonacci 30)", "(map (lambda (n) (- 0 n)) '(1 2))"]
        wanted = "(2 3 5 7 11)\n168\n(101 9901)\n(1 2 3)\n111\n338350\n832040\n(-1 -2)\n"
        for module in (path, ready):
            self.run(module, stdin=" ".join(forms).encode(), out=wanted)
        check(Path(self.snapshot(path)).read_bytes() == Path(ready).read_bytes(), "other bytes the second time")
        # What is evaluated when the snapshot runs is not kept.
        self.run(ready, stdin=b"(define x 1) x", out="x\n1\n")
        self.run(ready, "(take primes 3)", "(+ 1 2)", out="(2 3 5)\n3\n")
        self.run(ready, stdin=b"x", status=1, out="", err="lisp: unknown: x\n")

    # --- what is refused -------------------------------------------------------------------------

    def test_usage(self):
        path = self.file("counter.wat", COUNTER)
        self.command.refused("snapshot", status=2, err="no FILE")
        self.command.refused("snapshot", path, status=2, err="nowhere to write to: -o FILE")
        self.refused(path, "--init", "wizer", status=2, err=r"no export 'wizer' to run: it has wizer.initialize \(\) -> \(\)")
        self.refused(path, "--init", "memory", status=2, err="'memory' is a memory, not a function")
        self.refused(path, "--init", "takes", status=2, err=r"'takes' is \(i32\) -> \(\): what initialises takes")
        self.refused(path, "--init", "gives", status=2, err=r"'gives' is \(\) -> \(i32\)")
        self.refused(self.file("none.wat", '(module (func (export "f")))'), status=2,
                     err=r"exports none of wizer.initialize, wald.initialize, _initialize, and has no start function; "
                         r"--init can name f \(\) -> \(\)")
        self.refused(path, "--timeout", "1", status=2, err="unknown option")
        self.refused("missing.wasm", err="missing.wasm: No such file")

    def test_help(self):
        out, _ = self.run("snapshot", "--help")
        for word in ("wald snapshot", "--init", "--keep-init", "--rename-func", "--dir", "--env", "--fuel"):
            check(word in out, f"nothing of {word}")
        for line in out.splitlines():
            check(len(line) <= 110, f"a long line: {line}")
        check("wald snapshot" in self.run("--help")[0], "wald --help says nothing of it")

    def test_open_files(self):
        self.file("data/file", "text")
        path = self.file("opens.wat", OPENS)
        grant = ("--dir", "data")
        self.refused(path, *grant, "--init", "opens",
                     err=r"unsupported: a snapshot can't have open files: descriptor 4 is open \(.*/data/file\)")
        self.refused(path, *grant, "--init", "opens_two", err="descriptor 4 is open .*; 1 more changed")
        self.refused(path, *grant, "--init", "closes", err="descriptor 3 was closed")
        self.refused(path, *grant, "--init", "closes_input", err="descriptor 0 was closed")
        self.refused(path, *grant, "--init", "renumbers", err=r"descriptor 3 is open \(.*/data/file\)")

    def test_exit(self):
        body = calling("proc_exit", "(param i32)", "(call $f (i32.const {}))")
        for status in (0, 3):
            self.refused(self.file("exit.wat", body.format(status)),
                         err=f"ended itself with status {status} while wizer.initialize ran")

    def test_trap(self):
        path = self.file("trap.wat", '(module (func $f (export "wizer.initialize") unreachable))')
        out = self.folder / "trap.wasm"
        self.run("snapshot", path, "-o", out, status=134, out="",
                 err=r"error: wasm trap: unreachable\n  at f \(trap.wat\+0x[0-9a-f]+\)\n"
                     r"note: that was while wizer.initialize ran; no snapshot is written\n")
        self.check_nothing_written(out)
        segment = self.file("segment.wat", '(module (memory 1) (data (i32.const 65536) "x") (func (export "_initialize")))')
        self.run("snapshot", segment, "-o", out, status=134, out="", err="error: wasm trap: out of bounds memory.*")
        loop = self.file("loop.wat", '(module (func (export "_initialize") (loop (br 0))))')
        self.run("snapshot", "--fuel", "1000", loop, "-o", out, status=125, out="", err="error: wasm trap: .*fuel.*")
        self.check_nothing_written(out)

    def test_imports(self):
        init = '(func (export "_initialize"))'
        for import_, what in (('"env" "f" (func)', "functions of other modules than WASI's: \"env\" \"f\""),
                              ('"env" "memory" (memory 1)', "a memory of another module: \"env\" \"memory\""),
                              ('"env" "table" (table 1 funcref)', "a table of another module"),
                              ('"env" "global" (global i32)', "a global of another module"),
                              ('"env" "tag" (tag)', "a tag of another module"),
                              ('"wasi" "thread-spawn" (func (param i32) (result i32))', "threads: \"wasi\" \"thread-spawn\"")):
            path = self.file("imports.wat", f"(module (import {import_}) {init})")
            self.refused(path, err=f"imports.wat:0x[0-9a-f]+: unsupported: a snapshot can't have {what}")
        self.refused(self.file("unknown.wat", f'(module (import "{WASI}" "fd_wriet" (func)) {init})'),
                     err="unlinkable: unknown import")
        self.refused(self.file("shared.wat", f"(module (memory 1 1 shared) {init})"), err="threads share: memory 0 is")

    def test_values(self):
        path = self.file("object.wat", """(module (type $s (struct)) (global $g (mut (ref null $s)) (ref.null $s))
          (func (export "_initialize") (global.set $g (struct.new $s))))""")
        self.refused(path, err="unsupported: global 0 can't be in a snapshot: it holds a structure or an array")
        table = self.file("table.wat", """(module (type $s (struct)) (table 4 anyref)
          (func (export "_initialize") (table.set (i32.const 2) (struct.new $s))))""")
        self.refused(table, err="table 0, element 2 can't be in a snapshot")
        exception = self.file("exception.wat", """(module (tag $t) (global $g (mut exnref) (ref.null exn))
          (func (export "_initialize") (global.set $g
            (block $h (result exnref) (try_table (catch_all_ref $h) (throw $t)) (unreachable)))))""")
        self.refused(exception, err="global 0 can't be in a snapshot: it holds an exception")

    def test_too_much_memory(self):
        path = self.file("large.wat", """(module (memory 16385)
          (func (export "_initialize")
            (memory.fill (i32.const 0) (i32.const 1) (i32.const 0x40010000))))""")
        self.refused(path, status=125, err="the memories hold 1073807360 bytes, and a module may have 1073741824")

    def test_output_that_cannot_be_written(self):
        path = self.file("counter.wat", COUNTER)
        self.command.refused("snapshot", path, "-o", self.folder / "none" / "x.wasm", status=1, err="can't write .*No such file")
        before = self.file("before.wasm", "as it was")
        trap = self.file("trap.wat", '(module (func (export "_initialize") unreachable))')
        self.run("snapshot", trap, "-o", before, status=134, err=".*")
        check(Path(before).read_text() == "as it was", "what was there was touched")

    # --- bad input -------------------------------------------------------------------------------

    def test_no_module(self):
        self.refused(self.file("empty.wasm", b""), err="malformed: unexpected end")
        self.refused(self.file("magic.wasm", b"\0asm\2\0\0\0"), err="unknown binary version")
        self.refused(self.file("invalid.wat", '(module (func (export "_initialize") (result i32)))'), err="invalid")

    def test_damaged_modules(self):
        """Every byte of a small module is changed in turn: a snapshot that is written is valid, and nothing dies."""
        good = Path(self.snapshot(self.file("counter.wat", COUNTER), "--keep-init")).read_bytes()
        chance = random.Random(1)
        for place in range(8, len(good)):
            damaged = bytearray(good)
            damaged[place] ^= 1 << chance.randrange(8)
            path = self.file("damaged.wasm", bytes(damaged))
            out = self.folder / "out.wasm"
            done = subprocess.run([self.wald, "snapshot", "--fuel", "10000", "--max-memory", "64M", path, "-o", out],
                                  capture_output=True, timeout=60)
            about = f"byte {place} as {damaged[place]:#x}: {done.returncode}, {done.stderr!r}"
            check(done.returncode in (0, 1, 2, 125, 134) and b"internal" not in done.stderr, about)
            if done.returncode == 0:
                self.run("validate", out)


if __name__ == "__main__":
    testing.main(Tests, __doc__)
