#pragma once

#include <cstdint>
#include <memory>
#include <span>

#include "support/error.h"

namespace wald::aot {

/// Pages that can be executed and not be written. Unmapped at its end.
class CodeMapping {
public:
  ~CodeMapping();
  CodeMapping(const CodeMapping&) = delete;
  CodeMapping& operator=(const CodeMapping&) = delete;

  /// A copy of code that lies in memory. `Io` if the system refuses it.
  static Result<std::shared_ptr<const CodeMapping>> copy(std::span<const std::uint8_t> code);
  /// Code in an open file, at a multiple of the page size. The file may be closed then, but must not change. `Io` if it can't be mapped.
  static Result<std::shared_ptr<const CodeMapping>> map(int file, std::uint64_t offset,
                                                        std::size_t size);

  std::span<const std::uint8_t> code() const { return {begin_, size_}; }

private:
  static std::shared_ptr<const CodeMapping> nothing();
  CodeMapping(const std::uint8_t* begin, std::size_t size) : begin_(begin), size_(size) {}
  const std::uint8_t* begin_;
  std::size_t size_;
};

}  // namespace wald::aot
