#include "bench/coldstart/units.h"

#include <fmt/format.h>

namespace wald::coldstart {

std::string numberText(double value) {
  const int digits = value < 10 ? 2 : value < 100 ? 1 : 0;
  return fmt::format("{:.{}f}", value, digits);
}

std::string timeText(double microseconds) {
  if (microseconds < 999.5) return numberText(microseconds) + " µs";
  if (microseconds < 999.5e3) return numberText(microseconds / 1e3) + " ms";
  return numberText(microseconds / 1e6) + " s";
}

std::string sizeText(double bytes) {
  if (bytes < 1000) return fmt::format("{:.0f} B", bytes);
  if (bytes < 1000 * 1024.0) return numberText(bytes / 1024) + " KB";
  if (bytes < 1000 * 1048576.0) return numberText(bytes / 1048576) + " MB";
  return numberText(bytes / 1073741824) + " GB";
}

}  // namespace wald::coldstart
