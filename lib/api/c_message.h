#pragma once

#include <string_view>

#include "support/error.h"
#include "wasm.h"

namespace wald::c_api {

/// Fills a message, which may be null.
inline void setMessage(wasm_message_t* message, std::string_view text) {
  wasm_byte_vec_new_uninitialized(message, text.size() + 1);
  if (message != nullptr && message->size != 0) text.copy(message->data, text.size());
}

/// The value of a result, or a default and its error as a message.
template <typename T>
T valueOr(Result<T> result, wasm_message_t* message, T otherwise = T()) {
  if (result) {
    wasm_byte_vec_new_empty(message);
    return std::move(*result);
  }
  setMessage(message, result.error().format(""));
  return otherwise;
}

}  // namespace wald::c_api
