#pragma once

#include <span>
#include <string>
#include <string_view>

#include "bench/coldstart/workload.h"

namespace wald::coldstart {

/// A set of namespaces that a container gets.
struct NamespaceSet {
  std::string_view name;
  std::span<const std::string_view> namespaces;
  /// Whether it has what `runc spec` writes besides: mounts, limits of devices, hidden paths.
  bool isDefault;
};

/// The default of containers, what keeps processes and files apart, and files alone.
std::span<const NamespaceSet> namespaceSets();

/// Makes the root file system of a workload, unless it is there: a folder with one static program. Gives its path.
Result<std::string> makeRoot(const Workload& workload, const std::string& work);
/// The program in it, with its arguments.
Words containerArguments(const Workload& workload);
/// Makes an OCI bundle around the root file system. Gives its path.
Result<std::string> makeBundle(const Workload& workload, const NamespaceSet& set,
                               const std::string& work);

}  // namespace wald::coldstart
