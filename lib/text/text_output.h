#pragma once

#include <algorithm>
#include <functional>
#include <string>
#include <string_view>

namespace wald::text {

/// Gets a text piece by piece. False ends the printing.
using TextSink = std::function<bool(std::string_view)>;

/// Collects text for a sink, so that no more than a part of a long one is in memory.
class TextOutput {
public:
  explicit TextOutput(const TextSink& sink) : sink_(sink) {}

  std::string& text() { return text_; }
  bool ok() const { return ok_; }
  /// Hands the text over if there is much of it.
  void flushIfLarge() {
    constexpr std::size_t large = std::size_t{1} << 18;
    if (text_.size() >= large) flush();
  }
  void flush() {
    ok_ = ok_ && sink_(text_);
    text_.clear();
  }

private:
  const TextSink& sink_;
  std::string text_;
  bool ok_ = true;
};

/// Starts a line. Deep nesting is not indented any further: the text would be quadratic.
inline void appendLine(std::string& out, std::size_t indentation) {
  constexpr std::size_t deepest = 40;
  out += '\n';
  out.append(2 * std::min(indentation, deepest), ' ');
}

}  // namespace wald::text
