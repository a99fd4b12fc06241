#include "api/module_text.h"

#include <span>
#include <string_view>

#include "binary/decoder.h"
#include "text/parser.h"

namespace wald::api {

namespace {

/// Whether something that is no binary module is rather text than garbage.
bool looksLikeText(std::span<const std::uint8_t> bytes) {
  const std::string_view text(reinterpret_cast<const char*>(bytes.data()), bytes.size());
  const std::size_t first = text.find_first_not_of(" \t\r\n");
  return first != std::string_view::npos && (text[first] == '(' || text[first] == ';');
}

}  // namespace

Result<std::vector<std::uint8_t>> toBinary(std::vector<std::uint8_t> bytes, bool isText,
                                           wasm::Features features) {
  if (binary::hasMagic(bytes)) return bytes;
  if (!isText && !looksLikeText(bytes)) return bytes;
  return text::parseModule({reinterpret_cast<const char*>(bytes.data()), bytes.size()}, features);
}

}  // namespace wald::api
