"""Runs commands in turns, and keeps how long each run took."""

import os
import statistics
import tempfile
import time


class Failed(Exception):
    """A run that can't be counted; says why."""


def pin():
    """All that is started from here on runs on one core, the last that this process may use."""
    os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})


def run(command, input=b""):
    """Wall seconds, peak resident kilobytes and output of one run."""
    reader, writer = os.pipe()
    with tempfile.TemporaryFile() as source:
        source.write(input)
        source.seek(0)
        begin = time.perf_counter()
        child = os.posix_spawnp(command[0], [str(word) for word in command], os.environ,
                                file_actions=[(os.POSIX_SPAWN_DUP2, source.fileno(), 0), (os.POSIX_SPAWN_DUP2, writer, 1),
                                              (os.POSIX_SPAWN_CLOSE, reader)])
        os.close(writer)
        with os.fdopen(reader, "rb") as stream:
            output = stream.read()
        _, status, usage = os.wait4(child, 0)
        seconds = time.perf_counter() - begin
    if status != 0:
        raise Failed(f"{' '.join(map(str, command))[:200]}: exit status {os.waitstatus_to_exitcode(status)}")
    return seconds, usage.ru_maxrss, output


def interleave(commands, rounds, input=b"", expected=None, out=None):
    """Seconds of all runs and the median of memory, by name. Every output must be what the first one prints, or what is expected;
    the first round, which warms caches, is not counted. Where `out` is a dict, who fails at something takes part no longer, and it gets the reason."""
    times = {name: [] for name in commands}
    memory = {name: [] for name in commands}
    for _ in range(rounds + 1):
        for name in list(times):
            try:
                seconds, kilobytes, output = run(commands[name], input)
                expected = output if expected is None else expected
                if output != expected:
                    raise Failed(f"{name} prints {output[:200]!r}, expected {expected[:200]!r}")
            except (Failed, OSError) as error:
                if out is None:
                    raise
                out[name] = str(error)
                del times[name]
                continue
            times[name].append(seconds)
            memory[name].append(kilobytes)
    return {name: values[1:] for name, values in times.items()}, {name: statistics.median(memory[name][1:]) for name in times}


def median_ratio(a, b):
    return statistics.median(a) / statistics.median(b)


def mean(ratios):
    ratios = list(ratios)
    return statistics.geometric_mean(ratios) if ratios else float("nan")
