#include "wald/tag.h"

#include "api/convert.h"
#include "api/store_state.h"
#include "wald/store.h"

namespace wald {

Result<Tag> Tag::create(Store& store, const std::vector<ValueType>& params) {
  const detail::StoreRef& state = store.state();
  const wasm::TypeId type = state->engine().addFunctionType(api::toWasm(params), {});
  return Tag(state, state->store().addTag(type));
}

TagType Tag::type() const {
  if (!*this || !store_->isOpen()) return {};
  const auto* const tag = static_cast<const runtime::Tag*>(item_);
  return {api::toPublic(store_->engine().typeOf(tag->type))};
}

}  // namespace wald
