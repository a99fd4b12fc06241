#include "wasi/memory_walk.h"

#include <algorithm>

#include "wasi/limits.h"

namespace wald::wasi {

namespace {

class Walk {
public:
  Walk(MemoryDirectory& start, std::string_view path, bool follow, bool exclusive)
      : start_(&start), here_(&start), rest_(path), follow_(follow), exclusive_(exclusive) {}

  Errno run(MemoryEnd& end) {
    if (rest_.empty()) return Errno::NoEnt;
    while (!isDone_) {
      if (rest_.front() == '/') return Errno::LeadsOut;
      if (const Errno error = step(end); error != Errno::Success) return error;
    }
    return Errno::Success;
  }

private:
  /// Takes the first component off the path. What follows it starts without a slash.
  std::string takeComponent(bool& slashFollows) {
    const std::size_t end = std::min(rest_.find('/'), rest_.size());
    std::string component = rest_.substr(0, end);
    const std::size_t next = std::min(rest_.find_first_not_of('/', end), rest_.size());
    slashFollows = next > end;
    rest_.erase(0, next);
    return component;
  }

  Errno step(MemoryEnd& end) {
    bool slashFollows = false;
    std::string name = takeComponent(slashFollows);
    const bool isLast = rest_.empty();
    if (name == "." || name == "..") {
      if (name == ".." && !goUp()) return Errno::LeadsOut;
      if (isLast) finish(end, {here_, {}, here_->shared_from_this(), slashFollows});
      return Errno::Success;
    }
    if (name.size() > limits::nameBytes) return Errno::NameTooLong;
    MemoryNodePtr node = here_->find(name);
    if (isLast) {
      const bool isFollowed = (follow_ || slashFollows) && !exclusive_;
      if (node != nullptr && node->isLink() && isFollowed) return expand(*node, slashFollows);
      finish(end, {here_, std::move(name), std::move(node), slashFollows});
      return Errno::Success;
    }
    if (node == nullptr) return Errno::NoEnt;
    if (node->isLink()) return expand(*node, true);
    if (!node->isDirectory()) return Errno::NotDir;
    here_ = static_cast<MemoryDirectory*>(node.get());
    return Errno::Success;
  }

  bool goUp() {
    if (here_ == start_) return false;
    here_ = here_->parent;
    return true;
  }

  Errno expand(const MemoryNode& node, bool slashFollows) {
    const std::string& target = static_cast<const MemoryLink&>(node).target();
    if (++links_ > limits::symlinks) return Errno::Loop;
    if (target.size() + rest_.size() + 1 > limits::pathBytes) return Errno::NameTooLong;
    rest_ = target + (slashFollows ? "/" : "") + rest_;
    return Errno::Success;
  }

  void finish(MemoryEnd& end, MemoryEnd found) {
    end = std::move(found);
    isDone_ = true;
  }

  const MemoryDirectory* start_;
  MemoryDirectory* here_;  ///< the start, or below it
  std::string rest_;
  bool follow_;
  bool exclusive_;
  unsigned links_ = 0;
  bool isDone_ = false;
};

}  // namespace

Errno walkMemory(MemoryDirectory& start, std::string_view path, bool follow, bool exclusive,
                 MemoryEnd& end) {
  return Walk(start, path, follow, exclusive).run(end);
}

}  // namespace wald::wasi
