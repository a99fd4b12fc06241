#include "bench/coldstart/plot.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include <fmt/format.h>

#include "bench/coldstart/statistics.h"

namespace wald::coldstart {

namespace {

constexpr double width = 1000;
constexpr double left = 190;
constexpr double right = 110;
constexpr double lineHeight = 26;
constexpr double top = 8;
constexpr double bottom = 34;
/// More points than that look the same, and make the page large.
constexpr std::size_t mostPoints = 250;

/// Where values lie between the ends of the axis.
class Axis {
public:
  explicit Axis(const std::vector<PlotRow>& rows) {
    double least = std::numeric_limits<double>::max();
    double most = 0;
    for (const PlotRow& row : rows) {
      for (const double value : row.values) {
        least = std::min(least, std::max(value, smallest));
        most = std::max(most, value);
      }
    }
    // To the next of 1, 2 and 5: a whole decade more would be mostly empty.
    low_ = std::log10(stepDown(least));
    high_ = std::log10(stepUp(std::max(most, least * 2)));
  }

  double at(double value) const {
    const double part = (std::log10(std::max(value, smallest)) - low_) / (high_ - low_);
    return left + part * (width - left - right);
  }

  /// 1, 2 and 5 of each decade.
  std::vector<double> ticks() const {
    std::vector<double> values;
    for (double decade = std::floor(low_); decade <= high_ + 1e-9; ++decade) {
      for (const double step : {1.0, 2.0, 5.0}) {
        const double value = step * std::pow(10, decade);
        const double place = std::log10(value);
        if (place > low_ - 1e-9 && place < high_ + 1e-9) values.push_back(value);
      }
    }
    return values;
  }
  bool isWide() const { return high_ - low_ > 2.5; }

private:
  static constexpr double smallest = 1e-3;

  static double stepDown(double value) {
    const double decade = std::pow(10, std::floor(std::log10(value)));
    for (const double step : {5.0, 2.0}) {
      if (value >= step * decade) return step * decade;
    }
    return decade;
  }
  static double stepUp(double value) {
    const double decade = std::pow(10, std::floor(std::log10(value)));
    for (const double step : {1.0, 2.0, 5.0}) {
      if (value <= step * decade) return step * decade;
    }
    return 10 * decade;
  }

  double low_;
  double high_;
};

bool isDecade(double value) {
  const double exponent = std::log10(value);
  return std::abs(exponent - std::round(exponent)) < 1e-6;
}

/// Spreads points over their line, the same in each run.
double spread(std::size_t i) {
  const auto mixed = static_cast<std::uint32_t>(i * 2654435761U);
  return (static_cast<double>(mixed >> 8) / (1 << 24) - 0.5) * (lineHeight - 10);
}

std::string drawRow(const PlotRow& row, const Axis& axis, double y,
                    const std::function<std::string(double)>& text) {
  const auto sorted = sortedOf(row.values);
  const double median = quantile(sorted, 0.5);
  std::string svg =
      fmt::format("<g class=\"row {}\"><text class=\"label\" x=\"{}\" y=\"{:.1f}\">{}</text>",
                  row.group, left - 10, y + 4, escapeHtml(row.label));
  const std::size_t step = (sorted.size() + mostPoints - 1) / mostPoints;
  for (std::size_t i = 0; i < sorted.size(); i += step) {
    svg += fmt::format("<circle cx=\"{:.1f}\" cy=\"{:.1f}\" r=\"1.8\"/>", axis.at(sorted[i]),
                       sorted.size() == 1 ? y : y + spread(i + 1));
  }
  if (sorted.size() > 3) {
    const double begin = axis.at(quantile(sorted, 0.25));
    const double end = axis.at(quantile(sorted, 0.75));
    svg += fmt::format("<rect x=\"{:.1f}\" y=\"{:.1f}\" width=\"{:.1f}\" height=\"{}\"/>", begin,
                       y - 8, std::max(end - begin, 1.0), 16);
  }
  svg += fmt::format(
      "<line class=\"median\" x1=\"{0:.1f}\" x2=\"{0:.1f}\" y1=\"{1:.1f}\" y2=\"{2:.1f}\"/>",
      axis.at(median), y - 9, y + 9);
  svg += fmt::format(
      "<text class=\"value\" x=\"{}\" y=\"{:.1f}\">{}</text><title>{}: p50 {}, p90 {}, p99 {}, "
      "{} values</title></g>\n",
      width - 4, y + 4, text(median), escapeHtml(row.label), text(median),
      text(quantile(sorted, 0.9)), text(quantile(sorted, 0.99)), sorted.size());
  return svg;
}

/// "1 ms" for "1.00 ms": what stands at a tick is exact.
std::string withoutZeros(std::string text) {
  const std::size_t point = text.find(".0");
  if (point == std::string::npos) return text;
  return text.erase(point, text.find(' ', point) - point);
}

std::string drawAxis(const Axis& axis, double height,
                     const std::function<std::string(double)>& text) {
  std::string svg;
  for (const double tick : axis.ticks()) {
    const double x = axis.at(tick);
    svg +=
        fmt::format("<line class=\"{0}\" x1=\"{1:.1f}\" x2=\"{1:.1f}\" y1=\"{2}\" y2=\"{3:.1f}\"/>",
                    isDecade(tick) ? "decade" : "tick", x, top, height - bottom);
    if (axis.isWide() && !isDecade(tick)) continue;
    svg += fmt::format("<text class=\"axis\" x=\"{:.1f}\" y=\"{:.1f}\">{}</text>", x,
                       height - bottom + 18, withoutZeros(text(tick)));
  }
  return svg;
}

}  // namespace

std::string escapeHtml(std::string_view text) {
  std::string out;
  for (const char c : text) {
    switch (c) {
      case '<': out += "&lt;"; break;
      case '>': out += "&gt;"; break;
      case '&': out += "&amp;"; break;
      case '"': out += "&quot;"; break;
      default: out += c;
    }
  }
  return out;
}

std::string distributionPlot(const std::vector<PlotRow>& rows, std::string_view title,
                             const std::function<std::string(double)>& text) {
  if (rows.empty()) return {};
  const Axis axis(rows);
  const double height = top + lineHeight * static_cast<double>(rows.size()) + bottom;
  std::string svg = fmt::format("<svg viewBox=\"0 0 {} {:.0f}\" role=\"img\" aria-label=\"{}\">\n",
                                width, height, escapeHtml(title));
  svg += drawAxis(axis, height, text);
  double y = top + lineHeight / 2;
  for (const PlotRow& row : rows) {
    svg += drawRow(row, axis, y, text);
    y += lineHeight;
  }
  return svg + "</svg>\n";
}

}  // namespace wald::coldstart
