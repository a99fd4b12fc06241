#pragma once

#include <utility>

namespace wald::c_api {

/// A pointer that the host attached to an object, with what ends it.
class HostInfo {
public:
  using Finalizer = void (*)(void* info);

  HostInfo() = default;
  ~HostInfo() { clear(); }
  HostInfo(const HostInfo&) = delete;
  HostInfo& operator=(const HostInfo&) = delete;

  void* get() const { return info_; }
  /// The former one is finalized.
  void set(void* info, Finalizer finalizer) {
    clear();
    info_ = info;
    finalizer_ = finalizer;
  }

private:
  void clear() {
    void* const info = std::exchange(info_, nullptr);
    if (const Finalizer finalizer = std::exchange(finalizer_, nullptr)) finalizer(info);
  }

  void* info_ = nullptr;
  Finalizer finalizer_ = nullptr;
};

}  // namespace wald::c_api
