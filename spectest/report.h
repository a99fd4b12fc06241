#pragma once

#include <cstdio>
#include <string>

#include "spectest/suite.h"

namespace wald::spectest {

/// Prints a line per file, what failed in it, and the summary.
class TextReport {
public:
  /// `verbose` shows every failure; else the first few of a file.
  TextReport(std::FILE* output, bool verbose) : output_(output), verbose_(verbose) {}

  void file(const FileReport& file) const;
  void summary(const SuiteReport& report) const;

private:
  void failures(const FileReport& file) const;
  void folders(const SuiteReport& report) const;
  void kinds(const SuiteReport& report) const;

  std::FILE* output_;
  bool verbose_;
};

std::string toJson(const SuiteReport& report);
/// JUnit's XML: a test suite per script, a test case per kind of command in it.
std::string toJunit(const SuiteReport& report);

}  // namespace wald::spectest
