"""The adapter by which the runner of WebAssembly/wasi-testsuite runs wald: see README.md.

WALD names the program, with options if there are any ("wald --engine aot").
"""

import os
import shlex
import subprocess
from typing import Dict, List, Optional, Tuple

WALD = shlex.split(os.environ.get("WALD", "wald"))


def get_name() -> str:
    return "wald"


def get_version() -> str:
    done = subprocess.run([WALD[0], "--version"], encoding="UTF-8", capture_output=True, check=True)
    return done.stdout.split()[1]


def get_wasi_versions() -> List[str]:
    return ["wasm32-wasip1"]


def get_wasi_worlds() -> List[str]:
    return ["wasi:cli/command"]


def get_timeout_seconds() -> float:
    # Compiling for the first time takes longer than any test does.
    return 60


def compute_argv(test_path: str, args_env_root: Tuple[List[str], Dict[str, str], Optional[str]], proposals: List[str],
                 wasi_world: str, wasi_version: str) -> List[str]:
    args, env, root = args_env_root
    argv = list(WALD)
    for name, value in env.items():
        argv += ["--env", f"{name}={value}"]
    if root:
        argv += ["--dir", f"{root}::/:rw"]
    return argv + [test_path] + args
