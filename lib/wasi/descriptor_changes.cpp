#include "wasi/state.h"
#include "wasi/wasi.h"

namespace wald::wasi {

Wasi::OpenDescriptors Wasi::openDescriptors() const {
  OpenDescriptors open;
  for (const DescriptorPtr& descriptor : state_->descriptors.all()) open.emplace_back(descriptor);
  return open;
}

std::vector<Wasi::DescriptorChange> Wasi::changesSince(const OpenDescriptors& before) const {
  const std::vector<DescriptorPtr> now = state_->descriptors.all();
  std::vector<DescriptorChange> changes;
  for (std::uint32_t number = 0; number < std::max(before.size(), now.size()); ++number) {
    const auto former = number < before.size() ? before[number] : std::weak_ptr<const void>();
    const bool wasOpen = former.owner_before(std::weak_ptr<const void>()) ||
                         std::weak_ptr<const void>().owner_before(former);
    const DescriptorPtr present = number < now.size() ? now[number] : nullptr;
    if (present == nullptr) {
      if (wasOpen) changes.push_back({number, false, {}});
    } else if (former.lock() != present) {
      changes.push_back({number, true, present->resource->describe()});
    }
  }
  return changes;
}

}  // namespace wald::wasi
