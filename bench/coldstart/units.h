#pragma once

#include <cstdint>
#include <string>

namespace wald::coldstart {

/// Microseconds, in the unit that reads best: "0.8 µs", "1.23 ms", "2.1 s".
std::string timeText(double microseconds);
/// "812 B", "25.6 KB", "3.2 MB"; of 1024.
std::string sizeText(double bytes);
/// With as many digits as tell something: "0.42", "8.13", "25.6", "1840".
std::string numberText(double value);

}  // namespace wald::coldstart
