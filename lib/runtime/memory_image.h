#pragma once

#include <cstdint>
#include <memory>
#include <mutex>
#include <span>
#include <vector>

#include "runtime/pages.h"
#include "wasm/module.h"

namespace wald::runtime {

/// What a memory holds when its module has been instantiated, as a file in the system's memory: instances map it instead of copying
/// data, and get pages of their own only where they write. Immutable.
class MemoryImage {
public:
  /// Of a memory of so many bytes. Null if the system refuses the file.
  static std::shared_ptr<const MemoryImage>
  create(std::uint64_t memoryBytes, std::span<const std::uint8_t> contents, std::uint64_t begin);
  ~MemoryImage();
  MemoryImage(const MemoryImage&) = delete;
  MemoryImage& operator=(const MemoryImage&) = delete;

  /// Puts it into a memory, whose pages there are committed by that. False if the system refuses.
  bool mapInto(std::uint8_t* base) const;
  /// What the page at an offset of the memory holds at first. Null if that is zeros.
  const std::uint8_t* pageAt(std::uint64_t offset) const {
    return offset >= begin_ && offset < end() ? view_.data() + (offset - begin_) : nullptr;
  }

  // The part of the memory that it covers: whole pages.
  std::uint64_t begin() const { return begin_; }
  std::uint64_t end() const { return begin_ + view_.size(); }

private:
  MemoryImage(int file, std::span<const std::uint8_t> view, std::uint64_t begin)
      : file_(file), view_(view), begin_(begin) {}

  int file_;
  std::span<const std::uint8_t> view_;  ///< of the file, to read
  std::uint64_t begin_;
};

/// The images of a module's memories, made when they are first asked for. Thread-safe.
class MemoryImages {
public:
  /// Null of a memory that has none: an imported one, one without data, or one whose contents the module alone does not say.
  std::shared_ptr<const MemoryImage> of(const wasm::Module& module, std::uint32_t memory);

private:
  void make(const wasm::Module& module);

  std::once_flag made_;
  std::vector<std::shared_ptr<const MemoryImage>> images_;
};

}  // namespace wald::runtime
