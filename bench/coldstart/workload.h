#pragma once

#include <string>

#include "bench/coldstart/process.h"
#include "support/error.h"

namespace wald::coldstart {

/// A program in one of its forms, or why it is not there.
struct Form {
  std::string path;
  std::string reason;
};

/// A program that is started in all possible ways.
struct Workload {
  std::string name;
  std::string title;
  Words arguments;
  Form statically;   ///< for this machine
  Form dynamically;  ///< the same with the system's shared libraries
  Form module;
  std::string moduleRoot;  ///< a folder that the module needs as its root; empty if it needs none
  /// For containers, where the static form is not what runs there: a root file system, with `containerProgram` in it.
  Form root;
  std::string containerProgram;
  std::string expected;  ///< what every start has to print
};

struct WorkloadPlaces {
  std::string work;      ///< where things are built
  std::string source;    ///< of wald
  std::string programs;  ///< where tools/scripts/real-programs puts what it obtains
  std::string wald;      ///< makes snapshots
};

/// The names of all of them, and what they are.
struct WorkloadName {
  const char* name;
  const char* title;
};
inline constexpr WorkloadName workloadNames[] = {
    {"hello", "hello: prints a line"},
    {"tax", "tax calculator: reads its arguments, computes, prints"},
    {"resize", "image resize: makes a picture of 640 × 480, resizes it to 160 × 120"},
    {"request", "request parser: parses an HTTP request, prints its fields"},
    {"snapshot",
     "Lisp with its library loaded: a snapshot, against programs that load it when they start"},
    {"python", "CPython: print(1), a module of 20 MB against Debian's python3"},
};

/// Builds one, as far as what it takes is installed.
Workload makeWorkload(const WorkloadName& name, const WorkloadPlaces& places);

/// Bytes of a file, or of all files in a folder.
std::uint64_t bytesOf(const std::string& path);

}  // namespace wald::coldstart
