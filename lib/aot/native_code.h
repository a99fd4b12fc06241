#pragma once

#include <memory>
#include <mutex>
#include <optional>
#include <string>

#include "aot/aot.h"

namespace wald::aot {

/// A module's compiled code, shared by its instances and by threads. Known to the registry (`code_registry.h`) as long as it lives.
class NativeCode final : public runtime::Code {
public:
  NativeCode(std::shared_ptr<const ir::ValidModule> module, MappedCode code, std::string name);
  ~NativeCode() override;

  const wasm::Module& module() const { return module_->module(); }
  const std::string& moduleName() const { return name_; }
  const artifact::Tables& tables() const { return code_.tables; }
  const std::uint8_t* begin() const { return tables().code.data(); }
  const std::uint8_t* end() const { return begin() + tables().code.size(); }

  /// Nothing if the tables of frames, from which the following is known, can be used; else what is wrong with them. They are checked when this
  /// is first asked.
  const std::optional<Error>& damage() const;
  /// The function, in the function index space, that a position in the code lies in.
  std::uint32_t functionAt(std::uint32_t position) const;
  /// The offset in the module of the instruction that a position belongs to.
  std::uint32_t offsetAt(std::uint32_t position) const;
  /// The shape of the frame at a position.
  const artifact::UnwindShape& shapeAt(std::uint32_t position) const;
  /// Where an exception is handled that a call at a position throws; null: in the caller.
  const std::uint8_t* landingPadAt(std::uint32_t position) const;

  const std::atomic<const void*>* entries(runtime::MemoryMode) const override { return nullptr; }
  NativeEntry nativeEntry(std::uint32_t definedFunction) const override;
  Result<void> prepare(runtime::Store& store,
                       std::span<runtime::Memory* const> memories) const override;
  runtime::Outcome invoke(runtime::Store& store, const runtime::Function& function,
                          runtime::Slot* slots) const override;
  std::string_view functionName(std::uint32_t function) const override {
    return module_->functionName(function);
  }

private:
  std::shared_ptr<const ir::ValidModule> module_;
  MappedCode code_;
  std::string name_;
  mutable std::once_flag isChecked_;
  mutable std::optional<Error> damage_;
};

}  // namespace wald::aot
