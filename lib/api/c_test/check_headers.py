#!/usr/bin/env python3
"""Checks the C headers, and that the tests in C call everything.

    check_headers.py ROOT C_COMPILER CXX_COMPILER

Compiles include/wasm.h and include/wald/c.h, each alone and twice, as C99, C11, C++11 and C++20, strictly. Then: every function that they
declare is called by the files next to this one. Exits with 1 if something is wrong.
"""

import re
import subprocess
import sys
import tempfile
from pathlib import Path

STANDARDS = {"c": ["c99", "c11"], "c++": ["c++11", "c++20"]}
STRICT = ["-pedantic", "-Wall", "-Wextra", "-Werror"]
HEADERS = ["wasm.h", "wald/c.h"]


def compile_headers(root, compilers):
    problems = []
    with tempfile.TemporaryDirectory() as place:
        for language, compiler in compilers.items():
            for header in HEADERS:
                source = Path(place) / f"header.{'c' if language == 'c' else 'cc'}"
                source.write_text(f'#include "{header}"\n#include "{header}"\nint used;\n')
                for standard in STANDARDS[language]:
                    command = [compiler, "-x", language, f"-std={standard}", *STRICT, "-I", str(root / "include"), "-fsyntax-only", str(source)]
                    done = subprocess.run(command, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
                    if done.returncode != 0:
                        problems.append(f"{header} as {standard}:\n{done.stdout}")
    return problems


def preprocess(root, compiler, file):
    """The text of a file and of our headers, macros expanded, by the file that it comes from."""
    command = [compiler, "-x", "c", "-std=c11", "-E", "-I", str(root / "include"), "-I", str(root / "lib"), str(file)]
    text = subprocess.run(command, text=True, check=True, stdout=subprocess.PIPE).stdout
    sources, current = {}, ""
    for line in text.splitlines():
        marker = re.match(r'# \d+ "([^"]*)"', line)
        if marker:
            current = marker.group(1)
        else:
            sources[current] = sources.get(current, "") + line + "\n"
    return sources


def names_in(text):
    return set(re.findall(r"\b((?:wasm|wald)_\w+)\s*\(", text))


def main():
    root, compilers = Path(sys.argv[1]), {"c": sys.argv[2], "c++": sys.argv[3]}
    problems = compile_headers(root, compilers)
    declared, called = set(), set()
    tests = sorted(Path(__file__).parent.glob("*.c"))
    for file in tests:
        for source, text in preprocess(root, compilers["c"], file).items():
            if source.endswith(tuple(f"include/{header}" for header in HEADERS)):
                declared |= names_in(text)
            elif source == str(file):
                called |= names_in(text)
    # What the headers' inline functions call is no business of who uses them.
    missing = sorted(declared - called - {"wasm_functype_of_arrays"})
    if len(declared) < 300:
        problems.append(f"only {len(declared)} functions were found in the headers")
    problems += [f"no test calls {name}" for name in missing]
    for problem in problems:
        print(problem)
    print(f"{len(declared)} functions, {len(missing)} of them are not called")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
