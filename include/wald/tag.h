#pragma once

#include "wald/handle.h"
#include "wald/types.h"

namespace wald {

/// A kind of exceptions ("Execution › Tag Instances"). A handle: `detail::Handle` says what that means.
class WALD_API Tag : public detail::Handle {
public:
  using Handle::Handle;

  /// A new one, whose exceptions carry values of these types.
  static Result<Tag> create(Store& store, const std::vector<ValueType>& params);

  /// Without parameters if the store is gone.
  TagType type() const;
};

}  // namespace wald
