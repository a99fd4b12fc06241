#include "tools/wald/policy.h"

#include <algorithm>
#include <filesystem>
#include <string_view>
#include <vector>

#define TOML_EXCEPTIONS 0
#define TOML_ENABLE_FORMATTERS 0
#include <toml++/toml.h>

#include <fmt/format.h>

#include "tools/wald/module_file.h"

namespace wald::command {

namespace {

constexpr std::string_view labels = "labels";

class Policy {
public:
  Policy(const std::string& path, OptionSet& set) : path_(path), set_(set), said_(set.applied()) {}

  Result<void> apply(const toml::table& table) {
    for (const auto& [key, value] : table) {
      WALD_TRY(key.str() == labels ? applyLabels(value) : applyKey(key, value));
    }
    return {};
  }

private:
  Error failure(const toml::source_region& where, std::string_view text) const {
    return Error(ErrorKind::Usage, fmt::format("{}:{}: {}", path_, where.begin.line, text));
  }

  Result<void> applyKey(const toml::key& key, const toml::node& value) {
    const std::string name = "--" + std::string(key.str());
    const OptionText* const option = set_.named(name);
    if (option == nullptr || option->inPolicy == InPolicy::No || name == "--label") {
      return failure(key.source(), unknown(name));
    }
    if (std::ranges::find(said_, option) != said_.end()) {
      return failure(key.source(),
                     fmt::format("the command line says {} too: one of them has to go", name));
    }
    const toml::array* const list = value.as_array();
    if (list == nullptr) return applyValue(*option, value);
    if (option->inPolicy != InPolicy::Repeated) {
      return failure(value.source(), fmt::format("{} is no list", key.str()));
    }
    for (const toml::node& element : *list) WALD_TRY(applyValue(*option, element));
    return {};
  }

  std::string unknown(const std::string& name) const {
    const std::string_view near = set_.nearest(name);
    const OptionText* const option = near.empty() ? nullptr : set_.named(near);
    const bool helps = option != nullptr && option->inPolicy != InPolicy::No;
    return fmt::format("a policy has no key \"{}\"{}", name.substr(2),
                       helps ? fmt::format("; is it \"{}\"?", near.substr(2)) : "");
  }

  Result<void> applyValue(const OptionText& option, const toml::node& value) {
    const bool isSwitch = option.value.empty();
    if (const auto* const flag = value.as_boolean(); flag != nullptr && isSwitch) {
      return flag->get() ? located(value, set_.apply(option, {})) : Result<void>();
    }
    std::string text;
    if (const auto* const string = value.as_string(); string != nullptr && !isSwitch) {
      text = string->get();
    } else if (const auto* const number = value.as_integer();
               number != nullptr && !isSwitch && option.inPolicy == InPolicy::Once) {
      text = std::to_string(number->get());
    } else {
      return failure(
          value.source(),
          fmt::format("{} wants {}", option.name.substr(2),
                      isSwitch ? "true or false" : fmt::format("a string: {}", option.value)));
    }
    if (option.name == "--dir") text = besidePolicy(text);
    return located(value, set_.apply(option, text));
  }

  /// A directory's name relative to the file is one from here; the guest's name of it stays.
  std::string besidePolicy(const std::string& text) const {
    namespace fs = std::filesystem;
    if (text.starts_with('/')) return text;
    const bool hasAccess = text.ends_with(":ro") || text.ends_with(":rw");
    const std::string access = hasAccess ? text.substr(text.size() - 3) : "";
    const std::string name = text.substr(0, text.size() - access.size());
    const std::size_t colons = name.find("::");
    const std::string guest = colons == std::string::npos ? name : name.substr(colons + 2);
    const fs::path host = fs::path(path_).parent_path() / name.substr(0, colons);
    return fmt::format("{}::{}{}", host.lexically_normal().string(), guest, access);
  }

  Result<void> applyLabels(const toml::node& value) {
    const toml::table* const table = value.as_table();
    if (table == nullptr) return failure(value.source(), "labels is a table: [labels]");
    const OptionText& option = *set_.named("--label");
    for (const auto& [key, node] : *table) {
      const auto* const string = node.as_string();
      if (string == nullptr) return failure(node.source(), "a label's value is a string");
      WALD_TRY(located(node, set_.apply(option, fmt::format("{}={}", key.str(), string->get()))));
    }
    return {};
  }

  Result<void> located(const toml::node& value, Result<void> result) const {
    if (result) return result;
    return failure(value.source(), result.error().message());
  }

  const std::string& path_;
  OptionSet& set_;
  std::vector<const OptionText*> said_;  ///< on the command line
};

}  // namespace

Result<void> applyPolicy(const std::string& path, OptionSet& set) {
  const auto bytes = readFile(path);
  if (!bytes)
    return Error(bytes.error().kind(), fmt::format("{}: {}", path, bytes.error().message()));
  const std::string_view text(reinterpret_cast<const char*>(bytes->data()), bytes->size());
  const toml::parse_result parsed = toml::parse(text);
  if (!parsed) {
    const toml::parse_error& error = parsed.error();
    return Error(ErrorKind::Usage,
                 fmt::format("{}:{}: {}", path, error.source().begin.line, error.description()));
  }
  return Policy(path, set).apply(parsed.table());
}

}  // namespace wald::command
