#pragma once

#include <memory>
#include <string>

#include "support/error.h"

namespace wald::coldstart {

/// A containerd of our own, with its state in the work folder.
class Containerd {
public:
  /// Starts it and waits until it answers. `ctr` is a path.
  static Result<std::unique_ptr<Containerd>> start(const std::string& containerd,
                                                   const std::string& ctr, const std::string& work);
  Containerd(const Containerd&) = delete;
  Containerd& operator=(const Containerd&) = delete;
  ~Containerd();

  const std::string& socket() const { return socket_; }

private:
  Containerd(int pid, std::string socket);

  int pid_;
  std::string socket_;
};

}  // namespace wald::coldstart
