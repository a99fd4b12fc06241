"""Says whether one run of the race is faster than another, as far as noise allows."""

import random
import statistics

# Ratios within this are no difference, however sure: machines drift by as much between runs.
SAME = 0.02


def interval(before, after, samples=2000):
    """Where the ratio of the medians lies, in 95 of 100 cases: by drawing the runs anew, with replacement."""
    chance = random.Random(1)
    ratios = sorted(statistics.median(chance.choices(after, k=len(after))) / statistics.median(chance.choices(before, k=len(before)))
                    for _ in range(samples))
    return ratios[samples // 40], ratios[-1 - samples // 40]


def verdict(low, high):
    if high < 1 - SAME:
        return "faster"
    if low > 1 + SAME:
        return "SLOWER"
    return "same" if high - low < 4 * SAME else "can't say: more rounds"


def relative(times, name):
    """Times as multiples of the native program's median in the same run, where there is one: so the machine's speed goes out."""
    base = statistics.median(times["native"]) if "native" in times else 1
    return [time / base for time in times[name]]


def compare(before, after, engine):
    """Prints a line for each program that both have; whether nothing is slower."""
    slower, ratios = [], []
    print(f"{engine}: time after, in that before   median      95 % interval")
    for name in before["times"]:
        if name not in after["times"] or engine not in before["times"][name] or engine not in after["times"][name]:
            continue
        old, new = relative(before["times"][name], engine), relative(after["times"][name], engine)
        ratio = statistics.median(new) / statistics.median(old)
        low, high = interval(old, new)
        ratios.append(ratio)
        word = verdict(low, high)
        slower += [name] if word == "SLOWER" else []
        print(f"  {name:14} {ratio:24.3f}   {low:6.3f} to {high:6.3f}   {word}")
    if ratios:
        print(f"  {'mean':14} {statistics.geometric_mean(ratios):24.3f}")
    return not slower
