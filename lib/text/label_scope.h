#pragma once

#include <optional>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "text/module_context.h"

namespace wald::text {

/// The labels of the blocks around an instruction. Looking one up takes constant time at any depth.
class LabelScope {
public:
  void push(std::string_view name) {
    if (!name.empty()) {
      depths_[name].push_back(depth());
      names_.emplace(counter_, name);
    }
    stack_.push_back(name);
    ++counter_;
  }
  void pop() {
    if (!stack_.back().empty()) depths_[stack_.back()].pop_back();
    stack_.pop_back();
  }
  std::uint32_t depth() const { return static_cast<std::uint32_t>(stack_.size()); }
  /// The name of the innermost block, empty if it has none.
  std::string_view top() const { return stack_.back(); }
  /// The name of the block that is `depth` blocks out. Requires a depth below `depth()`.
  std::string_view at(std::uint32_t depth) const { return stack_[stack_.size() - 1 - depth]; }
  /// How many blocks out the label's block is.
  std::optional<std::uint32_t> find(std::string_view name) const {
    const auto found = depths_.find(name);
    if (found == depths_.end() || found->second.empty()) return std::nullopt;
    return depth() - 1 - found->second.back();
  }

  /// Starts a function, whose body is a block without a name, which is not counted among the
  /// labels.
  void restart() {
    stack_.assign(1, {});
    // A map that was large once would take its size to clear at every function.
    if (!depths_.empty()) depths_ = {};
    names_.clear();
    counter_ = 0;
  }
  /// The names of the labels since then, by their number in the function.
  binary::NameMap takeNames() { return std::move(names_); }

private:
  std::vector<std::string_view> stack_;
  std::unordered_map<std::string_view, std::vector<std::uint32_t>> depths_;
  binary::NameMap names_;
  std::uint32_t counter_ = 0;
};

/// The label index that must come next.
std::uint32_t expectLabel(Cursor& cursor, const LabelScope& labels);

}  // namespace wald::text
