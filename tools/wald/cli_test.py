#!/usr/bin/env python3
"""Tests the command from outside: options, exit statuses, messages, and what goes to which stream.

    cli_test.py WALD [FOLDER] [--only NAME]

Inputs are made in FOLDER (default: a temporary one). The last line is "N passed, N failed".
"""

import json
import os
import pty
import random
import re
import signal
import socket
import subprocess
import time
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import testing
from testing import Failed, check

TIMEOUT = 60
MAGIC = b"\0asm\1\0\0\0"

MATH = """
(module
  (memory (export "memory") 1)
  (global (export "g") i32 (i32.const 3))
  (func (export "add") (param i32 i32) (result i32) (i32.add (local.get 0) (local.get 1)))
  (func (export "add64") (param i64 i64) (result i64) (i64.add (local.get 0) (local.get 1)))
  (func (export "half") (param f32) (result f32) (f32.div (local.get 0) (f32.const 2)))
  (func (export "same") (param f64) (result f64) (local.get 0))
  (func (export "swap") (param i32 f64) (result f64 i32) (local.get 1) (local.get 0))
  (func (export "pass") (param externref) (result externref) (local.get 0))
  (func (export "nothing"))
  (func $inner (param i32) (result i32) (i32.div_s (i32.const 1) (local.get 0)))
  (func (export "divide") (param i32) (result i32) (call $inner (local.get 0)))
  (func $again (export "recurse") (call $again))
  (func (export "grow") (param i32) (result i32) (memory.grow (local.get 0)))
  (func (export "load") (param i32) (result i32) (i32.load (local.get 0))))
"""

# Prints its arguments, one a line, and ends with the number of them.
ECHO = """
(module
  (import "wasi_snapshot_preview1" "args_sizes_get" (func $sizes (param i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "args_get" (func $get (param i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "fd_write"
    (func $write (param i32 i32 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "proc_exit" (func $exit (param i32)))
  (memory (export "memory") 1)
  (func (export "_start") (local $i i32)
    (drop (call $sizes (i32.const 0) (i32.const 4)))
    (drop (call $get (i32.const 1024) (i32.const 4096)))
    ;; The strings lie one after the other: only their zeros have to become line ends.
    (loop $next
      (if (i32.lt_u (local.get $i) (i32.load (i32.const 4)))
        (then
          (if (i32.eqz (i32.load8_u offset=4096 (local.get $i)))
            (then (i32.store8 offset=4096 (local.get $i) (i32.const 10))))
          (local.set $i (i32.add (local.get $i) (i32.const 1)))
          (br $next))))
    (i32.store (i32.const 16) (i32.const 4096))
    (i32.store (i32.const 20) (i32.load (i32.const 4)))
    (drop (call $write (i32.const 1) (i32.const 16) (i32.const 1) (i32.const 24)))
    (call $exit (i32.load (i32.const 0)))))
"""

# Ends with the errno of an endless series of writes.
WRITER = """
(module
  (import "wasi_snapshot_preview1" "fd_write"
    (func $write (param i32 i32 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "proc_exit" (func $exit (param i32)))
  (memory (export "memory") 1)
  (func (export "_start") (local $errno i32)
    (i32.store (i32.const 16) (i32.const 4096))
    (i32.store (i32.const 20) (i32.const 4096))
    (loop $again
      (local.set $errno (call $write (i32.const 1) (i32.const 16) (i32.const 1) (i32.const 24)))
      (br_if $again (i32.eqz (local.get $errno))))
    (call $exit (local.get $errno))))
"""

# Accepts a connection at descriptor 3, sends back what comes until the other one has no more to say, and ends with the number of
# bytes. Errors end it with 100 and the errno.
SERVER = """
(module
  (import "wasi_snapshot_preview1" "sock_accept" (func $accept (param i32 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "sock_recv" (func $recv (param i32 i32 i32 i32 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "sock_send" (func $send (param i32 i32 i32 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "sock_shutdown" (func $shutdown (param i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "proc_exit" (func $exit (param i32)))
  (memory (export "memory") 1)
  (func $check (param $errno i32)
    (if (local.get $errno) (then (call $exit (i32.add (local.get $errno) (i32.const 100))))))
  (func (export "_start") (local $fd i32) (local $sum i32)
    (call $check (call $accept (i32.const 3) (i32.const 0) (i32.const 0)))
    (local.set $fd (i32.load (i32.const 0)))
    (i32.store (i32.const 16) (i32.const 4096))
    (loop $again
      (i32.store (i32.const 20) (i32.const 4096))
      (call $check (call $recv (local.get $fd) (i32.const 16) (i32.const 1) (i32.const 0) (i32.const 24) (i32.const 28)))
      (if (i32.load (i32.const 24)) (then
        (local.set $sum (i32.add (local.get $sum) (i32.load (i32.const 24))))
        (i32.store (i32.const 20) (i32.load (i32.const 24)))
        (call $check (call $send (local.get $fd) (i32.const 16) (i32.const 1) (i32.const 0) (i32.const 24)))
        (br $again))))
    (call $check (call $shutdown (local.get $fd) (i32.const 2)))
    (call $exit (local.get $sum))))
"""

ENVIRONMENT = ECHO.replace("args_", "environ_")

REACTOR = """
(module
  (global $ready (mut i32) (i32.const 0))
  (func (export "_initialize") (global.set $ready (i32.add (global.get $ready) (i32.const 1000))))
  (func (export "ready") (result i32) (global.get $ready)))
"""


# Threads that do what their argument says: 0 return, 1 trap, 2 exit with 42, 3 loop for ever, 4 wait for ever. SPAWN starts
# some, then the first thread does what FIRST says.
THREADS = """
(module
  (import "wasi" "thread-spawn" (func $spawn (param i32) (result i32)))
  (import "wasi_snapshot_preview1" "proc_exit" (func $exit (param i32)))
  (memory (export "memory") (import "env" "memory") 1 1 shared)
  (func $do (param $what i32)
    (block $return (block $trap (block $exit (block $loop (block $wait
      (br_table $return $trap $exit $loop $wait (local.get $what)))
      (drop (memory.atomic.wait32 (i32.const 64) (i32.const 0) (i64.const -1)))
      (return))
      (loop $again (br $again)))
      (call $exit (i32.const 42)))
      (unreachable)))
  (func $thread (export "wasi_thread_start") (param $id i32) (param $what i32)
    (drop (i32.atomic.rmw.add (i32.const 0) (i32.const 1)))
    (drop (memory.atomic.notify (i32.const 0) (i32.const -1)))
    (call $do (local.get $what)))
  (func (export "_start")
    SPAWN
    (call $do (i32.const FIRST))))
"""


def threads(first, *others, before=""):
    spawns = "".join(f"(if (i32.le_s (call $spawn (i32.const {what})) (i32.const 0)) (then (call $exit (i32.const 99))))"
                     for what in others)
    return THREADS.replace("SPAWN", spawns + before).replace("FIRST", str(first))


def exits(status):
    return f"""(module (import "wasi_snapshot_preview1" "proc_exit" (func $exit (param i32)))
      (memory (export "memory") 1)
      (func (export "_start") (call $exit (i32.const {status})) unreachable))"""


class Tests:
    def __init__(self, wald, folder):
        self.wald = wald
        self.folder = folder

    def file(self, name, content):
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if isinstance(content, str):
            content = content.encode()
        path.write_bytes(content)
        return str(path)

    def run(self, *args, status=0, out=None, err=None, stdin=b"", **more):
        """Runs wald; `out` is the exact output, `err` a pattern for the whole of standard error. `stdin` is what there is to
        read, or a descriptor."""
        command = [self.wald, *map(str, args)]
        shown = " ".join(command)
        try:
            source = {"stdin": stdin} if isinstance(stdin, int) else {"input": stdin}
            done = subprocess.run(command, **source, capture_output=True, timeout=TIMEOUT,
                                  cwd=self.folder, **more)
        except subprocess.TimeoutExpired:
            raise Failed(f"{shown}: no end after {TIMEOUT} s") from None
        stdout = done.stdout.decode(errors="replace")
        stderr = done.stderr.decode(errors="replace")
        about = f"{shown}\n    status {done.returncode}\n    stdout {stdout!r}\n    stderr {stderr!r}"
        wanted = status if isinstance(status, tuple) else (status,)
        check(done.returncode in wanted, f"{about}\n    wanted status {status}")
        if out is not None:
            check(stdout == out, f"{about}\n    wanted stdout {out!r}")
        pattern = "" if err is None else err
        check(re.fullmatch(pattern, stderr, re.DOTALL), f"{about}\n    wanted stderr {pattern!r}")
        return stdout, stderr

    def refused(self, *args, status, err, **more):
        """One line on standard error, nothing on standard output."""
        _, stderr = self.run(*args, status=status, out="", err=r"error: [^\n]*\n", **more)
        check(re.search(err, stderr), f"{' '.join(map(str, args))}: {stderr!r} says nothing of {err!r}")
        return stderr

    # --- general -------------------------------------------------------------------------------

    def test_help(self):
        for args in (["--help"], ["-h"], ["run", "--help"]):
            out, _ = self.run(*args)
            for word in ("FILE", "--invoke", "--dir", "--max-memory", "Examples:", "134"):
                check(word in out, f"{args} says nothing of {word}")
        for command in ("validate", "wast", "wat2wasm", "wasm2wat", "snapshot"):
            out, _ = self.run(command, "--help")
            check(out.startswith(f"wald {command}"), f"{command} --help: {out!r}")
            for line in out.splitlines():
                check(len(line) <= 110, f"a long line in {command} --help: {line}")

    def test_version(self):
        out, _ = self.run("--version")
        check(re.match(r"wald \d+\.\d+\.\d+\n", out), out)
        check("engines: interpreter, compiled code" in out, out)
        check(re.search(r"proposals on: .*\bmemory64\b", out), out)
        check(re.search(r"proposals off: .*\blegacy-exceptions\b", out), out)

    def test_usage_errors(self):
        self.refused(status=2, err="no command and no FILE")
        self.refused("run", status=2, err="no FILE")
        self.refused("validate", status=2, err="no FILE")
        self.refused("wast", status=2, err="no FILE or DIR")
        self.refused("--frobnicate", status=2, err="unknown option '--frobnicate'")
        self.refused("--invok", "f", "x.wasm", status=2, err="is it '--invoke'")
        self.refused("--dir", status=2, err="needs a value")
        self.refused("--max-memory", "lots", "x.wasm", status=2, err="--max-memory lots: not a size")
        self.refused("--max-stack", "1", "x.wasm", status=2, err="--max-stack")
        self.refused("--memory", "soft", "x.wasm", status=2, err="guarded")
        self.refused("--preload", "x", "x.wasm", status=2, err="NAME=FILE")
        self.refused("--env", "=x", "x.wasm", status=2, err="NAME")
        self.refused("--enable", "gcc", "x.wasm", status=2, err="gcc.*there are.*\\bgc\\b")
        self.refused("validate", "--invoke", "f", "x.wasm", status=2, err="unknown option")

    # --- modules that can't be run -------------------------------------------------------------

    def test_files_that_cannot_be_read(self):
        self.refused("missing.wasm", status=1, err="missing.wasm: No such file")
        self.refused("validate", "missing.wasm", status=1, err="missing.wasm: No such file")
        self.refused(self.folder, status=1, err="directory")
        self.refused("validate", self.folder, status=1, err="directory")
        self.refused("-", status=1, err="<stdin>.*unexpected end", stdin=b"")

    def test_no_module(self):
        for command in ([], ["validate"]):
            self.refused(*command, self.file("empty.wasm", b""), status=1, err="malformed: unexpected end")
            self.refused(*command, self.file("elf", b"\x7fELF\2\1\1\0" * 8), status=1,
                         err="elf:0x0: malformed: magic header not detected")
            self.refused(*command, self.file("version.wasm", b"\0asm\2\0\0\0"), status=1,
                         err="version.wasm:0x4: malformed: unknown binary version")
            self.refused(*command, self.file("component.wasm", b"\0asm\x0d\0\1\0"), status=1,
                         err="component")

    def test_invalid(self):
        path = self.file("invalid.wat", "(module (func (result i32) nop))")
        for command in ([], ["validate"]):
            self.refused(*command, path, status=1,
                         err=r"invalid\.wat:0x[0-9a-f]+: invalid: type mismatch.*code section, function 0")

    def test_text_errors_show_the_line(self):
        path = self.file("wrong.wat", "(module\n  (func (i32.ad))\n)")
        for command in ([], ["validate"]):
            self.run(*command, path, status=1, out="",
                     err=r"error: [^\n]*wrong\.wat:2:\d+: malformed: unknown operator[^\n]*\n"
                         r"    \(func \(i32\.ad\)\)\n +\^\n")

    def test_damaged_modules(self):
        """Truncated, bit-flipped and random files end in an error or run; they never crash."""
        module = MATH_BYTES
        path = self.folder / "damaged.wasm"
        for size in range(len(module)):
            path.write_bytes(module[:size])
            if size in (0, 8):  # no module and the empty one
                continue
            if size % 7 == 0:
                self.run("validate", path, status=(0, 1), out="", err=r"(error: [^\n]*\n)?")
        chance = random.Random(1)
        for _ in range(60):
            damaged = bytearray(module)
            for _ in range(chance.choice((1, 1, 2, 8))):
                damaged[chance.randrange(len(damaged))] ^= 1 << chance.randrange(8)
            path.write_bytes(damaged)
            self.run("validate", path, status=(0, 1, 125), out="", err=r"(error: [^\n]*\n)?")
        for size in (1, 9, 100, 5000):
            path.write_bytes(chance.randbytes(size))
            self.refused("validate", path, status=1, err="malformed")
            path.write_bytes(MAGIC + chance.randbytes(size))
            self.refused("validate", path, status=(1, 125), err=":0x")

    def test_many_files_are_validated(self):
        good = self.file("good.wat", "(module)")
        bad = self.file("bad.wasm", b"\0asm")
        self.run("validate", good, good, out="")
        self.refused("validate", good, bad, good, status=1, err="bad.wasm")
        self.run("validate", bad, "missing.wasm", status=1, out="", err=r"error: .*bad[^\n]*\nerror: [^\n]*\n")
        _, err = self.run("validate", good, "-v", out="", err="note: .*valid.*")
        check("good.wat" in err, err)

    def test_unknown_imports_are_named_with_their_type(self):
        path = self.file("imports.wat", """
          (module (import "env" "mystery" (func (param i32) (result i64))))""")
        self.refused(path, status=1, err=r'unlinkable: unknown import.*"env" "mystery".*\(i32\) -> \(i64\)')
        path = self.file("imports2.wat", '(module (import "env" "m" (memory 1 2)))')
        self.refused(path, status=1, err='"env" "m".*memory 1..2')
        path = self.file("imports3.wat", '(module (import "wasi_snapshot_preview1" "fd_wriet" (func)))')
        self.refused(path, status=1, err="fd_wriet")
        path = self.file("imports4.wat", '(module (import "wasi_snapshot_preview1" "fd_write" (func)))')
        self.refused(path, status=1, err="unlinkable: incompatible import type.*fd_write")

    def test_nothing_to_run(self):
        path = self.file("math.wat", MATH)
        self.refused(path, status=2, err=r"no _start; --invoke can call add \(i32, i32\) -> \(i32\)")
        self.refused(self.file("none.wat", "(module)"), status=2, err="none is exported")

    # --- programs ------------------------------------------------------------------------------

    def test_status_is_passed_through(self):
        for status in (0, 1, 2, 42, 125, 134, 255):
            self.run(self.file("exit.wat", exits(status)), status=status, out="")
        self.run("run", self.file("exit.wat", exits(7)), status=7, out="")
        self.run(self.file("start.wat", """(module (import "wasi_snapshot_preview1" "proc_exit"
            (func $exit (param i32))) (memory (export "memory") 1)
            (func $f (call $exit (i32.const 9))) (start $f))"""), status=9, out="")
        self.run(self.file("start0.wat", """(module (import "wasi_snapshot_preview1" "proc_exit"
            (func $exit (param i32))) (memory (export "memory") 1)
            (func $f (call $exit (i32.const 0))) (start $f)
            (func (export "_start") unreachable))"""), status=0, out="")

    def test_arguments_belong_to_the_guest(self):
        path = self.file("echo.wat", ECHO)
        self.run(path, status=1, out="echo.wat\n")
        args = ["--help", "-v", "--", "a b", "", "--invoke", "é"]
        self.run(path, *args, status=8, out="\n".join(["echo.wat", *args, ""]))
        self.run("--max-memory", "1M", "run", status=1, out="", err="error: run: No such file[^\n]*\n")
        self.run("run", "--", path, "x", status=2, out="echo.wat\nx\n")

    def test_module_from_standard_input(self):
        self.run("-", "x", stdin=ECHO.encode(), status=2, out="<stdin>\nx\n")
        self.run("run", "-", stdin=exits(5).encode(), status=5, out="")
        self.run("validate", "-", stdin=MATH_BYTES, out="")
        self.refused("-", stdin=b"\0asm", status=1, err="<stdin>")

    def test_environment(self):
        path = self.file("environment.wat", ENVIRONMENT)
        own = {**os.environ, "WALD_OWN": "from here"}
        self.run(path, status=0, out="", env=own)
        self.run("--env", "A=1", "--env=B=x=y", "--env", "WALD_OWN", "--env", "WALD_UNSET", path,
                 status=3, out="A=1\nB=x=y\nWALD_OWN=from here\n", env=own)

    def test_directories(self):
        path = self.file("exit.wat", exits(0))
        (self.folder / "data").mkdir(exist_ok=True)
        self.run("--dir", "data", "--dir", "data::/d:rw", path, out="")
        err = self.refused("--dir", "absent::/d", path, status=1, err="absent")
        check("No such file or directory" in err, err)
        self.refused("--dir", path, path, status=1, err="Not a directory")
        self.refused("--dir", "::/d", path, status=2, err="no directory")

    def test_connections_are_accepted_where_it_was_granted(self):
        path = self.file("server.wat", SERVER)
        process = subprocess.Popen([self.wald, "-v", "--tcp-listen", "127.0.0.1:0", path], stderr=subprocess.PIPE)
        try:
            line = process.stderr.readline().decode()
            found = re.fullmatch(r"note: listens at 127\.0\.0\.1:(\d+), the guest's descriptor 3\n", line)
            check(found and int(found[1]) > 0, line)
            with socket.create_connection(("127.0.0.1", int(found[1])), TIMEOUT) as client:
                client.sendall(b"hello, ")
                client.sendall(b"guest")
                client.shutdown(socket.SHUT_WR)
                echo = b"".join(iter(lambda: client.recv(100), b""))
            check(echo == b"hello, guest", echo)
            process.communicate(timeout=TIMEOUT)
            check(process.returncode == 12, f"status {process.returncode}")
        finally:
            process.kill()
            process.communicate()
        # Nothing is granted by itself: descriptor 3 is none, or a directory.
        self.run(path, status=108, out="")
        self.run("--dir", ".", path, status=157, out="")

    def test_listening_that_is_impossible(self):
        path = self.file("exit.wat", exits(0))
        self.run("--tcp-listen", "127.0.0.1:0", "--tcp-listen=127.0.0.1:0", path, out="")
        for wrong, why in (("8080", "ADDRESS:PORT"), ("localhost:80", "the address is not a number"), ("127.0.0.1:x", "port"), ("[::1]:70000", "port")):
            err = self.refused("--tcp-listen", wrong, path, status=2, err=why)
            check(f"--tcp-listen {wrong}: " in err, err)
        with socket.socket() as taken:
            taken.bind(("127.0.0.1", 0))
            taken.listen()
            address = f"127.0.0.1:{taken.getsockname()[1]}"
            self.refused("--tcp-listen", address, path, status=1, err=f'can\'t listen at "{address}": Address already in use')

    def test_closed_pipe_is_an_error_of_the_write(self):
        path = self.file("writer.wat", WRITER)
        reader, writer = os.pipe()
        os.close(reader)
        done = subprocess.run([self.wald, path], stdout=writer, timeout=TIMEOUT)
        os.close(writer)
        check(done.returncode == 64, f"status {done.returncode}, wanted errno 64 (pipe)")

    def test_signals_end_the_process(self):
        path = self.file("loop.wat", '(module (func (export "_start") (loop $l (br $l))))')
        for number in (signal.SIGINT, signal.SIGTERM):
            process = subprocess.Popen([self.wald, path])
            time.sleep(0.3)
            process.send_signal(number)
            check(process.wait(TIMEOUT) == -number, f"signal {number}: status {process.returncode}")

    def test_threads_are_granted(self):
        path = self.file("threads.wat", threads(0, 0))
        self.run(path, status=99, out="")
        self.run("--threads", path, out="")
        self.run("--threads", "--memory", "checked", path, out="")
        self.run("--threads", "--max-threads", "0", path, status=99, out="")
        waiting = self.file("waiting.wat", threads(0, 4, 4))
        self.run("--threads", "--max-threads", "1", waiting, status=99, out="")
        self.run("--threads", "--max-threads", "2", waiting, out="")
        for wrong in ("-1", "x", "", "65537", "99999999999"):
            self.refused("--threads", "--max-threads", wrong, path, status=2, err="number of threads")

    def test_any_thread_ends_the_program(self):
        # The others loop or wait.
        trap = r"error: wasm trap: unreachable\n  at do .*  at thread [^\n]*\n"
        for first in (3, 4):
            self.run("--threads", self.file("t.wat", threads(first, 1, 4)), status=134, out="", err=trap)
            self.run("--threads", self.file("t.wat", threads(first, 4, 3, 2)), status=42, out="")
        self.run("--threads", self.file("t.wat", threads(0, 3, 4)), out="")
        self.run("--threads", self.file("t.wat", threads(2, 3, 4)), status=42, out="")
        self.run("--threads", self.file("t.wat", threads(1, 3, 4)), status=134, out="", err="error: wasm trap: unreachable.*")
        # A limit of fuel holds for them together.
        self.run("--threads", "--fuel", "100000", self.file("t.wat", threads(4, 3)), status=125, out="", err="error: .*fuel.*")

    def test_timeout(self):
        endless = self.file("endless.wat", """
          (module
            (import "wasi_snapshot_preview1" "fd_read" (func $read (param i32 i32 i32 i32) (result i32)))
            (memory (export "memory") 1)
            (func $loop (export "loop") (loop $l (br $l)))
            (func $start (export "_start") (call $loop))
            (func (export "read") (i32.store (i32.const 4) (i32.const 8))
              (drop (call $read (i32.const 0) (i32.const 0) (i32.const 1) (i32.const 16)))))""")
        over = r"note: the time of --timeout is over\n"
        frames = r"error: wasm trap: interrupted\n  at loop [^\n]*\n  at start [^\n]*\n"
        self.run("--timeout", "50ms", endless, status=124, out="", err=frames + over)
        # So does what waits in a call of the host.
        reader, writer = os.pipe()
        self.run("--timeout", "0.05", "--invoke", "read", endless, status=124, out="", stdin=reader,
                 err=r"error: wasm trap: interrupted\n  at read [^\n]*\n" + over)
        os.close(reader)
        os.close(writer)
        # All threads of a program.
        self.run("--threads", "--timeout", "50ms", self.file("t.wat", threads(3, 3, 4)), status=124, out="",
                 err=r"error: wasm trap: interrupted\n.*" + over)
        # Those that are fast enough see nothing of it.
        add = self.file("m.wat", MATH)
        self.run("--timeout", "1h", "--invoke", "add", add, "1", "2", out="i32:3\n")
        for wrong in ("0", "-1", "soon", "1d", ""):
            self.refused("--timeout", wrong, add, status=2, err="not a time")

    def test_threads_share_their_memory(self):
        # The first thread waits until all others have counted themselves.
        wait = """(block $done (loop $again
          (br_if $done (i32.eq (i32.atomic.load (i32.const 0)) (i32.const 5)))
          (drop (memory.atomic.wait32 (i32.const 0) (i32.const 4) (i64.const 1000000)))
          (br $again)))"""
        path = self.file("count.wat", threads(2, 0, 0, 0, 0, 0, before=wait))
        self.run("--threads", path, status=42, out="")
        # The memory may be that of a preloaded module.
        owner = self.file("owner.wat", '(module (memory (export "memory") 1 1 shared))')
        self.run("--threads", "--preload", f"env={owner}", path, status=42, out="")

    def test_preload(self):
        library = self.file("lib.wat", """
          (module
            (global $base (mut i32) (i32.const 1))
            (func (export "_initialize") (global.set $base (i32.const 40)))
            (func (export "plus") (param i32) (result i32)
              (i32.add (global.get $base) (local.get 0))))""")
        second = self.file("second.wat", """
          (module (import "lib" "plus" (func $plus (param i32) (result i32)))
            (func (export "twice") (param i32) (result i32)
              (call $plus (call $plus (local.get 0)))))""")
        user = self.file("user.wat", """
          (module (import "lib" "plus" (func $plus (param i32) (result i32)))
            (func (export "go") (result i32) (call $plus (i32.const 2))))""")
        last = self.file("last.wat", """
          (module (import "second" "twice" (func $twice (param i32) (result i32)))
            (func (export "go") (result i32) (call $twice (i32.const 2))))""")
        self.run("--preload", f"lib={library}", "--invoke", "go", user, out="i32:42\n")
        self.run("--preload", f"lib={library}", "--preload", f"second={second}", "--invoke", "go",
                 last, out="i32:82\n")
        self.refused("--preload", "lib=absent.wasm", user, status=1, err="absent.wasm: No such file")
        self.refused("--invoke", "go", user, status=1, err='"lib" "plus"')
        trap = self.file("trap.wat", "(module (func $boom unreachable) (start $boom))")
        self.run("--preload", f"lib={trap}", user, status=134, out="",
                 err=r"error: wasm trap: unreachable\n  at boom \(trap\.wat\+0x[0-9a-f]+\)\n")

    # --- garbage collection and exceptions -----------------------------------------------------

    def test_objects_are_bounded_and_collected(self):
        path = self.file("objects.wat", """(module
          (type $list (struct (field i64) (field (ref null $list))))
          (func (export "build") (param $count i32) (param $keep i32) (result i64)
            (local $list (ref null $list))
            (loop $next
              (local.set $list (struct.new $list (i64.const 7)
                (select (result (ref null $list)) (local.get $list) (ref.null $list) (local.get $keep))))
              (local.set $count (i32.sub (local.get $count) (i32.const 1)))
              (br_if $next (local.get $count)))
            (struct.get $list 0 (local.get $list))))""")
        small = ("--max-gc-heap", "1M", "--invoke", "build", path)
        self.run(*small, "200000", "0", out="i64:7\n")
        self.run(*small, "200000", "1", status=134, out="",
                 err=r"error: wasm trap: out of memory\n  at build \(objects\.wat\+0x[0-9a-f]+\)\n")
        self.run("--gc-stress", *small, "1000", "1", out="i64:7\n")
        self.run("-v", *small, "200000", "0", out="i64:7\n",
                 err=r".*collected garbage \d+ times in [^\n]* per live MB; [^\n]* in \d+ objects alive at last\n")
        self.refused("--max-gc-heap", "much", path, status=2, err="not a size")

    def test_uncaught_exceptions_are_told(self):
        path = self.file("throws.wat", """(module (tag $t (param i32 f64))
          (func $deep (throw $t (i32.const 7) (f64.const 1.5)))
          (func (export "go") (call $deep)))""")
        self.run("--invoke", "go", path, status=134, out="",
                 err=r"error: wasm trap: uncaught exception\n  at deep .*\n  at go .*\nnote: thrown with i32:7 f64:1\.5\n")

    # --- --invoke ------------------------------------------------------------------------------

    def math(self):
        return self.file("math.wat", MATH)

    def invoke(self, name, *args, **more):
        return self.run("--invoke", name, self.math(), *args, **more)

    def test_results_are_printed_with_their_types(self):
        self.invoke("add", "40", "2", out="i32:42\n")
        self.invoke("add", "-1", "0xffffffff", out="i32:-2\n")
        self.invoke("add64", "0x7fffffffffffffff", "1", out="i64:-9223372036854775808\n")
        self.invoke("half", "0x1.8p1", out="f32:1.5\n")
        self.invoke("half", "1e-45", out="f32:0\n")
        self.invoke("same", "0.1", out="f64:0.1\n")
        self.invoke("same", "-nan:0x123", out="f64:-nan:0x123\n")
        self.invoke("same", "nan", out="f64:nan\n")
        self.invoke("same", "-inf", out="f64:-inf\n")
        self.invoke("same", "-0.0", out="f64:-0\n")
        self.invoke("swap", "i32:7", "1e100", out="f64:1e+100\ni32:7\n")
        self.invoke("pass", "null", out="externref:null\n")
        self.invoke("nothing", out="")

    def test_wrong_arguments_are_named(self):
        path = self.math()
        self.refused("--invoke", "add", path, status=2, err=r"'add' takes 2 arguments, got 0.*\(i32, i32\)")
        self.refused("--invoke", "half", path, 1, 2, status=2, err="'half' takes 1 argument, got 2")
        self.refused("--invoke", "add", path, 1, "two", status=2, err="argument 2 of 'add': 'two' is not.*i32")
        self.refused("--invoke", "add", path, "4294967296", 1, status=2, err="argument 1")
        self.refused("--invoke", "add", path, "1.5", 1, status=2, err="argument 1")
        self.refused("--invoke", "same", path, "0x", status=2, err="f64")
        self.refused("--invoke", "pass", path, "7", status=2, err="only null")

    def test_unknown_exports(self):
        path = self.math()
        self.refused("--invoke", "ad", path, status=2, err="unknown export 'ad'; is it 'add'")
        self.refused("--invoke", "zzzzzz", path, status=2, err=r"unknown export 'zzzzzz'; --invoke can call add \(i32")
        self.refused("--invoke", "memory", path, status=2, err="'memory' is a memory, not a function")
        self.refused("--invoke", "g", path, status=2, err="'g' is a global, not a function")

    def test_reactors_are_initialised_first(self):
        path = self.file("reactor.wat", REACTOR)
        self.run("--invoke", "ready", path, out="i32:1000\n")
        self.run(path, out="")

    def test_full_output_is_an_error(self):
        if not os.path.exists("/dev/full"):
            return
        with open("/dev/full", "w") as full:
            done = subprocess.run([self.wald, "--invoke", "add", self.math(), "1", "2"], stdout=full,
                                  stderr=subprocess.PIPE, timeout=TIMEOUT)
        check(done.returncode == 1 and b"standard output: No space left" in done.stderr, done)

    # --- traps and limits ----------------------------------------------------------------------

    def test_traps_show_the_call_stack(self):
        frame = r"  at %s \(math\.wat\+0x[0-9a-f]{4,}\)\n"
        self.invoke("divide", "0", status=134, out="",
                    err=r"error: wasm trap: integer divide by zero\n" + frame % "inner" + frame % "divide")
        self.invoke("load", "65536", status=134, out="",
                    err=r"error: wasm trap: out of bounds memory access\n" + frame % "load" + r"(note: [^\n]*\n)?")

    def test_endless_recursion_is_a_trap(self):
        for options in ([], ["--max-stack", "256K"]):
            self.run(*options, "--invoke", "recurse", self.math(), status=134, out="",
                     err=r"error: wasm trap: call stack exhausted\n  at again \(.*")

    def test_memory_is_limited(self):
        path = self.math()
        self.run("--invoke", "grow", path, "1", out="i32:1\n")
        self.run("--max-memory", "128K", "--invoke", "grow", path, "1", out="i32:1\n")
        self.run("--max-memory", "128K", "--invoke", "grow", path, "2", out="i32:-1\n")
        self.refused("--max-memory", "1K", "--invoke", "grow", path, "0", status=125, err="limit")

    def test_checked_memories(self):
        for options in (["--no-guard"], ["--memory", "checked"], ["--memory=guarded"]):
            self.run(*options, "--invoke", "add", self.math(), "1", "2", out="i32:3\n")
            self.run(*options, "--invoke", "load", self.math(), "0", out="i32:0\n")
            for address in ("65533", "65536", "4294967295"):
                self.run(*options, "--invoke", "load", self.math(), address, status=134, out="",
                         err="error: wasm trap: out of bounds memory access\n.*")

    def test_startup_trace(self):
        _, err = self.run("--startup-trace", "--invoke", "add", self.math(), "1", "2", out="i32:3\n", err="(?s).*")
        steps = [line.split("  ")[0] for line in err.splitlines()]
        check(steps == ["note: start, by steps", "note: process, up to main", "note: options", "note: module opened",
                        "note: store and WASI", "note: module read", "note: linked and instantiated",
                        "note: the guest's run", "note: all"], err)
        _, err = self.run("--engine", "interp", "--startup-trace", "--invoke", "add", self.math(), "1", "2", out="i32:3\n", err="(?s).*")
        check("note: the guest's run" in err, err)
        # What stands behind the module is the guest's.
        empty = self.file("empty.wat", '(module (func (export "_start")))')
        self.run(empty, "--startup-trace", out="", err="")

    def test_no_signals(self):
        self.run("--no-signals", "--invoke", "load", self.math(), "0", out="i32:0\n")
        self.run("--no-signals", "--invoke", "load", self.math(), "65533", status=134, out="",
                 err="error: wasm trap: out of bounds memory access\n.*")
        endless = self.file("endless.wat", "(module (func (export \"_start\") (loop (br 0))))")
        self.run("--no-signals", "--timeout", "100ms", endless, status=124, err="(?s)error: wasm trap: interrupted.*")
        self.refused("--no-signals", "--memory", "guarded", self.math(), status=2, err="'checked'")

    def test_features_are_switched(self):
        path = self.file("memories.wat", "(module (memory 1) (memory 1))")
        self.run("validate", path, out="")
        self.refused("validate", "--disable", "multi-memory", path, status=1, err="multiple memories")
        self.run("validate", "--disable", "multi-memory", "--enable", "multi-memory", path, out="")

    def test_verbose_speaks_on_standard_error(self):
        self.run("-v", "--invoke", "add", self.math(), "1", "2", out="i32:3\n",
                 err=r"note: .*math\.wat: .*bytes.*\n.*note: ran for .*\n")

    def test_colour_only_on_a_terminal(self):
        _, err = self.run("missing.wasm", status=1, err=".*")
        check("\x1b" not in err, err)
        for variables, colored in (({}, True), ({"NO_COLOR": "1"}, False), ({"TERM": "dumb"}, False)):
            primary, secondary = pty.openpty()
            env = {**os.environ, "TERM": "xterm", **variables}
            if not variables:
                env.pop("NO_COLOR", None)
            subprocess.run([self.wald, "missing.wasm"], stderr=secondary, env=env, timeout=TIMEOUT)
            os.close(secondary)
            text = os.read(primary, 1000)
            os.close(primary)
            check((b"\x1b[1;31merror:" in text) == colored, (variables, text))

    def test_names_cannot_drive_the_terminal(self):
        path = self.file("escape.wat", r'(module (func (export "\1b[2J") (param i32)))')
        err = self.refused(path, status=2, err="_start")
        check("\x1b" not in err and "\\x1b[2J" in err, err)

    # --- text and binary -----------------------------------------------------------------------

    def bytes_of(self, *args, stdin=b""):
        """What a command that must succeed writes to standard output."""
        done = subprocess.run([self.wald, *map(str, args)], input=stdin, capture_output=True, timeout=TIMEOUT)
        check(done.returncode == 0 and done.stderr == b"", f"{args}: {done.returncode}, {done.stderr}")
        return done.stdout

    def test_text_to_binary_and_back(self):
        wat = self.file("sum.wat", '(module $m (func $sum (export "sum") (param $a i32) (result i32)\n'
                                   '  (i32.add (local.get $a) (i32.const 1))))')
        binary = self.bytes_of("wat2wasm", wat)
        check(binary.startswith(MAGIC) and b"\x04name" in binary, binary)
        check(self.bytes_of("wat2wasm", "-", stdin=Path(wat).read_bytes()) == binary, "standard input")
        wasm = self.folder / "sum.wasm"
        self.run("wat2wasm", wat, "-o", wasm)
        check(wasm.read_bytes() == binary, "-o")
        text = self.bytes_of("wasm2wat", wasm).decode()
        check("(func $sum (;0;) (type 0) (param $a i32) (result i32)\n"
              "    (i32.add (local.get $a) (i32.const 1))\n" in text, text)
        flat = self.bytes_of("wasm2wat", "--flat", wasm, "--output", "-").decode()
        check("    local.get $a\n    i32.const 1\n    i32.add\n" in flat, flat)
        for one in (text, flat):
            check(self.bytes_of("wat2wasm", "-", stdin=one.encode()) == binary, "not the same bytes again")
        check(b"\x04name" not in self.bytes_of("wat2wasm", "--no-debug-names", wat), "names")
        check(b"$" not in self.bytes_of("wasm2wat", "--no-debug-names", wasm), "names")
        # Each takes either format.
        check(self.bytes_of("wat2wasm", wasm) == binary, "binary")
        check(self.bytes_of("wasm2wat", wat).decode() == text, "text")
        out, _ = self.run("--invoke", "sum", "-", "41", stdin=text.encode())
        check(out == "i32:42\n", out)

    def test_text_and_binary_errors(self):
        for command in ("wat2wasm", "wasm2wat"):
            self.refused(command, status=2, err=f"no FILE .*wald {command} --help")
            self.refused(command, "a.wat", "b.wat", status=2, err="more than one FILE")
            self.refused(command, "missing.wat", status=1, err="missing.wat: No such file")
        self.refused("wat2wasm", "--flat", "a.wat", status=2, err="unknown option")
        out = self.folder / "never.wasm"
        bad = self.file("bad.wat", "(module\n  (func (call $nowhere)))")
        self.run("wat2wasm", bad, "-o", out, status=1, out="",
                 err=r"error: [^\n]*bad\.wat:2:15: malformed: unknown func \$nowhere\n"
                     r"    \(func \(call \$nowhere\)\)\)\n {16}\^\n")
        check(not out.exists(), "something was written")
        good = self.file("good.wat", "(module)")
        self.refused("wat2wasm", good, "-o", self.folder / "no" / "such", status=1, err="such: No such file")
        self.refused("wasm2wat", self.file("broken.wasm", MAGIC + b"\x01"), status=1,
                     err="broken.wasm:0x.*: malformed: unexpected end")
        # A body that is malformed: the rest is printed, and the error told.
        broken = self.file("body.wasm", MAGIC + section(1, b"\x01\x60\0\0") + section(3, b"\x02\0\0") +
                           section(10, b"\x02\x03\0\xff\x0b\x02\0\x0b"))
        self.run("wasm2wat", broken, status=1,
                 out="(module\n  (type (;0;) (func))\n  (func (;0;) (type 0)\n"
                     "    ;; at 0x18: malformed: illegal opcode ff\n  )\n  (func (;1;) (type 0))\n)\n",
                 err=r"[^\n]*body.wasm:0x.*: malformed: illegal opcode ff \(code section, function 0\)\n")

    def test_binary_is_not_for_a_terminal(self):
        main, terminal = pty.openpty()
        path = self.file("empty.wat", "(module)")
        done = subprocess.run([self.wald, "wat2wasm", path], stdout=terminal, stderr=subprocess.PIPE, timeout=TIMEOUT)
        os.close(terminal)
        os.close(main)
        check(done.returncode == 2 and b"say -o FILE" in done.stderr, done)

    # --- wast ----------------------------------------------------------------------------------

    def test_scripts(self):
        good = self.file("scripts/good.wast", """
          (module (func (export "f") (param i32) (result i32) (local.get 0))
                  (func (export "g") unreachable))
          (assert_return (invoke "f" (i32.const 1)) (i32.const 1))
          (assert_trap (invoke "g") "unreachable")
          (assert_malformed (module quote "(func") "unexpected token")
          (assert_invalid (module (func (result i32))) "type mismatch")
          (assert_unlinkable (module (import "a" "b" (func))) "unknown import")""")
        out, _ = self.run("wast", "--engine", "interp", good, out=None)
        check(out.endswith("6 passed, 0 failed, 0 skipped\n"), out)
        self.refused("wast", "--engine", "abacus", good, status=2, err="no such engine; there are 'interp' and 'aot'")
        bad = self.file("scripts/bad.wast", """
          (module (func (export "f") (result i32) (i32.const 1)))
          (assert_return (invoke "f") (i32.const 1))
          (assert_return (invoke "f") (i32.const 2))
          (assert_return (invoke "absent"))
          (assert_trap (invoke "f") "unreachable")
          (assert_invalid (module) "type mismatch")
          (assert_malformed (module quote "(func") "alignment")
          (assert_unlinkable (module (import "a" "b" (func))) "incompatible")""")
        report, junit = self.folder / "report.json", self.folder / "report.xml"
        out, _ = self.run("wast", self.folder / "scripts", "--json", report, "--junit", junit, status=1)
        check("bad.wast:4: assert_return: expected (i32.const 2), got (i32.const 1)" in out, out)
        check(out.endswith("8 passed, 6 failed, 0 skipped\n"), out)
        data = json.loads(report.read_text())
        check(data["filesPassed"] == 1 and data["filesFailed"] == 1 and not data["passed"], data)
        check(data["assertions"]["failed"] == 6 and data["assertions"]["passed"] == 6, data)
        check(len(data["files"][0]["failures"]) == 6, data)
        check(len(list(ElementTree.parse(junit).iter("failure"))) == 6, junit.read_text())

    def test_modules_of_scripts_to_text_and_back(self):
        script = self.file("trips.wast", """
          (module $m (func $f (param $x i32)))
          (module binary "\\00asm\\01\\00\\00\\00\\01\\81\\00\\00")
          (assert_invalid (module (func (result i32))) "type mismatch")
          (assert_malformed (module quote "(func") "unexpected token")
          (assert_malformed (module binary "") "unexpected end")""")
        report, junit = self.folder / "trips.json", self.folder / "trips.xml"
        out, _ = self.run("wast", "--round-trip", script, "--json", report, "--junit", junit, out=None)
        check(re.search(r"^module to text and back +6 +0 ", out, re.MULTILINE), out)
        check(out.endswith("11 passed, 0 failed, 0 skipped\n"), out)
        check(json.loads(report.read_text())["roundTrips"]["passed"] == 6, "JSON")
        check("module to text and back (6)" in junit.read_text(), "JUnit")

    def test_scripts_that_are_none(self):
        out, _ = self.run("wast", self.file("broken.wast", "(module\n  (func (nopp)))"), status=1, err="")
        check("broken.wast:2:10: malformed: unknown operator nopp\n         (func (nopp)))\n                ^\n" in out, out)
        self.run("wast", "absent.wast", status=1, err="")
        (self.folder / "hollow").mkdir(exist_ok=True)
        out, _ = self.run("wast", "hollow", status=1)
        check("hollow: no scripts" in out, out)

    def test_lists_of_the_official_suite(self):
        """In a checkout of the suite, lists apply: with them a run fails when it should."""
        suite = self.folder / "suite"
        self.file("suite/i32.wast", '(module (func (export "f") (result i32) (i32.const 1)))\n'
                                    '(assert_return (invoke "f") (i32.const 2))\n'
                                    '(assert_return (invoke "f") (i32.const 1))\n')
        self.file("suite/simd.wast", '(module (func (export "f")))\n(invoke "absent")\n'
                                     '(assert_invalid (module (func (result i32))) "type mismatch")\n')
        self.file("suite/proposals/new/x.wast", "(unheard of)")

        def lists(expected, recorded):
            self.file("lists/scope.txt", "simd.wast validate not yet\nproposals/new/* none never\n")
            self.file("lists/expected-failures-interp.txt", expected)
            self.file("lists/recorded.txt", recorded)

        def wast(status):
            return self.run("wast", "--lists", self.folder / "lists", suite, status=status)[0]

        lists("i32.wast:2 known\n", "files 2\nassertions 2\n")
        out = wast(0)
        check(out.endswith("4 passed, 0 failed, 1 skipped\n"), out)
        check("1 failed as expected" in out and "1 left out" in out and "(not yet)" in out, out)
        lists("i32.wast:2 known\ni32.wast:3 wrong\n", "files 2\nassertions 2\n")
        check("i32.wast:3: is listed as an expected failure, but did not fail" in wast(1), "stale entry")
        lists("i32.wast:2 known\n", "files 3\nassertions 2\n")
        check("2 files passed, but 3 are recorded" in wast(1), "files")
        lists("i32.wast:2 known\n", "files 2\nassertions 3\n")
        check("2 assertions passed, but 3 are recorded" in wast(1), "assertions")
        lists("i32.wast\n", "")
        self.refused("wast", "--lists", self.folder / "lists", suite, status=2, err="bad entry")


def section(number, content):
    return bytes([number, len(content)]) + content


MATH_BYTES = MAGIC + b"".join((
    section(1, bytes.fromhex("0160027f7f017f")),
    section(3, bytes.fromhex("0100")),
    section(5, bytes.fromhex("010001")),
    section(6, bytes.fromhex("017f0141000b")),
    section(7, b"\2" + b"\3add\0\0" + b"\3mem\2\0"),
    section(10, bytes.fromhex("01070020002001" "6a0b")),
    section(11, bytes.fromhex("010041000b0161")),
    section(0, b"\4name" + bytes.fromhex("010601" "00" "03") + b"add"),
))


if __name__ == "__main__":
    testing.main(Tests, __doc__)
