#pragma once

#include <string>
#include <utility>
#include <vector>

#include "tools/wald/options.h"

namespace wald::coldstart {

struct Options {
  unsigned runs = 200;
  double seconds = 10;  ///< of a row and workload
  bool isShort = false;
  bool showsHelp = false;
  bool lists = false;
  std::vector<std::string> only;
  std::vector<std::string> workloads;
  std::vector<std::string> required;
  std::vector<std::pair<std::string, std::string>> engines;
  std::string wald;
  std::string work;
  std::string programs;
  std::string csv;
  std::string json;
  std::string html;
};

command::OptionSet optionSet(Options& options);

}  // namespace wald::coldstart
