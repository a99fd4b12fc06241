#!/usr/bin/env python3
"""Tests from outside what a guest may do, and who sees what it may not: --audit, --log-calls, --deny, --policy, --deterministic and limits.

    sandbox_test.py WALD [FOLDER] [--only NAME]

The last line is "N passed, N failed".
"""

import hashlib
import json
import os
import re
import signal
import subprocess
import threading
import time
from pathlib import Path

import testing
from testing import Skipped, check

TIMEOUT = 120
FUNCTIONS = Path(__file__).resolve().parents[2] / "lib" / "wasi" / "functions.def"
TYPES = {"U64": "i64", "I64": "i64", "Buffer": "i32 i32", "Slices": "i32 i32", "Path": "i32 i32"}
WASI = "wasi_snapshot_preview1"


def functions():
    """Name, types of the parameters, and whether it gives something, of all rows."""
    rows = re.findall(r"^WALD_WASI_FUNCTION\((\w+), +\w+, +[\w<>:| ,]*?, +(ErrnoResult|NoResult)(.*)\)$",
                      FUNCTIONS.read_text(), re.MULTILINE)
    for name, result, rest in rows:
        params = [p for p in re.sub(r"<[^>]*>", "", rest).replace(" ", "").split(",") if p]
        yield name, " ".join(TYPES.get(p, "i32") for p in params), result == "ErrnoResult"


def opener(path, oflags=0, rights=2, times=1):
    """Opens a path from descriptor 3, several times, and ends with the errno."""
    return f"""(module
  (import "{WASI}" "path_open" (func $open (param i32 i32 i32 i32 i32 i64 i64 i32 i32) (result i32)))
  (import "{WASI}" "proc_exit" (func $exit (param i32)))
  (memory (export "memory") 1)
  (data (i32.const 0) "{path}")
  (func (export "_start") (local $left i32) (local $errno i32)
    (local.set $left (i32.const {times}))
    (loop $again
      (local.set $errno (call $open (i32.const 3) (i32.const 1) (i32.const 0) (i32.const {len(path)}) (i32.const {oflags})
        (i64.const {rights}) (i64.const -1) (i32.const 0) (i32.const 5000)))
      (br_if $again (local.tee $left (i32.sub (local.get $left) (i32.const 1)))))
    (call $exit (local.get $errno))))"""


# Prints the clocks, random bytes, a directory and what a file is, and a NaN that it computed.
WORLD = f"""(module
  (import "{WASI}" "clock_time_get" (func $clock (param i32 i64 i32) (result i32)))
  (import "{WASI}" "random_get" (func $random (param i32 i32) (result i32)))
  (import "{WASI}" "fd_readdir" (func $readdir (param i32 i32 i32 i64 i32) (result i32)))
  (import "{WASI}" "path_filestat_get" (func $stat (param i32 i32 i32 i32 i32) (result i32)))
  (import "{WASI}" "fd_write" (func $write (param i32 i32 i32 i32) (result i32)))
  (memory (export "memory") 1)
  (data (i32.const 0) "a")
  (func (export "_start")
    (drop (call $clock (i32.const 0) (i64.const 0) (i32.const 1000)))
    (drop (call $clock (i32.const 1) (i64.const 0) (i32.const 1008)))
    (drop (call $clock (i32.const 2) (i64.const 0) (i32.const 1016)))
    (drop (call $random (i32.const 1024) (i32.const 100)))
    (drop (call $readdir (i32.const 3) (i32.const 2000) (i32.const 1000) (i64.const 0) (i32.const 1996)))
    (drop (call $stat (i32.const 3) (i32.const 0) (i32.const 0) (i32.const 1) (i32.const 3000)))
    (f64.store (i32.const 1130) (f64.sqrt (f64.load (i32.const 1138))))
    (f64.store (i32.const 1130) (f64.div (f64.load (i32.const 1150)) (f64.load (i32.const 1150))))
    (i32.store (i32.const 8) (i32.const 1000))
    (i32.store (i32.const 12) (i32.const 3000))
    (drop (call $write (i32.const 1) (i32.const 8) (i32.const 1) (i32.const 16)))))"""

LOOP = '(module (func (export "_start") (loop $again (br $again))))'
ENGINES = ("interp", "aot")


class Tests:
    def __init__(self, wald, folder):
        self.wald, self.folder = wald, folder
        self.environment = dict(os.environ, WALD_CACHE_DIR=str(folder.parent / "cache"))

    def file(self, name, content):
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    def run(self, *args, status=0, **more):
        """Gives standard output (bytes) and standard error."""
        done = subprocess.run([self.wald, *map(str, args)], capture_output=True, timeout=TIMEOUT,
                              env=dict(self.environment, **more), cwd=self.folder)
        err = done.stderr.decode(errors="replace")
        check(done.returncode == status, f"{args}: status {done.returncode}, expected {status}: {done.stdout}{err}")
        return done.stdout, err

    def audited(self, *args, status=0, **more):
        """The lines of the audit of a run."""
        path = self.folder / "audit.jsonl"
        path.unlink(missing_ok=True)
        self.run("--audit", path, *args, status=status, **more)
        lines = [json.loads(line) for line in path.read_bytes().decode().splitlines()]
        check(lines[0]["event"] == "start" and lines[-1]["event"] == "end", lines)
        check(len({line["run"] for line in lines}) == 1, lines)
        return lines

    # --- the audit -----------------------------------------------------------------------------

    def test_audit_of_a_run(self):
        module = self.file("open.wat", opener("../out"))
        (self.folder / "dir").mkdir()
        for engine in ENGINES:
            start, denial, end = self.audited(
                "--engine", engine, "--dir", "dir::/d", "--env", "SECRET=hidden", "--label", "tenant=a b", "--fuel", "1000",
                module, "one", "three", status=76)
            check(start["sha256"] == hashlib.sha256(module.read_bytes()).hexdigest(), start)
            check(start["engine"] == engine and start["file"] == str(module), start)
            check(start["argument_count"] == 2 and start["argument_bytes"] == 8, start)
            check(start["grants"]["directories"] == [{"host": "dir", "guest": "/d", "access": "ro"}], start)
            check(start["grants"]["environment"] == ["SECRET"] and "hidden" not in json.dumps(start), start)
            check(start["labels"] == {"tenant": "a b"} and start["limits"]["fuel"] == 1000, start)
            check((denial["function"], denial["capability"], denial["errno"]) == ("path_open", "path_open", "notcapable"), denial)
            check(denial["places"] == [{"descriptor": 3, "host": str(self.folder / "dir"), "path": "../out"}], denial)
            check("leads out" in denial["why"], denial)
            check((end["outcome"], end["status"], end["host_calls"], end["denials"]) == ("exit", 76, 2, 1), end)
            check(end["peak_memory_bytes"] == 65536 and 0 < end["fuel"] < 1000 and end["duration_us"] > 0, end)
            check(re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z", end["time"]), end)

    def test_audit_of_each_function(self):
        rows = list(functions())
        check(len(rows) == 46, len(rows))
        for name, params, gives in rows:
            zeros = " ".join(f"({kind}.const 0)" for kind in params.split())
            call = f"(call $f {zeros})"
            body = f"(i32.ne {call} (i32.const 76)) (if (then unreachable))" if gives else call
            module = self.file("denied.wat", f"""(module
              (import "{WASI}" "{name}" (func $f (param {params}) {'(result i32)' if gives else ''}))
              (memory (export "memory") 1) (func (export "_start") {body}))""")
            start, denial, end = self.audited("--deny", name, module, status=0 if gives else 134)
            check(start["grants"]["withheld"] == [name], start)
            check((denial["function"], denial["capability"], denial["errno"]) == (name, name, "notcapable"), denial)
            check("withheld" in denial["why"], denial)
            check(end["outcome"] == ("exit" if gives else "trap"), end)
        _, err = self.run("--deny", "fd_reed", module, status=2)
        check("fd_reed" in err, err)

    def test_audit_of_other_ends(self):
        trap = self.file("trap.wat", '(module (func (export "_start") unreachable))')
        end = self.audited(trap, status=134)[-1]
        check((end["outcome"], end["trap"], end["status"]) == ("trap", "unreachable", 134), end)
        end = self.audited("--timeout", "50ms", self.file("loop.wat", LOOP), status=124)[-1]
        check((end["outcome"], end["status"]) == ("timeout", 124), end)
        end = self.audited("--fuel", "100", self.folder / "loop.wat", status=125)[-1]
        check((end["outcome"], end["trap"], end["fuel"]) == ("trap", "all fuel consumed", 100), end)
        end = self.audited(self.file("bad.wat", '(module (func (export "_start") i32.add))'), status=1)[-1]
        check(end["outcome"] == "error", end)

    def test_audit_of_signals(self):
        wait = self.file("wait.wat", f"""(module (import "{WASI}" "fd_read" (func $read (param i32 i32 i32 i32) (result i32)))
          (memory (export "memory") 1) (func (export "_start") (i32.store (i32.const 4) (i32.const 8))
          (drop (call $read (i32.const 0) (i32.const 0) (i32.const 1) (i32.const 16)))))""")
        loop = self.file("loop.wat", LOOP)
        for module in (wait, loop):
            for engine in ENGINES:
                for number in (signal.SIGTERM, signal.SIGINT):
                    audit = self.folder / "audit.jsonl"
                    audit.unlink(missing_ok=True)
                    process = subprocess.Popen([self.wald, "--engine", engine, "--audit", audit, module], stdin=subprocess.PIPE,
                                               stderr=subprocess.PIPE, env=self.environment)
                    while not audit.exists() or not audit.read_bytes().endswith(b"\n"):
                        time.sleep(0.01)
                    time.sleep(0.1)
                    process.send_signal(number)
                    # What it reads from stays open: the signal ends it.
                    check(process.wait(TIMEOUT) == -number, process.returncode)
                    err = process.stderr.read()
                    check(err == b"", err)
                    process.stdin.close(), process.stderr.close()
                    end = json.loads(audit.read_text().splitlines()[-1])
                    check((end["event"], end["outcome"], end["status"], end["signal"]) == ("end", "signal", 128 + number, number), end)

    def test_audit_of_threads(self):
        module = self.file("spawn.wat", """(module
          (import "wasi" "thread-spawn" (func $spawn (param i32) (result i32)))
          (memory (export "memory") 1)
          (func (export "_start") (if (i32.ne (call $spawn (i32.const 0)) (i32.const -76)) (then unreachable))))""")
        denial = self.audited(module)[1]
        check((denial["function"], denial["capability"]) == ("thread-spawn", "threads"), denial)

    def test_audit_is_bounded(self):
        module = self.file("many.wat", opener("../" + "x" * 2000, times=20000))
        (self.folder / "dir").mkdir()
        lines = self.audited("--dir", "dir", module, status=76)
        end = lines[-1]
        check(end["denials"] == 20000 and end["omitted"] == 20000 - (len(lines) - 2) > 0, end)
        check((self.folder / "audit.jsonl").stat().st_size < (1 << 20) + 10000, "too long")
        check(lines[1]["cut"] and len(lines[1]["places"][0]["path"]) <= 600, lines[1])

    def test_audit_never_blocks(self):
        module = self.file("many.wat", opener("../" + "x" * 200, times=2000))
        (self.folder / "dir").mkdir()
        pipe = self.folder / "pipe"
        os.mkfifo(pipe)
        _, err = self.run("--audit", pipe, module, status=1)
        check("nobody reads" in err, err)
        # A reader that looks only when the guest has ended: what did not fit was left out, lines are whole.
        reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
        process = subprocess.Popen([self.wald, "--audit", pipe, "--dir", "dir", module], cwd=self.folder, env=self.environment)
        time.sleep(1)
        os.set_blocking(reader, True)
        data = b""
        while piece := os.read(reader, 1 << 16):
            data += piece
        check(process.wait(TIMEOUT) == 76, process.returncode)
        lines = [json.loads(line) for line in data.splitlines()]
        check(lines[-1]["event"] == "end" and lines[-1]["omitted"] == 2000 - (len(lines) - 2) > 0, lines[-1])

    def test_audit_out_of_reach(self):
        module = self.file("open.wat", opener("f"))
        (self.folder / "dir" / "sub").mkdir(parents=True)
        _, err = self.run("--audit", "dir/sub/audit", "--dir", "dir::/:rw", module, status=2)
        check("could write it" in err and not (self.folder / "dir" / "sub" / "audit").exists(), err)
        self.run("--audit", "dir/sub/audit", "--dir", "dir::/", module, status=44)

    def test_audit_escapes(self):
        (self.folder / "dir").mkdir()
        path = "../\"\n\udcff\u2028}"
        module = self.file("odd.wat", opener("../1234567").replace("1234567", r"\22\0a\ff\e2\80\a8}"))
        self.run("--audit", self.folder / "a", "--dir", "dir", module, status=76)
        raw = (self.folder / "a").read_bytes()
        check(raw.count(b"\n") == 3 and "\u2028".encode() not in raw and b"\xff" not in raw, raw)
        check(json.loads(raw.splitlines()[1])["places"][0]["path"] == path, raw)

    # --- other ways to see it ------------------------------------------------------------------

    def test_verbose_says_why(self):
        (self.folder / "dir").mkdir()
        _, err = self.run("-v", "--dir", "dir", self.file("new.wat", opener("new", oflags=1)), status=76)
        check(re.search(r'note: path_open was refused: "new" from descriptor 3 \(.*/dir\): the directory was granted read-only '
                        r"\(path_create_file\)", err), err)

    def test_log_calls(self):
        (self.folder / "dir").mkdir()
        self.file("dir/f", "")
        module = self.file("open.wat", opener("f"))
        for engine in ENGINES:
            _, err = self.run("--log-calls", "--engine", engine, "--dir", "dir", module)
            calls = [line for line in err.splitlines() if line.startswith("call: ")]
            check(calls == ['call: path_open(3, 1, "f", 0, 2, 0xffffffffffffffff, 0, -> 4) = success',
                            "call: proc_exit(0) exits with 0"], err)

    def test_inspect(self):
        out, _ = self.run("inspect", "--capabilities", self.file("open.wat", opener("f")))
        check(out.decode() == f"directories (--dir DIR)\n  {WASI}.path_open\n"
              f"nothing that has to be granted\n  {WASI}.proc_exit\n", out)
        out, _ = self.run("inspect", "--capabilities", self.file("none.wat", LOOP))
        check(out.decode() == "nothing: it imports nothing\n", out)
        module = self.file("more.wat", f"""(module (import "env" "f" (func)) (import "wasi" "thread-spawn" (func (param i32) (result i32)))
          (import "{WASI}" "path_unlink_file" (func (param i32 i32 i32) (result i32)))
          (import "{WASI}" "random_get" (func (param i32 i32) (result i32))))""")
        out, _ = self.run("inspect", "--capabilities", module)
        check(re.sub(r"\n  .*", "", out.decode()).splitlines() == [
            "directories, to change them (--dir DIR:rw)", "from another module (--preload)", "random, which every guest has",
            "threads (--threads)"], out)
        self.run("inspect", module, status=2)

    # --- policies ------------------------------------------------------------------------------

    def test_policy(self):
        self.file("app/data/f", "")
        self.file("app/policy.toml", """# of the app
dir = ["data::/d:ro"]
env = ["A=1"]
max-memory = "64M"
fuel = 100_000
deterministic = true
deny = ["proc_raise"]
[labels]
tenant = "a"
""")
        module = self.file("open.wat", opener("f"))
        start = self.audited("--policy", "app/policy.toml", "--label", "more=b", module)[0]
        check(start["grants"]["directories"] == [{"host": "app/data", "guest": "/d", "access": "ro"}], start)
        check(start["grants"]["environment"] == ["A"] and start["grants"]["withheld"] == ["proc_raise"], start)
        check(start["limits"]["memory_bytes"] == 64 << 20 and start["limits"]["fuel"] == 100000, start)
        check(start["labels"] == {"tenant": "a", "more": "b"}, start)

    def test_bad_policies(self):
        module = self.file("loop.wat", LOOP)
        for text, where, what in (
                ('dirs = ["."]', ":1: ", 'no key "dirs"; is it "dir"?'),
                ('verbose = true', ":1: ", 'no key "verbose"'),
                ('audit = "x"', ":1: ", 'no key "audit"'),
                ('\nlabel = ["a=b"]', ":2: ", 'no key "label"'),
                ('fuel = -1', ":1: ", "not a number"),
                ('fuel = 1.5', ":1: ", "'1.5' is no string"),
                ('max-memory = ["1M"]', ":1: ", "is no list"),
                ('threads = "yes"', ":1: ", "true or false"),
                ('dir = [1]', ":1: ", "dir wants a string"),
                ('deny = ["fd_reed"]', ":1: ", "no such function"),
                ('x = ', ":1: ", ""),
                ('fuel = 1\nfuel = 2', ":2: ", ""),
                ('labels = 1', ":1: ", "a table"),
                ('[labels]\na = 1', ":2: ", "a string"),
                ('dir = ["a::/x", "b::/x:rw"]', "", 'two directories have the name "/x"'),
                ('deterministic = true\nthreads = true', "", "contradict"),
                ('seed = 3', "", "without --deterministic"),
                ('max-threads = 3', "", "without --threads")):
            policy = self.file("bad.toml", text)
            out, err = self.run("--policy", policy, module, status=2)
            check(err.startswith("error: ") and (not where or f"{policy}{where}" in err) and what in err, f"{text}: {err}")
        self.file("good.toml", 'fuel = 5')
        _, err = self.run("--fuel", "7", "--policy", "good.toml", module, status=2)
        check("good.toml:1: the command line says --fuel too" in err, err)
        self.run("--policy", "good.toml", module, status=125)
        _, err = self.run("--policy", "missing.toml", module, status=1)
        check("missing.toml" in err, err)

    # --- the same in each run ------------------------------------------------------------------

    def test_deterministic(self):
        module = self.file("world.wat", WORLD)
        for name in "bca":
            self.file(f"dir/{name}", name)
        plain = {self.run("--engine", "interp", "--dir", "dir", module)[0] for _ in range(2)}
        check(len(plain) == 2, "clocks and random numbers of the host are always the same")
        same = set()
        for engine in ENGINES:
            for _ in range(2):
                same.add(self.run("--engine", engine, "--deterministic", "--dir", "dir", module)[0])
                os.utime(self.folder / "dir" / "a")
        check(len(same) == 1, "runs differ")
        other, _ = self.run("--deterministic", "--seed", "1", "--dir", "dir", module)
        check(other not in same and other[:24] == min(same)[:24], "the seed")

    # --- limits --------------------------------------------------------------------------------

    def test_fuel_is_the_same_everywhere(self):
        source = """(module (memory 1) (func (export "_start") (local $i i32)
          (loop $again (memory.fill (i32.const 0) (i32.const 1) (local.get $i))
            (br_if $again (i32.lt_u (local.tee $i (i32.add (local.get $i) (i32.const 1))) (i32.const 500))))))"""
        module = self.file("work.wat", source)
        used = {self.audited("--engine", engine, "--fuel", "1000000", module)[-1]["fuel"] for engine in ENGINES for _ in range(2)}
        check(len(used) == 1, used)
        exact = used.pop()
        for engine in ENGINES:
            self.run("--engine", engine, "--fuel", exact, module)
            self.run("--engine", engine, "--fuel", exact - 1, module, status=125)

    def test_tables_and_instances(self):
        module = self.file("table.wat", '(module (table 100 funcref) (func (export "grow") (result i32) (table.grow (ref.null func) (i32.const 1))))')
        out, _ = self.run("--max-table-elements", "101", "--invoke", "grow", module)
        check(out == b"i32:100\n", out)
        out, _ = self.run("--max-table-elements", "100", "--invoke", "grow", module)
        check(out == b"i32:-1\n", out)
        _, err = self.run("--max-table-elements", "99", "--invoke", "grow", module, status=125)
        check("a table of 100 elements is wanted, 99 elements are allowed" in err, err)
        self.run("--max-table-elements", "x", module, status=2)
        self.run("--max-instances", "2", "--preload", f"m={module}", "--invoke", "grow", module)
        _, err = self.run("--max-instances", "1", "--preload", f"m={module}", "--invoke", "grow", module, status=125)
        check("1 instances are allowed" in err, err)

    # --- the disk ------------------------------------------------------------------------------

    def on_file_system(self, options, script):
        """Runs a script with another file system in the folder "disk"; $W is wald."""
        disk = self.folder / "disk"
        disk.mkdir()
        mount = f"mount -t tmpfs -o {options} none {disk}"
        probe = subprocess.run(["unshare", "-rm", "sh", "-c", mount], capture_output=True)
        if probe.returncode != 0:
            raise Skipped(f"no file system can be mounted: {probe.stderr.decode().strip()}")
        done = subprocess.run(["unshare", "-rm", "sh", "-ec", f"{mount}\n{script}"], capture_output=True, timeout=TIMEOUT,
                              env=dict(self.environment, W=self.wald), cwd=self.folder, text=True)
        check(done.returncode == 0, done.stdout + done.stderr)
        return done.stdout

    def test_full_disk(self):
        # Writes 4 KB at a time until that fails; ends with the errno. What could be written is there.
        module = self.file("fill.wat", f"""(module
          (import "{WASI}" "path_open" (func $open (param i32 i32 i32 i32 i32 i64 i64 i32 i32) (result i32)))
          (import "{WASI}" "fd_write" (func $write (param i32 i32 i32 i32) (result i32)))
          (import "{WASI}" "proc_exit" (func $exit (param i32)))
          (memory (export "memory") 1) (data (i32.const 0) "f")
          (func (export "_start") (local $errno i32)
            (local.set $errno (call $open (i32.const 3) (i32.const 0) (i32.const 0) (i32.const 1) (i32.const 9)
              (i64.const 64) (i64.const -1) (i32.const 0) (i32.const 8)))
            (if (local.get $errno) (then (call $exit (local.get $errno))))
            (i32.store (i32.const 16) (i32.const 4096)) (i32.store (i32.const 20) (i32.const 4096))
            (loop $again
              (local.set $errno (call $write (i32.load (i32.const 8)) (i32.const 16) (i32.const 1) (i32.const 24)))
              (br_if $again (i32.eqz (local.get $errno))))
            (call $exit (local.get $errno))))""")
        for engine in ENGINES:
            out = self.on_file_system("size=64k", f"$W --engine {engine} --dir disk::/:rw {module} || echo $?; stat -c %s disk/f")
            check(out == "51\n65536\n", out)
            (self.folder / "disk").rmdir()
        # Read-only file systems: the grant would allow it.
        out = self.on_file_system("ro", f"$W --dir disk::/:rw {module} || echo $?; ls disk | wc -l")
        check(out == "69\n0\n", out)

    def test_timeout_while_blocked(self):
        read = self.file("read.wat", f"""(module (import "{WASI}" "fd_read" (func $read (param i32 i32 i32 i32) (result i32)))
          (memory (export "memory") 1) (func (export "_start") (i32.store (i32.const 4) (i32.const 8))
          (drop (call $read (i32.const 0) (i32.const 0) (i32.const 1) (i32.const 16)))))""")
        poll = self.file("poll.wat", f"""(module (import "{WASI}" "poll_oneoff" (func $poll (param i32 i32 i32 i32) (result i32)))
          (memory (export "memory") 1) (func (export "_start") (i32.store (i32.const 16) (i32.const 1)) (i64.store (i32.const 24) (i64.const 3600000000000))
          (drop (call $poll (i32.const 0) (i32.const 100) (i32.const 1) (i32.const 200)))))""")
        for module in (read, poll):
            for engine in ENGINES:
                reader, writer = os.pipe()
                begin = time.monotonic()
                done = subprocess.run([self.wald, "--engine", engine, "--audit", self.folder / "a", "--timeout", "100ms", module],
                                      stdin=reader, capture_output=True, timeout=TIMEOUT, env=self.environment)
                seconds = time.monotonic() - begin
                os.close(reader), os.close(writer)
                check(done.returncode == 124 and seconds < 20, f"{module}: {done.returncode} after {seconds} s: {done.stderr}")
                end = json.loads((self.folder / "a").read_text().splitlines()[-1])
                check((end["event"], end["outcome"], end["status"]) == ("end", "timeout", 124), end)
                # It was the guest that ended, with its stack, and not the process.
                check(b"wasm trap: interrupted\n  at " in done.stderr and end["trap"] == "interrupted", done.stderr)


if __name__ == "__main__":
    testing.main(Tests, __doc__)
