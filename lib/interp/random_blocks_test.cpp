#include "interp/random_function_test.h"

namespace wald::interp::test {

std::vector<std::uint8_t> FunctionGenerator::generate() {
  locals_ = type_.params;
  for (const Kind kind : kinds) {
    for (int i = 0; i < 2; ++i) newLocal(kind);
  }
  // A local is usually read and written by any instruction; of those added later only by its maker.
  sharedLocals_ = locals_.size();
  frames_.push_back({type_.results, 0, -1});
  body();
  finish(type_.results);
  ByteWriter content;
  content.leb(locals_.size() - type_.params.size());
  for (std::size_t i = type_.params.size(); i < locals_.size(); ++i) {
    content.leb(1);
    content.u8(codeOf(locals_[i]));
  }
  content.append(code_.take());
  ByteWriter entry;
  entry.sized(content);
  return entry.take();
}

bool FunctionGenerator::call(const Kinds& results) {
  std::vector<std::uint32_t> candidates;
  for (std::uint32_t i = 0; i < shared_.functions.size(); ++i) {
    if (shared_.functions[i].results == results) candidates.push_back(i);
  }
  if (candidates.empty()) return false;
  const std::uint32_t function = candidates[random_.below(candidates.size())];
  values(Kinds(shared_.functions[function].params));
  callWith(function, false);
  return true;
}

void FunctionGenerator::callWith(std::uint32_t function, bool isTail) {
  const Signature type = shared_.functions[function];
  switch (random_.below(3)) {
    case 0: op(isTail ? Opcode::ReturnCall : Opcode::Call, function); break;
    case 1: {
      // Sometimes another function, null or beyond the table.
      i32Const(static_cast<std::int32_t>(random_.percent(98) ? function : someElement()));
      pop();
      op(isTail ? Opcode::ReturnCallIndirect : Opcode::CallIndirect, shared_.typeIndex(type));
      code_.leb(0);
      break;
    }
    default:
      if (random_.percent(1)) {
        op(Opcode::RefNull, shared_.typeIndex(type));
      } else {
        op(Opcode::RefFunc, function);
      }
      op(isTail ? Opcode::ReturnCallRef : Opcode::CallRef, shared_.typeIndex(type));
      break;
  }
  popMany(type.params.size());
  if (!isTail) pushMany(type.results);
}

void FunctionGenerator::blockType(const Signature& type) {
  if (type.params.empty() && type.results.empty()) return code_.u8(0x40);
  if (type.params.empty() && type.results.size() == 1) return code_.u8(codeOf(type.results[0]));
  code_.sleb(shared_.typeIndex(type));
}

void FunctionGenerator::block(const Kinds& params, const Kinds& results) {
  const Signature type{params, results};
  if (depthLeft() == 0) {
    // As good as a block: the same types, without nesting.
    for (std::size_t i = 0; i < params.size(); ++i) drop();
    for (const Kind kind : results) leaf(kind);
    return;
  }
  switch (random_.below(3)) {
    case 0: {
      op(Opcode::Block);
      blockType(type);
      frames_.push_back({results, stack_.size() - params.size(), -1});
      body();
      return finish(results);
    }
    case 1: {
      const std::uint32_t counter = newLocal(Kind::I32);
      i32Const(static_cast<std::int32_t>(1 + random_.below(3)));
      localSet(counter);
      op(Opcode::Loop);
      blockType(type);
      frames_.push_back({params, stack_.size() - params.size(), counter});
      body();
      if (!frame().isDead && random_.percent(80)) {
        ensure(params);
        condition(frames_.size() - 1);
        op(Opcode::BrIf, 0);
        pop();
      }
      return finish(results);
    }
    default: {
      value(Kind::I32, 2);
      op(Opcode::If);
      pop();
      blockType(type);
      const std::size_t height = stack_.size() - params.size();
      frames_.push_back({results, height, -1});
      body();
      if (params == results && random_.percent(40)) return finish(results);
      settle(results);
      op(Opcode::Else);
      stack_.resize(height);
      pushMany(params);
      frame().isDead = false;
      body();
      return finish(results);
    }
  }
}

void FunctionGenerator::condition(std::size_t index) {
  const Frame& target = frames_[index];
  if (target.counter < 0) return value(Kind::I32, 2);
  const auto counter = static_cast<std::uint32_t>(target.counter);
  localGet(counter);
  i32Const(1);
  plain(Opcode::I32Sub, 2, {Kind::I32});
  op(Opcode::LocalTee, counter);
  i32Const(0);
  plain(Opcode::I32GtS, 2, {Kind::I32});
}

void FunctionGenerator::settle(const Kinds& results) {
  if (frame().isDead) return;
  const bool fits = available() == results.size() &&
                    std::equal(results.rbegin(), results.rend(), stack_.rbegin());
  if (!fits && random_.percent(40) && frame().counter < 0) {
    ensure(results);
    op(Opcode::Br, 0);
    return die();
  }
  if (fits) return;
  if (random_.percent(50)) {
    ensure(results);
    if (available() == results.size()) return;
    std::vector<std::uint32_t> saved;
    for (std::size_t i = results.size(); i-- > 0;) {
      saved.push_back(newLocal(results[i]));
      localSet(saved.back());
    }
    while (available() > 0) drop();
    while (!saved.empty()) {
      localGet(saved.back());
      saved.pop_back();
    }
    return;
  }
  while (available() > 0) drop();
  values(results);
}

void FunctionGenerator::finish(const Kinds& results) {
  settle(results);
  op(Opcode::End);
  stack_.resize(frame().height);
  frames_.pop_back();
  pushMany(results);
}

void FunctionGenerator::die() {
  stack_.resize(frame().height);
  frame().isDead = true;
  // Code that is never reached.
  if (random_.percent(30)) {
    value(someKind(), 2);
    drop();
  }
}

}  // namespace wald::interp::test
