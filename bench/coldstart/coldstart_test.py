#!/usr/bin/env python3
"""Checks wald-coldstart: its rows, its reports, and what it says of bad input.

    coldstart_test.py WALD-COLDSTART WALD [FOLDER] [--only TEXT]
"""

import csv
import json
import os
import shutil
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "tools" / "wald"))
from testing import Skipped, check, main  # noqa: E402

# What a machine without containers and other engines has too.
OWN = ["native-static", "native-dynamic", "wald-interp", "in-process"]
COMPILED = ["wald-cache", "wald-file", "in-process-compiled"]
RUNTIMES = {"crun": ["crun", "crun-lean", "crun-mount"], "runc": ["runc", "runc-lean", "runc-mount"]}
MANAGED = ["podman", "ctr"]


class Page(HTMLParser):
    """Whether all elements are closed, and nothing is loaded from elsewhere."""

    VOID = {"meta", "circle", "rect", "line"}

    def __init__(self):
        super().__init__()
        self.open, self.plots, self.wrong = [], 0, []

    def handle_starttag(self, tag, attributes):
        self.plots += tag == "svg"
        self.wrong += [f"{tag} {name}" for name, _ in attributes if name in ("src", "href")]
        if tag not in self.VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attributes):
        self.handle_starttag(tag, attributes)
        if tag not in self.VOID:
            self.open.pop()

    def handle_endtag(self, tag):
        if not self.open or self.open.pop() != tag:
            self.wrong.append(f"</{tag}>")


class Tests:
    def __init__(self, program, wald, folder):
        self.program, self.wald, self.folder = program, wald, folder

    def run(self, *arguments, path=None):
        environment = dict(os.environ, PATH=path or os.environ["PATH"])
        command = [self.program, "--wald", self.wald, "--work", self.folder / "work", "--short", *arguments]
        return subprocess.run(command, capture_output=True, text=True, env=environment, timeout=300)

    def usage(self, *arguments, says):
        done = self.run(*arguments)
        check(done.returncode == 2, f"{arguments}: exit status {done.returncode}: {done.stderr}")
        check(says in done.stderr and not done.stdout, f"{arguments}: {done.stderr}{done.stdout}")

    def rows(self):
        return OWN + (COMPILED if Path(self.wald).with_name("waldc").exists() else [])

    def test_usage(self):
        self.usage("--runs", "0", says="not a number")
        self.usage("--run", "1", says="is it '--runs'?")
        self.usage("--only", "wald-interpreter", says="no row 'wald-interpreter'")
        self.usage("--workload", "helo", says="is it 'hello'?")
        self.usage("--require", "hello/crunn", says="is it 'crun'?")
        self.usage("--engine", "wasm3", says="NAME=COMMAND")
        self.usage("--wald", "/nowhere/wald", says="no such program")
        self.usage("--work", "/dev/null/x", says="--work")
        self.usage("fast", says="'fast'")

    def test_list(self):
        done = self.run("--list")
        check(done.returncode == 0, done.stderr)
        for name in [*OWN, *COMPILED, "runc", "crun-lean", "podman", "ctr", "wasm3", "node", "resize"]:
            check(f"  {name}" in done.stdout, f"no {name} in {done.stdout}")

    def test_rows_and_reports(self):
        files = {kind: self.folder / f"report.{kind}" for kind in ("csv", "json", "html")}
        required = ",".join(f"{workload}/{row}" for workload in ("hello", "request") for row in self.rows())
        done = self.run("--workload", "hello,request", "--require", required,
                        *(word for kind, file in files.items() for word in (f"--{kind}", str(file))))
        check(done.returncode == 0, done.stderr + done.stdout)

        report = json.loads(files["json"].read_text())
        check([each["name"] for each in report["workloads"]] == ["hello", "request"], "the workloads")
        check(report["launcher_kilobytes"] < 1024, f"the launcher has {report['launcher_kilobytes']} KB")
        for row in report["workloads"][0]["rows"]:
            check("p50" in row or row["reason"], f"{row['name']} has neither figures nor a reason")
        peak = next(r for r in report["workloads"][0]["rows"] if r["name"] == "native-static")["peak_kilobytes"]
        check(peak < 1024, f"a native static process has {peak} KB")
        check(len(report["idle"]) == 4 and all(row["count"] == 100 for row in report["idle"]), report["idle"])
        names = [row["name"] for row in report["instances"] if "p50" in row]
        for name in ("no-page", "two-pages, not pooled", "16-mb-image"):
            check(name in names, f"{name} is not among {names}")
        check(any(row["name"] == "in-process" and len(row["rates"]) == 3 for row in report["starts_per_second"]),
              report["starts_per_second"])

        table = list(csv.DictReader(files["csv"].open()))
        starts = [row for row in table if row["workload"] == "hello" and row["row"] == "wald-interp"]
        check(len(starts) == 3 and all(float(row["microseconds"]) > 0 for row in starts), starts)

        page = Page()
        page.feed(files["html"].read_text())
        check(not page.wrong and not page.open, f"{page.wrong} {page.open}")
        check(page.plots >= 6, f"{page.plots} plots")

    def container_rows(self, rows):
        """Reasons of those that could not be made, by their names."""
        file = self.folder / "containers.json"
        done = self.run("--workload", "hello", "--only", ",".join(["native-static", *rows]), "--json", str(file))
        check(done.returncode == 0, done.stderr + done.stdout)
        measured = json.loads(file.read_text())["workloads"][0]["rows"]
        check({row["name"] for row in measured} >= set(rows), [row["name"] for row in measured])
        return {row["name"]: row["reason"] for row in measured if "p50" not in row}

    def test_containers(self):
        rows = [row for program, rows in RUNTIMES.items() if shutil.which(program) for row in rows]
        namespaces = ["unshare", "--mount", "--pid", "--net", "--ipc", "--uts", "--cgroup", "--fork", "true"]
        if not rows or subprocess.run(namespaces, stderr=subprocess.DEVNULL).returncode != 0:
            raise Skipped("no crun or runc, or no permission to make namespaces")
        reasons = self.container_rows(rows)
        check(not reasons, reasons)

    def test_podman_and_ctr(self):
        rows = [program for program in MANAGED if shutil.which(program)]
        # What these need of a machine is more than can be asked before.
        reasons = self.container_rows(rows) if rows and os.geteuid() == 0 else {"podman, ctr": "not installed, or not root"}
        check(all(reasons.values()), reasons)
        if reasons:
            raise Skipped(str(reasons))

    def test_wrong_output_is_a_reason(self):
        done = self.run("--workload", "hello", "--engine", "liar=/bin/echo {}", "--engine", "failing=/bin/false {}",
                        "--only", "liar,failing", "--require", "liar")
        check(done.returncode == 1, done.stdout)
        check("hello/liar is required: it prints '" in done.stderr, done.stderr)
        check("exit status 1" in done.stdout, done.stdout)

    def test_nothing_installed(self):
        if not Path("/usr/bin/clang-19").exists():
            raise Skipped("there is no clang-19")
        bin = self.folder / "bin"
        bin.mkdir(exist_ok=True)
        for name in ("clang-19", "ld", "wasm-ld", "wasm-ld-19", "lld", "as"):
            if Path("/usr/bin", name).exists() and not (bin / name).exists():
                (bin / name).symlink_to(Path("/usr/bin", name))
        done = self.run("--workload", "hello", "--require", "wald-interp", path=str(bin))
        check(done.returncode == 0, done.stderr + done.stdout)
        absent = next(line for line in done.stdout.splitlines() if "not installed" in line)
        for name in ("runc", "crun", "podman", "ctr", "node"):
            check(f" {name}" in absent, absent)

    def test_report_that_cannot_be_written(self):
        done = self.run("--workload", "hello", "--only", "native-static", "--html", "/nowhere/x.html")
        check(done.returncode == 1 and "can't write /nowhere/x.html" in done.stderr, done.stderr)


main(Tests, __doc__, programs=("coldstart", "wald"))
