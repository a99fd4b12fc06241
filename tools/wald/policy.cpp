#include "tools/wald/policy.h"

#include <algorithm>
#include <filesystem>
#include <string_view>
#include <vector>

#include <fmt/format.h>

#include "tools/wald/module_file.h"
#include "tools/wald/toml.h"

namespace wald::command {

namespace {

constexpr std::string_view labels = "labels";

class Policy {
public:
  Policy(const std::string& path, OptionSet& set) : path_(path), set_(set), said_(set.applied()) {}

  Result<void> apply(const std::vector<toml::Entry>& entries) {
    for (const toml::Entry& entry : entries) {
      WALD_TRY(entry.table.empty() ? applyKey(entry) : applyInTable(entry));
    }
    return {};
  }

private:
  Error failure(std::size_t line, std::string_view text) const {
    return Error(ErrorKind::Usage, fmt::format("{}:{}: {}", path_, line, text));
  }

  Result<void> applyKey(const toml::Entry& entry) {
    const std::string name = "--" + entry.key;
    const OptionText* const option = set_.named(name);
    if (option == nullptr || option->inPolicy == InPolicy::No || name == "--label") {
      return failure(entry.line,
                     entry.key == labels ? "labels is a table: [labels]" : unknown(name));
    }
    if (std::ranges::find(said_, option) != said_.end()) {
      return failure(entry.line,
                     fmt::format("the command line says {} too: one of them has to go", name));
    }
    if (entry.isArray && option->inPolicy != InPolicy::Repeated) {
      return failure(entry.line, fmt::format("{} is no list", entry.key));
    }
    for (const toml::Value& value : entry.values) WALD_TRY(applyValue(*option, value));
    return {};
  }

  std::string unknown(const std::string& name) const {
    const std::string_view near = set_.nearest(name);
    const OptionText* const option = near.empty() ? nullptr : set_.named(near);
    const bool helps = option != nullptr && option->inPolicy != InPolicy::No;
    return fmt::format("a policy has no key \"{}\"{}", name.substr(2),
                       helps ? fmt::format("; is it \"{}\"?", near.substr(2)) : "");
  }

  Result<void> applyValue(const OptionText& option, const toml::Value& value) {
    const bool isSwitch = option.value.empty();
    if (const bool* const flag = std::get_if<bool>(&value.scalar); flag != nullptr && isSwitch) {
      return *flag ? located(value, set_.apply(option, {})) : Result<void>();
    }
    const auto* const number = std::get_if<std::int64_t>(&value.scalar);
    std::string text;
    if (const auto* const string = std::get_if<std::string>(&value.scalar);
        string != nullptr && !isSwitch) {
      text = *string;
    } else if (number != nullptr && !isSwitch && option.inPolicy == InPolicy::Once) {
      text = std::to_string(*number);
    } else {
      return failure(value.line, fmt::format("{} wants {}", option.name.substr(2),
                                             isSwitch ? "true or false"
                                                      : fmt::format("a string: {}", option.value)));
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

  Result<void> applyInTable(const toml::Entry& entry) {
    if (entry.table != labels) {
      return failure(entry.line, fmt::format("a policy has no table \"{}\"", entry.table));
    }
    const std::string* const string =
        entry.isArray ? nullptr : std::get_if<std::string>(&entry.values.front().scalar);
    if (string == nullptr) return failure(entry.line, "a label's value is a string");
    return located(entry.values.front(),
                   set_.apply(*set_.named("--label"), fmt::format("{}={}", entry.key, *string)));
  }

  Result<void> located(const toml::Value& value, Result<void> result) const {
    if (result) return result;
    return failure(value.line, result.error().message());
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
  const auto entries = toml::parse(text);
  if (!entries) {
    return Error(ErrorKind::Usage, fmt::format("{}:{}", path, entries.error().message()));
  }
  return Policy(path, set).apply(*entries);
}

}  // namespace wald::command
