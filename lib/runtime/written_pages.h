#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>

namespace wald::runtime {

/// Asks the system which pages of private mappings have been written to.
class WrittenPages {
public:
  struct Range {
    std::uint8_t* begin;
    std::uint8_t* end;
  };

  WrittenPages();
  ~WrittenPages();
  WrittenPages(const WrittenPages&) = delete;
  WrittenPages& operator=(const WrittenPages&) = delete;

  /// Ranges of whole pages, as many as are given back. None if they are more than `found` has room for, or if the system does not tell.
  /// From any thread.
  std::optional<std::size_t> find(std::uint8_t* begin, std::uint64_t bytes,
                                  std::span<Range> found) const;

private:
  int pageMap_ = -1;
  /// The system answers for the process that opened the map, even if a child asks: there this reads as 0.
  const volatile std::uint8_t* isSameProcess_ = nullptr;
};

}  // namespace wald::runtime
