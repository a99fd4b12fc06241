"""What the tests of the command share: they are methods `test_*` of a class, each with a folder of its own."""

import argparse
import sys
import tempfile
import traceback
from pathlib import Path


class Failed(Exception):
    pass


class Skipped(Exception):
    pass


def check(condition, what):
    if not condition:
        raise Failed(what)


def main(tests, description, programs=("wald",)):
    """Runs the tests of a class, which is made for each of them from the paths of the programs and a folder. Ends the process."""
    parser = argparse.ArgumentParser(description=description, formatter_class=argparse.RawDescriptionHelpFormatter)
    for program in programs:
        parser.add_argument(program)
    parser.add_argument("folder", nargs="?", help="for inputs (default: a temporary one)")
    parser.add_argument("--only", default="", help="tests whose names contain this")
    options = parser.parse_args()
    paths = [str(Path(getattr(options, program)).resolve()) for program in programs]

    names = [name for name in dir(tests) if name.startswith("test_") and options.only in name]
    failed = skipped = 0
    with tempfile.TemporaryDirectory() as made:
        for name in names:
            folder = Path(options.folder or made).resolve() / name
            folder.mkdir(parents=True, exist_ok=True)
            try:
                getattr(tests(*paths, folder), name)()
                print(f"ok   {name[5:]}")
            except Skipped as why:
                skipped += 1
                print(f"skip {name[5:]}: {why}")
            except Failed as error:
                failed += 1
                print(f"FAIL {name[5:]}: {error}")
            except Exception:  # a defect of the test; the others still run
                failed += 1
                print(f"FAIL {name[5:]}: {traceback.format_exc()}")
    passed = len(names) - failed - skipped
    print(f"{passed} passed, {failed} failed" + (f", {skipped} skipped" if skipped else ""))
    sys.exit(1 if failed or not names else 0)
