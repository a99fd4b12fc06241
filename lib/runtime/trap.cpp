#include "runtime/trap.h"

#include <fmt/format.h>

namespace wald::runtime {

std::string Trap::message() const {
  if (exitStatus) return fmt::format("exit with status {}", *exitStatus);
  std::string text(phraseOf(kind));
  if (element) text += fmt::format(" {}", *element);
  if (!detail.empty()) {
    text += ": ";
    text += detail;
  }
  return text;
}

}  // namespace wald::runtime
