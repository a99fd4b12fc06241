#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "runtime/describe.h"
#include "runtime/store.h"

namespace wald::runtime {

/// An instance, or the trap of an active segment or of the start function (the instance then exists
/// in the store, as the specification has it, but is not given out).
struct Instantiation {
  Instance* instance = nullptr;
  TrapPtr trap;
};

/// Instantiates a module ("Execution › Modules › Instantiation") with one extern for each of its imports, in order. Fails with
/// `Unlinkable` when one has the wrong type, with `Limit` when a memory or table can't be had.
Result<Instantiation> instantiate(Store& store, std::shared_ptr<const Module> module,
                                  std::span<const Extern> imports);

/// Finds imports by name. Belongs to one store.
class Linker {
public:
  explicit Linker(Store& store) : store_(store) {}

  void define(std::string_view module, std::string_view name, Extern value);
  /// Defines all exports of an instance under a module name.
  void defineInstance(std::string_view module, Instance& instance);
  /// Gives what a module of that name has under a name, made when it is asked for; none if it has nothing.
  using Resolver = std::function<std::optional<Extern>(std::string_view name)>;
  /// What is defined under the same name goes first, then the resolvers in the order in which they came.
  void addResolver(std::string_view module, Resolver resolver);
  std::optional<Extern> find(std::string_view module, std::string_view name) const;

  /// Resolves all imports and instantiates. A missing import is `Unlinkable`, `unknown import`, with its names and type.
  Result<Instantiation> instantiate(std::shared_ptr<const Module> module) const;

private:
  using Name = std::pair<std::string, std::string>;
  using NameView = std::pair<std::string_view, std::string_view>;
  struct Less {
    using is_transparent = void;
    bool operator()(NameView a, NameView b) const { return a < b; }
  };

  Store& store_;
  std::map<Name, Extern, Less> externs_;
  std::vector<std::pair<std::string, Resolver>> resolvers_;
};

}  // namespace wald::runtime
