#pragma once

#include <vector>

#include "wald/handle.h"
#include "wald/tag.h"

namespace wald {

class Value;

/// An exception that a guest threw ("Execution › Exception Instances").
class WALD_API Exception : public detail::Root {
public:
  using Root::Root;

  /// Which kind it is: compare it with those of instances.
  Tag tag() const;
  /// What it was thrown with.
  std::vector<Value> values() const;
};

}  // namespace wald
