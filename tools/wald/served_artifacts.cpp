#include "tools/wald/served_artifacts.h"

#include <string_view>
#include <vector>

#include "tools/wald/compiler_options.h"

namespace wald::command {

Result<std::vector<std::uint8_t>> ServedArtifacts::make(std::span<const std::uint8_t> bytes,
                                                        const runtime::Config& config) {
  const std::vector<std::string> options = compilerOptions(config);
  const std::vector<std::string_view> views(options.begin(), options.end());
  const std::lock_guard lock(mutex_);
  return compiler_.compile(bytes, views);
}

}  // namespace wald::command
