#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "runtime/extern.h"
#include "support/error.h"
#include "wasi/config.h"

namespace wald::runtime {
class Linker;
class Store;
}  // namespace wald::runtime

namespace wald::wasi {

struct State;

/// Fails with `Usage` unless a text can be the address of a `Listener`.
Result<void> checkListenAddress(const std::string& address);

/// The functions of `wasi_snapshot_preview1`, and of the older `wasi_unstable`, for the guests of a store, with what was granted to them: they share one table
/// of descriptors. The stores of a guest's threads share it too; their calls may come at the same time. Has to outlive the calls
/// into the guests.
///
/// Writes to a closed pipe raise SIGPIPE, as long as the program has not chosen to ignore it; only
/// then the guest sees `EPIPE`. That choice belongs to the program: a library does not make it.
class Wasi {
public:
  /// Fails with `Io` if a directory can't be opened or listening is impossible, with `Usage` if a string holds a NUL or all
  /// are too long, or an address is malformed.
  static Result<std::unique_ptr<Wasi>> create(const Config& config);
  ~Wasi();
  Wasi(const Wasi&) = delete;
  Wasi& operator=(const Wasi&) = delete;

  static constexpr std::string_view moduleName = "wasi_snapshot_preview1";
  /// What older programs import from: snapshot 0.
  static constexpr std::string_view unstableModuleName = "wasi_unstable";

  /// Makes the functions known to a linker of `store`. Each is made when a module asks for it.
  void define(runtime::Linker& linker, runtime::Store& store);
  /// Makes the function with that name in `store`. None if the module has none with that name.
  std::optional<runtime::Extern> find(runtime::Store& store, std::string_view name,
                                      std::string_view module = moduleName);

  /// A socket that was granted: its number for the guest, and where it listens (empty if that is no address of IP).
  struct Listening {
    std::uint32_t descriptor;
    std::string address;
  };
  const std::vector<Listening>& listening() const { return listening_; }

  /// The descriptors that are open at a time, by number. Does not keep them open.
  using OpenDescriptors = std::vector<std::weak_ptr<const void>>;
  OpenDescriptors openDescriptors() const;
  /// What a guest did to a descriptor since then.
  struct DescriptorChange {
    std::uint32_t number;
    bool isOpen;            ///< opened, or another one than before; else closed
    std::string standsFor;  ///< of an open one, for people; empty if that can't be told
  };
  std::vector<DescriptorChange> changesSince(const OpenDescriptors& before) const;

private:
  Wasi();

  std::unique_ptr<State> state_;
  std::vector<Listening> listening_;
};

}  // namespace wald::wasi
