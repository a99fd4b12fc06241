#pragma once

#include <optional>
#include <string>

#include "bench/coldstart/launch_protocol.h"
#include "bench/coldstart/process.h"
#include "support/error.h"

namespace wald::coldstart {

/// What is started; {id} as an argument stands for a name that no other start has.
struct Command {
  Words arguments;
  Words environment;
};

/// What one or more starts gave.
struct Launched {
  LaunchReply reply;
  std::string output;  ///< of the last
};

/// A small process that starts programs and measures them; launch.cpp says why.
class Launcher {
public:
  struct Options {
    std::string program;          ///< wald-coldstart-launch
    std::string errors;           ///< a file for what it and its children write to standard error
    std::optional<unsigned> cpu;  ///< none: wherever the scheduler puts them
    std::string unmounted;        ///< a mount that it and its children don't have
  };
  static Result<Launcher> create(const Options& options);
  Launcher(Launcher&& other) noexcept;
  Launcher& operator=(Launcher&& other) noexcept;
  Launcher(const Launcher&) = delete;
  Launcher& operator=(const Launcher&) = delete;
  ~Launcher();

  /// Starts a program once.
  Result<Launched> run(const Command& command);
  /// @{
  /// Starts it again and again for so long; several launchers can be at it at the same time.
  Result<void> beginRepeating(const Command& command, unsigned milliseconds);
  Result<Launched> receive();
  /// @}

  /// Its own peak of resident memory: no child is told to have less.
  Result<std::uint64_t> ownPeakKilobytes();
  /// The last line of what children wrote to standard error since this was asked last.
  std::string takeComplaint();

private:
  Launcher() = default;
  Result<void> send(const Command& command, unsigned milliseconds);

  std::string errors_;
  int pid_ = -1;
  int to_ = -1;
  int from_ = -1;
};

}  // namespace wald::coldstart
