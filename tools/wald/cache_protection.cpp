#include "tools/wald/cache_protection.h"

#include <algorithm>
#include <string>

#include "tools/wald/cache_directory.h"
#include "wasi/protection.h"

namespace wald::command {

void protectCache(wasi::Config& config) {
  if (config.preopens.empty()) return;
  config.protectedDirectories = CacheDirectory::allPaths();
  const std::string path = CacheDirectory::path();
  const bool isReachable =
      !path.empty() && std::ranges::any_of(config.preopens, [&](const wasi::Preopen& preopen) {
        return preopen.writable && wasi::leadsTo(preopen.hostPath, path);
      });
  // Where it can't be made, its name is protected.
  if (isReachable) {
    static_cast<void>(CacheDirectory::open(path, CacheDirectory::IfMissing::Make));
  }
}

}  // namespace wald::command
