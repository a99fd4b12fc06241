#pragma once

#include <cstdint>
#include <string_view>
#include <utility>
#include <vector>

#include "support/error.h"

namespace wald::api {

/// An open file, closed with its owner.
class OpenFile {
public:
  /// Takes the descriptor over; -1 is none.
  explicit OpenFile(int fd = -1) : fd_(fd) {}
  OpenFile(OpenFile&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
  OpenFile& operator=(OpenFile&& other) noexcept {
    std::swap(fd_, other.fd_);
    return *this;
  }
  ~OpenFile();
  /// For reading. Fails with `Io`.
  static Result<OpenFile> open(std::string_view path);

  int fd() const { return fd_; }
  explicit operator bool() const { return fd_ >= 0; }

private:
  int fd_;
};

/// What an open file begins with: up to 16 bytes, fewer if there are no more, none if it can't be read from there.
std::vector<std::uint8_t> beginningOf(int fd);

/// All bytes of an open file, from where it stands. Fails with `Io`, or `Limit` when it is too large for a module.
Result<std::vector<std::uint8_t>> readFile(int fd);

}  // namespace wald::api
