#!/usr/bin/env python3
"""Tests --engine and the cache from outside.

    cache_test.py WALD [FOLDER] [--only NAME]

WALD's compiler must be beside it. Inputs and caches are made in FOLDER (default: a temporary one). The last line is
"N passed, N failed, N skipped".
"""

import os
import pty
import re
import subprocess
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import testing
from testing import Skipped, check

TIMEOUT = 120
FROM_CACHE = "compiled code from the cache"
MADE = "compiled code, made now"

ANSWER = """(module
  (func $f (param i32) (result i32) (i32.mul (local.get 0) (i32.const FACTOR)))
  (func (export "answer") (result i32) (call $f (i32.const 6))))"""

# Writes to what its second argument names, if it can be opened, and ends with the errno of that.
PLANT = """(module
  (import "wasi_snapshot_preview1" "path_open"
    (func $open (param i32 i32 i32 i32 i32 i64 i64 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "path_create_directory" (func $mkdir (param i32 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "path_rename" (func $rename (param i32 i32 i32 i32 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "proc_exit" (func $exit (param i32)))
  (memory (export "memory") 1)
  (data (i32.const 0) ".cache/wald")
  (data (i32.const 32) "moved")
  (data (i32.const 64) ".cache/wald/planted.waot")
  (func $check (param i32) (if (i32.ne (local.get 0) (i32.const 76)) (then (call $exit (local.get 0)))))
  (func (export "_start")
    (call $check (call $mkdir (i32.const 3) (i32.const 0) (i32.const 6)))
    (call $check (call $mkdir (i32.const 3) (i32.const 0) (i32.const 11)))
    (call $check (call $rename (i32.const 3) (i32.const 0) (i32.const 6) (i32.const 3) (i32.const 32) (i32.const 5)))
    (call $check (call $rename (i32.const 3) (i32.const 0) (i32.const 11) (i32.const 3) (i32.const 32) (i32.const 5)))
    (call $check (call $open (i32.const 3) (i32.const 1) (i32.const 0) (i32.const 11) (i32.const 0) (i64.const 2) (i64.const -1) (i32.const 0) (i32.const 100)))
    (call $check (call $open (i32.const 3) (i32.const 1) (i32.const 64) (i32.const 24) (i32.const 1) (i64.const 66) (i64.const -1) (i32.const 0) (i32.const 100)))
    (call $exit (i32.const 76))))"""


# Opens a directory, and makes a file in it: both must fail with "not capable".
PLANT_THERE = """(module
  (import "wasi_snapshot_preview1" "path_open"
    (func $open (param i32 i32 i32 i32 i32 i64 i64 i32 i32) (result i32)))
  (import "wasi_snapshot_preview1" "proc_exit" (func $exit (param i32)))
  (memory (export "memory") 1)
  (data (i32.const 0) "{cache}/planted")
  (func $check (param i32) (if (i32.ne (local.get 0) (i32.const 76)) (then (call $exit (i32.add (local.get 0) (i32.const 100))))))
  (func (export "_start")
    (call $check (call $open (i32.const 3) (i32.const 1) (i32.const 0) (i32.const {size}) (i32.const 0) (i64.const 2) (i64.const -1) (i32.const 0) (i32.const 400)))
    (call $check (call $open (i32.const 3) (i32.const 1) (i32.const 0) (i32.const {longer}) (i32.const 1) (i64.const 66) (i64.const -1) (i32.const 0) (i32.const 400)))
    (call $exit (i32.const 76))))"""


class Tests:
    def __init__(self, wald, folder):
        self.wald, self.folder = wald, folder
        self.cache = folder / "cache"
        self.environment = dict(os.environ, WALD_CACHE_DIR=str(self.cache))
        for name in ("XDG_CACHE_HOME", "WALD_CACHE_SIZE"):
            self.environment.pop(name, None)

    def file(self, name, content):
        path = self.folder / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return path

    def module(self, factor=7, name="answer.wasm", settled=True):
        """A module that says 6 * factor. `settled`: its times are such that they are believed."""
        source = self.file("source.wat", ANSWER.replace("FACTOR", str(factor)))
        path = self.folder / name
        self.run("wat2wasm", source, "-o", path)
        if settled:
            time.sleep(3.1)
        return path

    def run(self, *args, status=0, **more):
        environment = dict(self.environment, **more)
        done = subprocess.run([self.wald, *map(str, args)], capture_output=True, timeout=TIMEOUT, env=environment,
                              cwd=self.folder)
        out, err = done.stdout.decode(errors="replace"), done.stderr.decode(errors="replace")
        check(done.returncode == status, f"{args}: status {done.returncode}, expected {status}: {out}{err}")
        return out, err

    def answer(self, module, *options, factor=7, **more):
        """Runs a module; gives what was said of it under -v."""
        out, err = self.run("-v", *options, "--invoke", "answer", module, **more)
        check(out == f"i32:{6 * factor}\n", f"{options}: {out}{err}")
        return err

    def entries(self, begin="", end=""):
        return sorted(p for p in self.cache.iterdir() if p.name.startswith(begin) and p.name.endswith(end))

    # --- engines -------------------------------------------------------------------------------

    def test_engines(self):
        module = self.module()
        check("interpreted" in self.answer(module), "auto compiles")
        check(not self.cache.exists(), "auto made a cache")
        check("interpreted" in self.answer(module, "--engine", "interp"), "interp")
        check(MADE in self.answer(module, "--engine", "aot"), "aot did not compile")
        check(FROM_CACHE in self.answer(module, "--engine", "aot"), "it was compiled twice")
        check(FROM_CACHE in self.answer(module), "auto did not use it")
        check(FROM_CACHE in self.answer(module, "--verify"), "--verify")
        check("interpreted" in self.answer(module, "--engine=interp"), "interp used the cache")
        check("interpreted" in self.answer(module, "--fuel", "1000"), "fuel by code that does not count")
        for size in self.entries(begin="size-"):
            size.unlink()
        check("interpreted" in self.answer(module), "auto read a file of a size that is not known")
        self.answer(module, "--engine", "aot")
        check(FROM_CACHE in self.answer(module), "the size was not remembered again")
        check(self.cache.stat().st_mode & 0o777 == 0o700, "others can look into the cache")
        check(MADE in self.answer(module, "--engine", "aot", "--fuel", "1000"), "aot with fuel")
        check(FROM_CACHE in self.answer(module, "--fuel", "1000"), "fuel by code that counts")
        self.run("--engine", "aot", "--fuel", "0", "--invoke", "answer", module, status=125)
        _, err = self.run("--engine", "fast", module, status=2)
        check("'auto', 'interp' or 'aot'" in err, err)

    def test_artifacts_run_as_they_are(self):
        module = self.module(settled=False)
        self.run("compile", module, "-o", self.folder / "answer.waot")
        for engine in ("auto", "aot"):
            check("functions, compiled code;" in self.answer(self.folder / "answer.waot", "--engine", engine), engine)
        _, err = self.run("--engine", "interp", "--invoke", "answer", self.folder / "answer.waot", status=2)
        check("compiled code" in err, err)
        for command in (["validate"], ["inspect", "--capabilities"], ["wasm2wat"], ["compile", "-o", "x.waot"]):
            _, err = self.run(*command, self.folder / "answer.waot", status=2)
            check("it holds compiled code: name the module it was made of" in err, err)
        done = subprocess.run([self.wald, "--invoke", "answer", "-"], capture_output=True, env=self.environment,
                              input=(self.folder / "answer.waot").read_bytes())
        check(done.stdout == b"i32:42\n", done.stderr)

    def test_options_have_code_of_their_own(self):
        module = self.module()
        self.answer(module, "--engine", "aot")
        for options in (["--memory", "checked"], ["--deterministic"], ["--enable", "legacy-exceptions"]):
            check("interpreted" in self.answer(module, *options), options)
            check(MADE in self.answer(module, "--engine", "aot", *options), options)
            check(FROM_CACHE in self.answer(module, *options), options)
        check(FROM_CACHE in self.answer(module), "the first is gone")
        out, _ = self.run("cache", "ls")
        check("4 modules" in out and "(--memory checked)" in out and "(--enable legacy-exceptions)" in out, out)

    def test_preloads_and_text_and_pipes(self):
        lib = self.file("lib.wat", '(module (func (export "f") (result i32) (i32.const 5)))')
        main = self.file("main.wat", '(module (import "lib" "f" (func $f (result i32))) (func (export "answer") '
                                     '(result i32) (i32.add (call $f) (i32.const 1))))')
        for words in (MADE, FROM_CACHE):
            err = self.answer(main, "--engine", "aot", "--preload", f"lib={lib}", factor=1)
            check(err.count(words) == 2, err)
        check(self.answer(main, "--preload", f"lib={lib}", factor=1).count(FROM_CACHE) == 2, "auto")
        done = subprocess.run([self.wald, "-v", "--engine", "aot", "--preload", f"lib={lib}", "--invoke", "answer", "-"],
                              input=main.read_bytes(), capture_output=True, env=self.environment)
        check(done.stdout == b"i32:6\n" and done.stderr.decode().count(FROM_CACHE) == 2, done)

    def test_errors_are_the_interpreters(self):
        bad = self.file("bad.wat", "(module (func (result i32)))")
        _, interpreted = self.run(bad, status=1)
        _, compiled = self.run("--engine", "aot", bad, status=1)
        check(interpreted == compiled and "type mismatch" in compiled, compiled)
        _, err = self.run("--engine", "aot", "missing.wasm", status=1)
        check("No such file" in err, err)
        alone = self.folder / "bin"
        alone.mkdir()
        (alone / "wald").write_bytes(Path(self.wald).read_bytes())
        (alone / "wald").chmod(0o755)
        module = self.module(settled=False)
        done = subprocess.run([alone / "wald", "--engine", "aot", "--invoke", "answer", module], capture_output=True,
                              env={"PATH": "/nowhere", "WALD_CACHE_DIR": str(self.cache)})
        check(done.returncode == 1 and b"install" in done.stderr and done.stdout == b"", done)

    # --- what is found -------------------------------------------------------------------------

    def test_a_changed_file_is_another(self):
        module = self.module(7)
        self.answer(module, "--engine", "aot")
        check(FROM_CACHE in self.answer(module), "not found")
        # The same size, and the same time of writing.
        before = module.stat()
        module.write_bytes(self.module(8, "other.wasm", settled=False).read_bytes())
        os.utime(module, ns=(before.st_atime_ns, before.st_mtime_ns))
        check(module.stat().st_size == before.st_size, "the test needs modules of one size")
        check("interpreted" in self.answer(module, factor=8), "that of the old content is used")
        self.answer(module, "--engine", "aot", factor=8)
        # At once, faster than a file's clock: again and again, all of one size.
        bodies = [self.module(factor, "other.wasm", settled=False).read_bytes() for factor in (7, 8)]
        for i in range(50):
            module.write_bytes(bodies[i % 2])
            check(FROM_CACHE in self.answer(module, factor=7 + i % 2), "not found by its content")

    def test_a_copy_is_found_by_its_content(self):
        module = self.module()
        self.answer(module, "--engine", "aot")
        copy = self.file("copy.wasm", module.read_bytes())
        check(FROM_CACHE in self.answer(copy), "not found")

    # --- what was found valid ----------------------------------------------------------------------

    def large(self, factor=7, name="large.wasm", settled=True):
        """The same with so much behind it that a mark is worth while."""
        path = self.module(factor, name, settled=False)
        padding = 1 << 20
        section = b"\x01x" + bytes(padding)
        size = bytes(len(section) >> 7 * i & 127 | (128 if i < 3 else 0) for i in range(4))
        path.write_bytes(path.read_bytes() + b"\0" + size + section)
        if settled:
            time.sleep(3.1)
        return path

    def is_known(self, module, *options, factor=7, **more):
        """Whether a module's code is not validated as a whole."""
        out, err = self.run("--startup-trace", *options, "--invoke", "answer", module, **more)
        check(out == f"i32:{6 * factor}\n", f"{options}: {out}{err}")
        known = "module read, known as valid" in err
        check(known or "module read  " in err, err)
        return known

    def test_a_large_module_is_validated_once(self):
        module = self.large()
        check(not self.is_known(module), "known before it was seen")
        for options in ([], ["--engine", "interp"], ["--memory", "checked"], ["--fuel", "1000"]):
            check(self.is_known(module, *options), f"{options}: validated again")
        check("known as valid, read in" in self.answer(module), "-v does not say it")
        check(not self.is_known(module, "--disable", "threads"), "valid with other features")
        check(self.is_known(module, "--disable", "threads"), "other features are not remembered")
        check(self.is_known(module), "the first mark is gone")
        check(self.is_known(self.file("copy.wasm", module.read_bytes())), "a copy is not known by its content")
        out, _ = self.run("cache", "ls")
        check("0 modules, 2 marks" in out and out.count("large.wasm  found valid") == 2 and "(--disable threads)" in out, out)
        check(MADE in self.answer(module, "--engine", "aot"), "aot")
        check(FROM_CACHE in self.answer(module), "a mark hides compiled code")
        out, _ = self.run("cache", "clear")
        check("removed 1 modules, 2 marks" in out and not list(self.cache.iterdir()), out)
        check(not self.is_known(module), "known after all was removed")

    def test_a_changed_large_module_is_validated_again(self):
        module = self.large(7)
        check(not self.is_known(module) and self.is_known(module), "not remembered")
        before = module.stat()
        module.write_bytes(self.large(8, "other.wasm", settled=False).read_bytes())
        os.utime(module, ns=(before.st_atime_ns, before.st_mtime_ns))
        check(module.stat().st_size == before.st_size, "the test needs modules of one size")
        check(not self.is_known(module, factor=8), "the old content's mark counts")
        check(self.is_known(module, factor=8), "not known by its content")

    def test_what_is_not_remembered(self):
        check(not self.is_known(self.module(settled=False)) and not self.cache.exists(), "a small module makes a cache")
        module = self.large(settled=False)
        for _ in range(2):
            check(not self.is_known(module, "--no-cache") and not self.cache.exists(), "--no-cache")
            check(not self.is_known(module, WALD_CACHE_DIR="", HOME=""), "without a place")
        for _ in range(2):
            check(not self.is_known(module, WALD_CACHE_SIZE="0"), "a cache of no size")
        # i64.mul in place of i32.mul
        good = module.read_bytes()
        check(good.count(b"\x6c\x0b") == 1, "the test needs one multiplication")
        bad = self.file("bad.wasm", good.replace(b"\x6c\x0b", b"\x7e\x0b"))
        for _ in range(2):
            _, err = self.run("--invoke", "answer", bad, status=1)
            check("type mismatch" in err, err)
        check(not self.entries(end=".valid"), "an invalid module has a mark")
        self.is_known(module)
        check(self.is_known(module) and not self.is_known(module, "--no-cache"), "--no-cache looks for a mark")
        self.run("--no-cache", "--engine", "aot", "--invoke", "answer", module)
        check(not self.entries(end=".waot"), "--no-cache keeps code")

    def test_damaged_marks_do_not_count(self):
        module = self.large()
        self.is_known(module)
        mark, = self.entries(end=".valid")
        good = mark.read_bytes()
        for i in range(len(good)):
            mark.write_bytes(good[:i] + bytes([good[i] ^ 0x55]) + good[i + 1:])
            if i % 10 == 0:
                out, err = self.run("cache", "verify", status=1)
                check("1 marks checked, 1 damaged" in out and mark.name in err, out + err)
            check(not self.is_known(module), f"byte {i} does not matter")
            check(mark.read_bytes() == good, "not written anew")
        other = self.cache / ("0" * 64 + ".valid")
        other.write_bytes(good)
        self.run("cache", "verify", status=1)
        other.unlink()
        for content in (b"", good[:-1], good + b"x"):
            mark.write_bytes(content)
            check(not self.is_known(module), content)
        mark.chmod(0o666)
        check(not self.is_known(module), "a mark that others can write")
        check(self.is_known(module), "not replaced")

    def test_marks_go_in_time(self):
        module = self.large()
        self.is_known(module)
        mark, = self.entries(end=".valid")
        for age, isTouched in ((600, False), (7200, True)):
            then = int(time.time() - age)
            os.utime(mark, (then, then))
            self.is_known(module)
            check((mark.stat().st_mtime > then + 1) == isTouched, f"after {age} s")
        for age in (100 * 86400, 3600):
            os.utime(mark, (time.time() - age, time.time() - age))
            size = mark.stat().st_size
            limit = {} if age > 86400 else {"WALD_CACHE_SIZE": str(2 * size - 1)}
            check(not self.is_known(self.large(8, settled=False), factor=8, **limit), "known")
            check(not mark.exists() and len(self.entries(end=".valid")) == 1, f"{age} s: {self.entries()}")
            self.run("cache", "clear")
            self.is_known(self.large(7, settled=False))

    def test_many_find_one_valid_at_once(self):
        module = self.large()
        with ThreadPoolExecutor(8) as pool:
            list(pool.map(lambda _: self.is_known(module), range(24)))
        check(self.is_known(module) and len(self.entries(end=".valid")) == 1, self.entries())
        check(not self.entries(begin="tmp-"), "temporary files are left")

    # --- damage --------------------------------------------------------------------------------

    def test_every_byte_flipped(self):
        module = self.module()
        self.answer(module, "--engine", "aot")
        files = self.entries(end=".waot") + self.entries(begin="file-") + self.entries(end=".info")
        check(len(files) == 3, files)
        refused = 0
        for path in files:
            good = path.read_bytes()
            step = 1 if len(good) < 1000 or path.suffix != ".waot" else 3
            # All of header, tables and code, and a sample of the padding between them.
            places = [i for i in range(len(good)) if good[i] != 0 or i < 400 or i % step == 0]
            for i in places:
                path.write_bytes(good[:i] + bytes([good[i] ^ 0x55]) + good[i + 1:])
                refused += "interpreted" in self.answer(module)
            path.write_bytes(good)
            for size in (0, 1, len(good) - 1):
                path.write_bytes(good[:size])
                self.answer(module)
            path.write_bytes(good)
        check(refused > 300, f"only {refused} were noticed")
        check(FROM_CACHE in self.answer(module), "it does not work any more")

    def test_damage_is_repaired(self):
        module = self.module()
        self.answer(module, "--engine", "aot")
        artifact, = self.entries(end=".waot")
        good = artifact.read_bytes()
        artifact.write_bytes(good[:-1] + bytes([good[-1] ^ 1]))
        out, err = self.run("cache", "verify", status=1)
        check(artifact.name in err and "answer.wasm" in err and "wald cache clear" in err, err)
        check("1 artifacts and 0 marks checked, 1 damaged" in out, out)
        out, err = self.run("--invoke", "answer", module)
        check(out == "i32:42\n" and err == "", err)
        check("is not used" in self.answer(module), "no note")
        out, err = self.run("--engine", "aot", "--invoke", "answer", module)
        check(out == "i32:42\n" and err.count("\n") == 1 and "is not used" in err, err)
        check(artifact.read_bytes() == good, "not replaced")
        out, _ = self.run("cache", "verify")
        check("1 artifacts and 0 marks checked, 0 damaged" in out, out)

    def test_what_is_not_ours_is_not_used(self):
        module = self.module()
        self.answer(module, "--engine", "aot")
        artifact, = self.entries(end=".waot")
        artifact.chmod(0o666)
        check("interpreted" in self.answer(module), "a file that others can write is run")
        artifact.chmod(0o600)
        check(FROM_CACHE in self.answer(module), "not found")
        elsewhere = self.folder / "elsewhere"
        artifact.rename(elsewhere)
        artifact.symlink_to(elsewhere)
        check("interpreted" in self.answer(module), "a link is followed")
        artifact.unlink()
        os.mkfifo(artifact)
        check("interpreted" in self.answer(module), "a pipe is read")
        artifact.unlink()
        self.cache.chmod(0o777)
        err = self.answer(module)
        check("the cache is not used" in err and "chmod" in err, err)
        _, err = self.run("--engine", "aot", "--invoke", "answer", module)
        check(err.count("\n") == 1 and "the cache is not used" in err, err)
        _, err = self.run("--invoke", "answer", module)
        check(err == "", err)
        self.run("cache", "ls", status=1)

    # --- where nothing can be kept ---------------------------------------------------------------

    def test_without_a_place(self):
        module = self.module(settled=False)
        blocked = self.file("blocked", "")
        for place in (blocked, "/proc/none", "/dev/null/x"):
            err = self.answer(module, "--engine", "aot", WALD_CACHE_DIR=str(place))
            check("the cache is not used" in err and MADE in err, err)
            check("interpreted" in self.answer(module, WALD_CACHE_DIR=str(place)), place)
        err = self.answer(module, "--engine", "aot", WALD_CACHE_DIR="", HOME="")
        check("there is no cache" in err, err)
        _, err = self.run("cache", "path", status=1, WALD_CACHE_DIR="", HOME="")
        check("HOME" in err, err)

    def mounted(self, options, script):
        """Runs a script of the shell where the cache is a file system of its own."""
        self.cache.mkdir(exist_ok=True)
        mount = f"mount -t tmpfs -o {options} none {self.cache}"
        probe = subprocess.run(["unshare", "-rm", "sh", "-c", mount], capture_output=True)
        if probe.returncode != 0:
            raise Skipped(f"no file system can be mounted: {probe.stderr.decode().strip()}")
        done = subprocess.run(["unshare", "-rm", "sh", "-ec", f"{mount}\n{script}"], capture_output=True, timeout=TIMEOUT,
                              env=dict(self.environment, W=self.wald), cwd=self.folder)
        check(done.returncode == 0, f"{script}: {done.stdout}{done.stderr}")
        return done.stdout.decode(), done.stderr.decode()

    def test_noexec(self):
        self.module(settled=False)
        out, err = self.mounted("noexec,mode=0700", "for i in 1 2; do $W -v --engine aot --invoke answer answer.wasm; done; "
                                "$W --invoke answer answer.wasm")
        check(out == "i32:42\n" * 3 and "can't be executed" in err and FROM_CACHE in err, out + err)

    def test_read_only(self):
        self.module(settled=False)
        out, err = self.mounted("ro,mode=0700", "$W -v --engine aot --invoke answer answer.wasm; $W -v --invoke answer answer.wasm")
        check(out == "i32:42\n" * 2 and "is not kept: Read-only" in err and "interpreted" in err, out + err)

    def test_full(self):
        self.module(settled=False)
        out, err = self.mounted("mode=0700,size=8k,nr_inodes=20", "head -c 100000 /dev/zero > $WALD_CACHE_DIR/x || true; "
                                "$W -v --engine aot --invoke answer answer.wasm; ls $WALD_CACHE_DIR")
        check("i32:42" in out and "is not kept: No space" in err and "tmp-" not in out, out + err)

    # --- size ----------------------------------------------------------------------------------

    def test_the_oldest_goes(self):
        modules = [self.module(factor, f"m{factor}.wasm", settled=False) for factor in (2, 3, 4)]
        for i, module in enumerate(modules[:2]):
            self.answer(module, "--engine", "aot", factor=2 + i)
        # The first was used after the second.
        for age, entry in zip((3000, 9000), sorted(self.entries(end=".waot"), key=lambda p: p.stat().st_mtime_ns)):
            then = time.time() - age
            os.utime(entry, (then, then))
        size = self.entries(end=".waot")[0].stat().st_size
        old = self.file("cache/tmp-1-2-3", "")
        os.utime(old, (1, 1))
        young = self.file("cache/tmp-4-5-6", "")
        self.answer(modules[2], "--engine", "aot", factor=4, WALD_CACHE_SIZE=str(2 * size))
        check(FROM_CACHE in self.answer(modules[0], factor=2), "the one used last is gone")
        check("interpreted" in self.answer(modules[1], factor=3), "the oldest is there")
        check(FROM_CACHE in self.answer(modules[2], factor=4), "the new one is gone")
        check(not old.exists() and young.exists(), "temporary files")
        err = self.answer(modules[1], "--engine", "aot", factor=3, WALD_CACHE_SIZE="1K")
        check("WALD_CACHE_SIZE is 1024" in err, err)

    def test_use_is_remembered(self):
        module = self.module()
        self.answer(module, "--engine", "aot")
        artifact, = self.entries(end=".waot")
        for age, isTouched in ((600, False), (7200, True)):
            then = int(time.time() - age)
            os.utime(artifact, (then, then))
            self.answer(module)
            check((artifact.stat().st_mtime > then + 1) == isTouched, f"after {age} s")

    # --- many processes --------------------------------------------------------------------------

    def test_sixteen_at_once(self):
        modules = [self.module(factor, f"m{factor}.wasm", settled=False) for factor in (7, 8)]
        deadline = time.monotonic() + 8
        runs = 0

        def work(number):
            nonlocal runs
            while time.monotonic() < deadline:
                factor = 7 + number % 2
                if number == 15:
                    self.run("cache", "clear")
                    self.run("cache", "verify")
                    self.run("cache", "ls")
                    time.sleep(0.02)
                else:
                    options = ["--engine", "aot"] if number % 3 else []
                    self.answer(modules[number % 2], *options, factor=factor)
                    runs += 1

        with ThreadPoolExecutor(16) as pool:
            for done in [pool.submit(work, number) for number in range(16)]:
                done.result()
        check(runs > 50, f"only {runs} runs")
        check(not self.entries(begin="tmp-"), "temporary files are left")

    def test_one_compiles_and_the_others_wait(self):
        module = self.module(settled=False)
        with ThreadPoolExecutor(8) as pool:
            notes = list(pool.map(lambda _: self.answer(module, "--engine", "aot"), range(8)))
        made = sum(MADE in note for note in notes)
        check(made == 1, f"{made} compiled")

    def test_killed_in_between(self):
        module = self.module(settled=False)
        for delay in (0.01, 0.03, 0.05, 0.1):
            process = subprocess.Popen([self.wald, "--engine", "aot", "--invoke", "answer", module], env=self.environment,
                                       stdout=subprocess.DEVNULL)
            time.sleep(delay)
            process.kill()
            process.wait()
            self.answer(module)
        self.answer(module, "--engine", "aot")

    # --- the command -----------------------------------------------------------------------------

    def test_clear_removes_what_is_ours(self):
        out, _ = self.run("cache", "clear")
        check(out == "the cache is empty\n" and not self.cache.exists(), out)
        module = self.module(settled=False)
        self.answer(module, "--engine", "aot")
        victim = self.file("victim", "precious")
        (self.cache / ("0" * 64 + ".waot")).symlink_to(victim)
        self.file("cache/notes.txt", "mine")
        (self.cache / "folder").mkdir()
        out, _ = self.run("cache", "clear")
        check(re.match(r"removed 1 modules, 0 marks, \d+\.\d KB\n", out), out)
        check(victim.read_text() == "precious", "it followed a link")
        check(sorted(p.name for p in self.cache.iterdir()) == ["0" * 64 + ".waot", "folder", "notes.txt"],
              list(self.cache.iterdir()))
        check("interpreted" in self.answer(module), "still there")

    def test_a_failed_compile_leaves_nothing(self):
        bad = self.file("bad.wat", "(module (func (result i32)))")
        self.run("--engine", "aot", bad, status=1)
        check(not list(self.cache.glob("*lock-*")), list(self.cache.iterdir()))

    def test_progress_is_shown_on_a_terminal(self):
        steps = "".join(f"(local.set 0 (i32.mul (i32.rotl (local.get 0) (i32.const {i % 31})) (i32.const {i * 7919 + 1})))" for i in range(60))
        source = self.file("large.wat", "(module (func (export \"_start\"))" +
                           f"(func (param i32) (result i32) {steps} (local.get 0))" * 3000 + ")")
        master, slave = pty.openpty()
        process = subprocess.Popen([self.wald, "--engine", "aot", source], stderr=slave, env=self.environment)
        os.close(slave)
        shown = b""
        try:
            while part := os.read(master, 4096):
                shown += part
        except OSError:  # the other end is closed
            pass
        check(process.wait(TIMEOUT) == 0, shown)
        check(b" of 3001 functions" in shown and b"s left" in shown and shown.endswith(b"\r\x1b[K"), shown[-500:])

    def test_usage_and_place(self):
        for args in ((), ("what",), ("ls", "x")):
            self.run("cache", *args, status=2)
        out, _ = self.run("cache", "--help")
        check("WALD_CACHE_SIZE" in out and "verify" in out, out)
        out, _ = self.run("cache", "path", WALD_CACHE_DIR="", XDG_CACHE_HOME="/xdg")
        check(out == "/xdg/wald\n", out)
        out, _ = self.run("cache", "path", WALD_CACHE_DIR="", XDG_CACHE_HOME="relative", HOME="/home/me")
        check(out == "/home/me/.cache/wald\n", out)

    # --- guests ----------------------------------------------------------------------------------

    def test_no_guest_reaches_it_by_mounts(self):
        """The directory above the cache is seen below a grant that does not lead to it; the cache's own place is a part of a file system."""
        home, other, whole = (self.folder / name for name in ("home", "other", "whole"))
        (home / ".cache/wald").mkdir(parents=True)
        for name in (other / "here", whole / "part"):
            name.mkdir(parents=True)
        for mount, grant, cache in ((f"mount --bind {home} {other}/here", other, "here/.cache/wald"),
                                    (f"mount --bind {home} {other}/here", other / "here", ".cache/wald"),
                                    (f"mount --bind {home}/.cache {whole}/part", whole, "part/wald"),
                                    (f"mkdir -p {whole}/part/wald; mount --bind {whole}/part {home}/.cache", whole, "part/wald")):
            probe = subprocess.run(["unshare", "-rm", "sh", "-c", mount], capture_output=True)
            if probe.returncode != 0:
                raise Skipped(f"nothing can be mounted: {probe.stderr.decode().strip()}")
            module = self.file("plant_there.wat", PLANT_THERE.format(cache=cache, size=len(cache), longer=len(cache) + 8))
            script = f"{mount}; $W --dir {grant}::/:rw {module} || echo status $?"
            places = {"HOME": str(home), "WALD_CACHE_DIR": "", "W": self.wald}
            done = subprocess.run(["unshare", "-rm", "sh", "-ec", script], capture_output=True, timeout=TIMEOUT,
                                  env=dict(self.environment, **places), cwd=self.folder)
            check(done.stdout == b"status 76\n", f"{script}: {done.stdout}{done.stderr}")
        check(not list(self.folder.rglob("planted")), list(self.folder.rglob("planted")))

    def test_no_guest_reaches_it(self):
        home = self.folder / "home"
        for prepare in ("nothing", ".cache", ".cache/wald"):
            subprocess.run(["rm", "-rf", home])
            (home if prepare == "nothing" else home / prepare).mkdir(parents=True)
            plant = self.file("plant.wat", PLANT)
            for places in ({"HOME": str(home)}, {"HOME": str(home), "WALD_CACHE_DIR": str(self.cache)}):
                self.run("--dir", f"{home}::/:rw", plant, status=76, **dict({"WALD_CACHE_DIR": ""}, **places))
            check(not (home / "moved").exists() and not list(home.glob(".cache/wald/*")), list(home.rglob("*")))
        _, err = self.run("--dir", f"{home}/.cache/wald::/", plant, status=2, WALD_CACHE_DIR="", HOME=str(home))
        check("can't be granted" in err, err)


if __name__ == "__main__":
    testing.main(Tests, __doc__)
