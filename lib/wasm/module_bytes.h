#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <utility>
#include <vector>

namespace wald::wasm {

/// The bytes of a module: its own, or a view of what something else keeps, such as a mapped file that does not change.
class ModuleBytes {
public:
  ModuleBytes() = default;
  ModuleBytes(std::vector<std::uint8_t> bytes) : own_(std::move(bytes)) {}
  ModuleBytes(std::span<const std::uint8_t> view, std::shared_ptr<const void> keeper)
      : view_(view), keeper_(std::move(keeper)) {}

  const std::uint8_t* data() const { return keeper_ == nullptr ? own_.data() : view_.data(); }
  std::size_t size() const { return keeper_ == nullptr ? own_.size() : view_.size(); }
  const std::uint8_t* begin() const { return data(); }
  const std::uint8_t* end() const { return data() + size(); }
  std::uint8_t operator[](std::size_t index) const { return data()[index]; }

  /// Its own bytes, for who builds a module.
  std::vector<std::uint8_t>& own() { return own_; }

private:
  std::vector<std::uint8_t> own_;
  std::span<const std::uint8_t> view_;
  std::shared_ptr<const void> keeper_;  ///< null: the bytes are its own
};

}  // namespace wald::wasm
