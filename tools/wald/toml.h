#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "support/error.h"

namespace wald::command::toml {

// The part of TOML 1.0 that a policy is written in: tables, keys, strings on one line, decimal integers, booleans and arrays of these. What
// else TOML has is refused by its name, so that every file that is read means what TOML says. (The library for all of TOML would bring the
// stream library's locales into a program that has none: 50 µs and 650 KB at every start.)

using Scalar = std::variant<std::string, std::int64_t, bool>;

struct Value {
  Scalar scalar;
  std::size_t line;
};

/// A key with what it was given.
struct Entry {
  std::string table;  ///< empty: that of the file
  std::string key;
  std::size_t line;  ///< from 1
  bool isArray = false;
  std::vector<Value> values;  ///< one, unless it is an array
};

/// All keys in their order. Fails with `Usage` and the line: "3: …".
Result<std::vector<Entry>> parse(std::string_view text);

}  // namespace wald::command::toml
