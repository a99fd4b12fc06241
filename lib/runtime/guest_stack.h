#pragma once

#include <cstddef>
#include <cstdint>

#include "runtime/pool.h"
#include "support/error.h"

namespace wald::runtime {

/// The stack on which a store's guests run: mapped on demand, with guard pages at both ends. Below it, and growing the other way, is one for
/// the host's part of a call that can be suspended (`Fiber`): many such guests need few mappings of the system then.
class GuestStack {
public:
  /// From the pool, and back to it in the end, if there is one: it must outlive the stack.
  static Result<GuestStack> create(std::size_t bytes, Pool* pool = nullptr);
  GuestStack(GuestStack&& other) noexcept;
  GuestStack& operator=(GuestStack&&) = delete;
  ~GuestStack();

  static constexpr std::size_t hostBytes = std::size_t{256} << 10;
  std::uint8_t* hostStack() const { return begin_ - hostBytes; }

  std::uint8_t* begin() const { return begin_; }
  /// Frames end below this address; what lies between it and the guard is for the links of a call that is refused.
  std::uint8_t* limit() const { return begin_ + size_ - slack; }

  static constexpr std::size_t slack = std::size_t{64} << 10;

private:
  GuestStack(std::uint8_t* begin, std::size_t size, Pool* pool, unsigned uses)
      : begin_(begin), size_(size), pool_(pool), uses_(uses) {}
  std::uint8_t* begin_;
  std::size_t size_;
  Pool* pool_;
  unsigned uses_;  ///< `Pool::Stack`
};

}  // namespace wald::runtime
