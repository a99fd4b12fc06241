"""What takes part in a race: wald in both modes, and other engines that are installed or named."""

import shutil
from pathlib import Path

# {} is the module, {root} the folder that the program sees as its root, where it needs one: without, the word it stands in goes, and
# the option before that.
KNOWN = {
    "wasm3": "wasm3 {}",
    "iwasm": "iwasm --map-dir=/::{root} {}",
    "toywasm": "toywasm --wasi --wasi-dir={root}::/ -- {}",
    "wasmedge": "wasmedge --force-interpreter --dir /:{root} {}",
    "wasm-interp": "wasm-interp --wasi --enable-all {}",
    "wasmtime": "wasmtime run --dir {root}::/ {}",
}


class Engine:
    """A command line for programs."""

    def __init__(self, name, command):
        self.name, self.words = name, command.split()
        if not any("{}" in word for word in self.words):
            self.words.append("{}")

    def command(self, program):
        """For a program; None if that needs a root and the engine can't be given one."""
        if program.root and not any("{root}" in word for word in self.words):
            return None
        words = []
        for word in self.words:
            if "{root}" in word and not program.root:
                if not word.startswith("-") and words and words[-1].startswith("-"):
                    words.pop()
                continue
            words.append(word.replace("{root}", str(program.root)).replace("{}", str(program.module)))
        return words + program.arguments


class Compiled(Engine):
    """wald with artifacts, which it compiles when they are first wanted."""

    def __init__(self, wald):
        super().__init__("compiled", f"{wald} --dir {{root}}::/ {{}}")
        self.wald = Path(wald)

    def command(self, program):
        artifact = program.artifact(self.wald)
        return [str(artifact) if word == str(program.module) else word for word in super().command(program)]


def find(wald, named):
    """Those that there are; `named` are texts NAME=COMMAND."""
    # What the user's cache may have of a module is another race.
    engines = [Engine("wald", f"{wald} --engine interp --dir {{root}}::/ {{}}")]
    if Path(wald).with_name("waldc").exists():
        engines.append(Compiled(wald))
    engines += [Engine(name, command) for name, command in KNOWN.items() if shutil.which(command.split()[0])]
    for text in named:
        name, _, command = text.partition("=")
        engines = [engine for engine in engines if engine.name != name]
        # A path alone is an engine that is known, elsewhere.
        known = KNOWN.get(name, "").partition(" ")[2] if " " not in command and "{}" not in command else ""
        engines.append(Engine(name, f"{command} {known}"))
    return engines
