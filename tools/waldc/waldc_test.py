#!/usr/bin/env python3
"""Tests `wald compile` and the compiler from outside.

    waldc_test.py WALD WALDC [FOLDER] [--only NAME]

Inputs are made in FOLDER (default: a temporary one). The last line is "N passed, N failed".
"""

import os
import pty
import random
import shutil
import signal
import struct
import subprocess
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "wald"))
import testing  # noqa: E402
from testing import check  # noqa: E402

TIMEOUT = 120

ADD = """
(module
  (func (export "add") (param i32 i32) (result i32) (i32.add (local.get 0) (local.get 1)))
  (memory (export "memory") 1))
"""


# Functions that never end, each in another way.
ENDLESS = """
(module
  (memory 1 16385)
  (func $count (export "count") (local $i i32)
    (loop $l
      (i32.store (i32.const 0) (local.tee $i (i32.add (local.get $i) (i32.const 1))))
      (br $l)))
  (func $vector (export "vector") (local $i i32)
    (loop $l
      (v128.store (local.get $i) (i32x4.add (v128.load offset=16 (local.get $i)) (v128.load (local.get $i))))
      (local.set $i (i32.and (i32.add (local.get $i) (i32.const 16)) (i32.const 0x7fff)))
      (br $l)))
  (func $fill (export "fill")
    (drop (memory.grow (i32.const 16384)))
    (loop $l (memory.fill (i32.const 0) (i32.const 1) (i32.const 0x40000000)) (br $l)))
  (func $out (export "out") (loop $l (drop (memory.grow (i32.const 0))) (br $l)))
  (func $fib (export "recurse") (param $n i32) (result i32)
    (if (result i32) (i32.lt_s (local.get $n) (i32.const 2))
      (then (local.get $n))
      (else (i32.add (call $fib (i32.sub (local.get $n) (i32.const 1)))
                     (call $fib (i32.sub (local.get $n) (i32.const 2))))))))
"""

# Two modules whose functions call each other in tail position, with an argument that has no register.
TAIL_TYPE = "(type $f (func (param i32 i64 f64 i32 i32 i32 i32) (result i64)))"
TAIL_REST = "(local.get 2) (local.get 3) (local.get 4) (local.get 5) (local.get 6)"
TAIL_FIRST = f"""
(module
  {TAIL_TYPE}
  (table (export "table") 1 funcref)
  (func (export "f") (type $f)
    (if (i32.eqz (local.get 0)) (then (return (local.get 1))))
    (return_call_indirect (type $f) (i32.sub (local.get 0) (i32.const 1))
      (i64.add (local.get 1) (i64.const 3)) {TAIL_REST} (i32.const 0)))
  (func (export "call") (param i32) (result i64)
    (i64.add (i64.const 1)
      (call_indirect (type $f) (local.get 0) (i64.const 0) (f64.const 0)
        (i32.const 1) (i32.const 2) (i32.const 3) (i32.const 4) (i32.const 0)))))
"""
TAIL_SECOND = f"""
(module
  {TAIL_TYPE}
  (import "first" "table" (table 1 funcref))
  (import "first" "f" (func $f (type $f)))
  (import "first" "call" (func $call (param i32) (result i64)))
  (elem (i32.const 0) $g)
  (func $g (type $f)
    (if (i32.ne (local.get 6) (i32.const 4)) (then (unreachable)))
    (if (i32.eqz (local.get 0)) (then (return (local.get 1))))
    (return_call $f (i32.sub (local.get 0) (i32.const 1))
      (i64.add (local.get 1) (i64.const 5)) {TAIL_REST}))
  (func (export "tail") (param i32) (result i64)
    (return_call $g (local.get 0) (i64.const 0) (f64.const 0) (i32.const 1) (i32.const 2) (i32.const 3) (i32.const 4)))
  (func (export "plain") (param i32) (result i64)
    (i64.add (i64.const 1)
      (call $g (local.get 0) (i64.const 0) (f64.const 0) (i32.const 1) (i32.const 2) (i32.const 3) (i32.const 4))))
  (func (export "across") (param i32) (result i64) (return_call $call (local.get 0))))
"""


def large(functions):
    """A module that takes seconds to compile."""
    choose = random.Random(1)
    lines = ["(module (memory 1)"]
    for i in range(functions):
        lines.append("(func (param i32 i32) (result i32)")
        for _ in range(120):
            lines.append(f"(i32.store offset={4 * choose.randrange(1000)} (local.get {choose.randrange(2)})"
                         f" (i32.rotl (i32.load (local.get 1)) (i32.const {choose.randrange(32)})))")
        lines.append(f"(call {choose.randrange(functions)} (local.get 1) (local.get 0)))")
    return "\n".join(lines) + ")"


class Tests:
    def __init__(self, wald, waldc, folder):
        self.wald, self.waldc, self.folder = wald, waldc, folder

    def file(self, name, content):
        path = self.folder / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    def run(self, *args, status=0, **options):
        done = subprocess.run([str(a) for a in args], capture_output=True, timeout=TIMEOUT, **options)
        out, err = done.stdout.decode(errors="replace"), done.stderr.decode(errors="replace")
        check(done.returncode == status, f"{args}: status {done.returncode}, expected {status}: {out}{err}")
        return out, err

    def compile(self, *args, **options):
        return self.run(self.wald, "compile", *args, **options)

    def test_wald_links_no_llvm(self):
        out, _ = self.run("readelf", "-d", self.wald)
        check("LLVM" not in out, out)
        check(b"_ZN4llvm" not in Path(self.wald).read_bytes(), "it has symbols of LLVM's")

    def test_help_and_version(self):
        out, _ = self.compile("--help")
        check("--cpu NAME" in out and "-O3" in out and "wald compile" in out, out)
        out, _ = self.run(self.waldc, "--version")
        check(out.startswith("waldc ") and "LLVM " in out, out)
        out, _ = self.run(self.wald, "--help")
        check("wald compile" in out, out)

    def test_an_artifact_is_written(self):
        source = self.file("add.wat", ADD)
        self.compile(source, "-o", self.folder / "a")
        artifact = (self.folder / "a").read_bytes()
        check(artifact.startswith(b"\0waot\r\n\x1a"), artifact[:8])
        out, _ = self.compile("-", "-o", "-", input=ADD.encode())
        check("waot" in out, "nothing on standard output")
        self.compile("-O2", "--jobs", "1", source, "-o", self.folder / "b")
        check((self.folder / "b").read_bytes() == artifact, "other threads, other bytes")
        check(sorted(p.name for p in self.folder.iterdir()) == ["a", "add.wat", "b"], "files left behind")
        check((self.folder / "a").stat().st_mode & 0o777 == 0o666 & ~umask(), "permissions")

    def test_levels_and_emits(self):
        source = self.file("add.wat", ADD)
        for level in ("-O0", "-O1", "-O2", "-O3", "-Os"):
            self.compile(level, source, "-o", self.folder / "a")
        out, _ = self.compile("--emit", "llvm-ir", source)
        check("define hidden" in out, out)
        out, _ = self.compile("--emit=asm", source)
        check("f0:" in out, out)
        self.compile("--emit", "obj", source, "-o", self.folder / "o")
        check((self.folder / "o").read_bytes().startswith(b"\x7fELF"), "no object")

    def test_wrong_usage(self):
        source = self.file("add.wat", ADD)
        for args, text in [
            ((), "no FILE"),
            ((source,), "-o FILE"),
            ((source, source, "-o", "x"), "more than one FILE"),
            ((source, "-o", "x", "-O9"), "unknown option '-O9'"),
            ((source, "-o", "x", "--jobs", "0"), "--jobs 0"),
            ((source, "-o", "x", "--emit", "exe"), "'llvm-ir', 'asm' or 'obj'"),
            ((source, "-o", "x", "--cpu", "z80"), "unknown CPU 'z80'"),
        ]:
            _, err = self.compile(*args, status=2, cwd=self.folder)
            check(text in err, err)
        check(not (self.folder / "x").exists(), "a file was made")

    def test_bad_input_and_output(self):
        _, err = self.compile(self.folder / "none.wasm", "-o", self.folder / "x", status=1)
        check("No such file" in err, err)
        source = self.file("bad.wat", "(module (func (result i32)))")
        _, err = self.compile(source, "-o", self.folder / "x", status=1)
        check("invalid: type mismatch" in err, err)
        good = self.file("add.wat", ADD)
        _, err = self.compile(good, "-o", self.folder / "no" / "x", status=1)
        check("No such file" in err, err)
        _, err = self.compile(good, "-o", "/dev/full", status=1)
        check("No space left" in err, err)
        check(not (self.folder / "x").exists(), "a file was made")
        # A link stays one.
        (self.folder / "link").symlink_to(self.file("target", "old"))
        self.compile(good, "-o", self.folder / "link")
        check((self.folder / "link").is_symlink() and len((self.folder / "target").read_bytes()) > 100, "link")

    def test_interrupted_nothing_is_left(self):
        source = self.file("large.wat", large(1500))
        target = self.file("out", "before")
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGKILL):
            process = subprocess.Popen([self.wald, "compile", source, "-o", target])
            time.sleep(1)
            process.send_signal(number)
            check(process.wait(TIMEOUT) == -number, f"status {process.returncode}")
        check(target.read_bytes() == b"before", "the old file is gone")
        check(sorted(p.name for p in self.folder.iterdir()) == ["large.wat", "out"], "files left behind")

    def test_progress_is_shown_on_a_terminal(self):
        source = self.file("large.wat", large(1500))
        master, slave = pty.openpty()
        process = subprocess.Popen([self.wald, "compile", source, "-o", self.folder / "x"], stderr=slave)
        os.close(slave)
        shown = b""
        while True:
            try:
                part = os.read(master, 4096)
            except OSError:
                break
            if not part:
                break
            shown += part
        check(process.wait(TIMEOUT) == 0, "failed")
        check(b" of 1500 functions" in shown and b"s left" in shown, shown[-500:])
        check(shown.endswith(b"\r\x1b[K"), shown[-100:])

    def test_without_the_compiler(self):
        alone = self.folder / "bin"
        alone.mkdir()
        shutil.copy(self.wald, alone / "wald")
        _, err = self.run(alone / "wald", "compile", "x", "-o", "y", status=1, env={"PATH": "/nowhere"})
        check("'waldc'" in err and "install" in err and str(alone) in err, err)
        # In PATH, then in libexec.
        source = self.file("add.wat", ADD)
        where = {"PATH": str(Path(self.waldc).parent)}
        self.run(alone / "wald", "compile", source, "-o", self.folder / "a", env=where)
        (self.folder / "libexec" / "wald").mkdir(parents=True)
        (self.folder / "libexec" / "wald" / "waldc").symlink_to(self.waldc)
        self.run(alone / "wald", "compile", source, "-o", self.folder / "a", env={"PATH": "/nowhere"})

    def request(self, module, *options):
        text = struct.pack("<I", len(options))
        for option in options:
            text += struct.pack("<I", len(option)) + option.encode()
        return text + struct.pack("<Q", len(module)) + module

    def serve(self, requests, status=0):
        done = subprocess.run([self.waldc, "--serve"], input=b"".join(requests), capture_output=True, timeout=TIMEOUT)
        check(done.returncode == status, f"status {done.returncode}: {done.stderr}")
        answers, rest = [], done.stdout
        while rest:
            kind, size = struct.unpack_from("<BQ", rest)
            answers.append((kind, rest[9:9 + size]))
            rest = rest[9 + size:]
        return answers

    def test_many_are_served(self):
        source = self.file("add.wat", ADD)
        self.run(self.wald, "wat2wasm", source, "-o", self.folder / "add.wasm")
        module = (self.folder / "add.wasm").read_bytes()
        self.compile("-O1", source, "-o", self.folder / "a")
        answers = self.serve([
            self.request(module, "-O1"),
            self.request(b"no module"),
            self.request(module, "--cpu", "z80"),
            self.request(module, "-O1", "--no-guard"),
            self.request(module, "-O1"),
        ])
        check([kind for kind, _ in answers] == [0, 1, 7, 0, 0], answers)
        check(answers[0][1] == (self.folder / "a").read_bytes() == answers[4][1], "other bytes")
        check(answers[1][1] == b"magic header not detected", answers[1])
        check(answers[3][1] != answers[0][1], "without guards it is the same")

    def test_a_time_limit_ends_compiled_code(self):
        source = self.file("endless.wat", ENDLESS)
        artifact = self.folder / "endless.waot"
        for options in ((), ("--no-signals",)):
            self.compile(*options, source, "-o", artifact)
            # Long enough for a start under a sanitizer on a busy machine: the guest has to be at work by then.
            for name in ("count", "vector", "fill", "out"):
                _, err = self.run(self.wald, *options, "--timeout", "500ms", "--invoke", name, artifact, status=124)
                check(err.startswith(f"error: wasm trap: interrupted\n  at {name} (endless.waot+0x"), err)
                check(err.endswith("note: the time of --timeout is over\n"), err)
            _, err = self.run(self.wald, *options, "--timeout", "500ms", "--invoke", "recurse", artifact, "60", status=124)
            check(err.count("\n  at fib (") >= 2, err)
            # At any instruction, also on the way out of compiled code and back.
            chance = random.Random(1)
            for _ in range(100):
                limit = f"{chance.randrange(200, 4000)}us"
                _, err = self.run(self.wald, *options, "--timeout", limit, "--invoke", "out", artifact, status=124)
                check("interrupted" in err, err)

    def test_code_is_for_signals_or_for_none(self):
        source, artifact = self.file("add.wat", ADD), self.folder / "add.waot"
        self.compile(source, "-o", artifact)
        _, err = self.run(self.wald, "--no-signals", "--invoke", "add", artifact, "1", "2", status=1)
        check("--no-signals" in err or "signals" in err, err)
        self.compile("--no-signals", source, "-o", artifact)
        for options in ((), ("--no-signals",)):
            out, _ = self.run(self.wald, *options, "--invoke", "add", artifact, "1", "2")
            check(out == "i32:3\n", out)

    def test_tail_calls_between_engines_take_no_stack(self):
        first, second = self.file("first.wat", TAIL_FIRST), self.file("second.wat", TAIL_SECOND)
        for module in (first, second):
            self.compile(module, "-o", module.with_suffix(".waot"))
        for one in (first, first.with_suffix(".waot")):
            for two in (second, second.with_suffix(".waot")):
                for name, result in (("tail", 4_000_000), ("plain", 4_000_001), ("across", 4_000_001)):
                    out, _ = self.run(self.wald, "--max-stack", "256K", "--preload", f"first={one}",
                                      "--invoke", name, two, "1000000")
                    check(out == f"i64:{result}\n", f"{one} {two} {name}: {out}")

    def test_damaged_requests_end_the_server(self):
        check(self.serve([b"\1\0\0\0\xff\xff\xff\xff"]) == [], "an answer")
        check(self.serve([b"\0\0\0\0" + b"\xff" * 8]) == [], "an answer")
        check(self.serve([self.request(ADD.encode())[:-1]]) == [], "an answer")


def umask():
    mask = os.umask(0)
    os.umask(mask)
    return mask


if __name__ == "__main__":
    testing.main(Tests, __doc__, ("wald", "waldc"))
