#pragma once

#include <deque>
#include <memory>
#include <unordered_map>
#include <vector>

#include "api/c_host_info.h"
#include "runtime/engine.h"
#include "runtime/linker.h"
#include "runtime/stop_signal.h"
#include "runtime/store.h"
#include "wasi/wasi.h"
#include "wasm.h"

namespace wald::c_api {

class StoreState;

/// What a reference owns that the host gave to guests (`Store::addHostObject`): see `c_refs.h`.
struct HostBox {
  HostBox() = default;
  virtual ~HostBox() = default;
  HostBox(const HostBox&) = delete;
  HostBox& operator=(const HostBox&) = delete;

  /// What is in it, if it is a handle.
  virtual const wasm_ref_t* handle() const { return nullptr; }

  StoreState* state = nullptr;  ///< outlives it
};

/// A function of the host with what ends its environment.
struct HostFunction;

/// The store that handles of the C API refer to. It ends when the host deletes its store, and handles that are left find nothing then.
class StoreState {
public:
  /// Fails with `Limit`.
  static Result<std::shared_ptr<StoreState>> create(std::shared_ptr<runtime::Engine> engine);
  ~StoreState();
  StoreState(const StoreState&) = delete;
  StoreState& operator=(const StoreState&) = delete;

  const std::shared_ptr<runtime::Engine>& engine() const { return engine_; }
  /// Null once it has ended.
  runtime::Store* store() const { return store_.get(); }

  /// The host's information on an object of the store. Those end in the order in which they were made.
  HostInfo& infoOf(const void* object);
  const HostInfo* findInfo(const void* object) const;

  /// Makes a reference that owns a box. It is alive as long as the handle.
  Result<std::shared_ptr<const runtime::Ref>> addBox(std::unique_ptr<HostBox> box);
  /// What a reference owns; null if it owns nothing.
  HostBox* boxOf(runtime::Ref ref) const { return static_cast<HostBox*>(store_->dataOf(ref)); }

  /// Keeps it until the store has ended.
  HostFunction& add(std::unique_ptr<HostFunction> function);
  wasi::Wasi& add(std::unique_ptr<wasi::Wasi> wasi);
  /// Null: none. Not while guests run.
  void setStop(std::shared_ptr<runtime::StopSignal> stop);

  /// Ends what the collector found to be lost. The host's finalizers run, so no guest's instruction may be at work.
  void settle();
  /// Ends the store, now or when no function of it is running any more.
  void end();

  /// A call of the host into the store, during which it does not end.
  class Entry {
  public:
    explicit Entry(std::shared_ptr<StoreState> state) : state_(std::move(state)) {
      ++state_->entries_;
    }
    ~Entry();
    Entry(const Entry&) = delete;
    Entry& operator=(const Entry&) = delete;

  private:
    std::shared_ptr<StoreState> state_;
  };
  bool isRunning() const { return entries_ != 0; }

private:
  explicit StoreState(std::shared_ptr<runtime::Engine> engine);
  static void release(void* box);

  std::shared_ptr<runtime::Engine> engine_;
  std::shared_ptr<runtime::StopSignal> stop_;
  std::vector<std::unique_ptr<wasi::Wasi>> wasis_;
  std::vector<std::unique_ptr<HostFunction>> functions_;
  std::deque<HostInfo> infos_;
  std::unordered_map<const void*, HostInfo*> infoPlaces_;
  std::vector<std::unique_ptr<HostBox>> lost_;
  std::unique_ptr<runtime::Store> store_;
  unsigned entries_ = 0;
  bool isEnding_ = false;
  bool isSettling_ = false;
};

}  // namespace wald::c_api

struct wasm_config_t {
  wald::runtime::Config config;
};

struct wasm_engine_t {
  std::shared_ptr<wald::runtime::Engine> engine;
};

struct wasm_store_t {
  std::shared_ptr<wald::c_api::StoreState> state;
};

namespace wald::c_api {

/// The store of a handle, or null if it has ended or the handle is null.
inline runtime::Store* storeOf(const wasm_store_t* store) {
  return store == nullptr ? nullptr : store->state->store();
}

}  // namespace wald::c_api
