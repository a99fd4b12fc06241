#pragma once

#include <string>

#include "bench/coldstart/results.h"

namespace wald::coldstart {

/// @{
/// A run for people in a terminal, for tables of numbers, for programs, and for people in a browser.
std::string reportText(const Report& report);
/// Each sample on a line: workload, row, run, microseconds, microseconds of the processor, peak KB.
std::string reportCsv(const Report& report);
std::string reportJson(const Report& report);
std::string reportHtml(const Report& report);
/// @}

/// @{
/// What the reader has to know of all figures, one sentence each.
inline constexpr const char* notComparable[] = {
    "A container isolates more than a process or an instance: its own processes, network, users "
    "and control groups. A WebAssembly guest "
    "is kept in by its engine: it has no system calls but those that its host grants.",
    "A native process isolates nothing: it is the yardstick, what a start can cost at least.",
    "In one process, the module has been loaded before; a start there has no exec, no loader and "
    "no page of its own program to fault in.",
    "Time is that of the program that was started, until it is reaped. Peak memory is that of the "
    "largest single process it waited for, "
    "and processor time is that of all of these; daemons (containerd, its shim, conmon) are not in "
    "it.",
    "No process can be seen to have a smaller peak than the launcher that spawned it.",
    "Bytes to ship are the program's. An engine, or the tools of containers and their daemons, are "
    "on the host already. A root file system has "
    "the one program in it, and for CPython what it needs: an image that is built on a "
    "distribution's is larger.",
    "All children run on one core, engines and tools that use several threads too; starts per "
    "second use all cores.",
    "Files are in the page cache: what a first start after a boot reads from a disk is not in any "
    "figure.",
};
/// @}

}  // namespace wald::coldstart
