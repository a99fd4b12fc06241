#pragma once

#include <cstddef>
#include <cstdint>
#include <mutex>
#include <span>
#include <string>

namespace wald::wasi {

/// Collects what guests write to a stream (`Stream::buffer`), up to a limit in bytes: beyond it the guest is told `nospc`. Thread-safe.
class OutputBuffer {
public:
  explicit OutputBuffer(std::size_t limit) : limit_(limit) {}
  OutputBuffer(const OutputBuffer&) = delete;
  OutputBuffer& operator=(const OutputBuffer&) = delete;

  /// A copy of what is there.
  std::string contents() const {
    const std::lock_guard lock(mutex_);
    return bytes_;
  }
  /// Gives what is there and keeps nothing of it, so that there is room again.
  std::string take() {
    const std::lock_guard lock(mutex_);
    std::string bytes;
    bytes.swap(bytes_);
    return bytes;
  }
  /// Appends as many bytes as there is room for, and gives their count.
  std::size_t append(std::span<const std::uint8_t> bytes);

private:
  const std::size_t limit_;
  mutable std::mutex mutex_;
  std::string bytes_;
};

}  // namespace wald::wasi
