#include "api/c_message.h"
#include "api/c_wald_linker.h"
#include "wasi/wasi.h"

using namespace wald;
using namespace wald::c_api;

struct wald_wasi_config_t {
  wasi::Config config;
};

wald_wasi_config_t* wald_wasi_config_new() {
  auto* config = new wald_wasi_config_t;
  config->config.stdio.fill(wasi::Stream::closed());
  return config;
}

void wald_wasi_config_delete(wald_wasi_config_t* config) { delete config; }

void wald_wasi_config_add_arg(wald_wasi_config_t* config, const char* argument) {
  if (config != nullptr && argument != nullptr) config->config.args.emplace_back(argument);
}

void wald_wasi_config_add_env(wald_wasi_config_t* config, const char* name, const char* value) {
  if (config == nullptr || name == nullptr || value == nullptr) return;
  config->config.env.push_back(std::string(name) + "=" + value);
}

void wald_wasi_config_inherit_stdio(wald_wasi_config_t* config, bool on) {
  if (config == nullptr) return;
  config->config.stdio.fill(on ? wasi::Stream::inherited() : wasi::Stream::closed());
}

void wald_wasi_config_set_input(wald_wasi_config_t* config, const wasm_byte_vec_t* bytes) {
  if (config == nullptr) return;
  const bool isEmpty = bytes == nullptr || bytes->size == 0;
  config->config.stdio[0] =
      wasi::Stream::bytes(isEmpty ? std::string() : std::string(bytes->data, bytes->size));
}

bool wald_wasi_config_set_output(wald_wasi_config_t* config, int descriptor,
                                 wald_output_callback_t callback, void* env,
                                 void (*finalizer)(void*)) {
  // Whoever copies the stream shares it.
  const std::shared_ptr<void> owned(env, [finalizer](void* each) {
    if (finalizer != nullptr) finalizer(each);
  });
  if (config == nullptr || callback == nullptr || (descriptor != 1 && descriptor != 2))
    return false;
  config->config.stdio[static_cast<std::size_t>(descriptor)] =
      wasi::Stream::sink([callback, owned](std::span<const std::uint8_t> bytes) {
        return callback(owned.get(), reinterpret_cast<const wasm_byte_t*>(bytes.data()),
                        bytes.size());
      });
  return true;
}

bool wald_wasi_config_set_descriptor(wald_wasi_config_t* config, int descriptor,
                                     int host_descriptor) {
  if (config == nullptr || descriptor < 0 || descriptor > 2) return false;
  config->config.stdio[static_cast<std::size_t>(descriptor)] =
      wasi::Stream::descriptor(host_descriptor);
  return true;
}

void wald_wasi_config_add_directory(wald_wasi_config_t* config, const char* host_path,
                                    const char* guest_path, bool writable) {
  if (config == nullptr || host_path == nullptr || guest_path == nullptr) return;
  config->config.preopens.push_back({host_path, guest_path, writable});
}

void wald_wasi_config_set_deterministic(wald_wasi_config_t* config, std::uint64_t seed) {
  if (config == nullptr) return;
  config->config.deterministic = true;
  config->config.seed = seed;
}

bool wald_linker_define_wasi(wald_linker_t* linker, wald_wasi_config_t* config,
                             wasm_message_t* message) {
  const std::unique_ptr<wald_wasi_config_t> taken(config);
  if (!isAlive(linker) || taken == nullptr) {
    setMessage(message, "there is no linker, no store or no configuration");
    return false;
  }
  auto made = wasi::Wasi::create(taken->config);
  if (!made) {
    setMessage(message, made.error().format(""));
    return false;
  }
  wasm_byte_vec_new_empty(message);
  linker->state->add(std::move(*made)).define(linker->linker, *linker->state->store());
  return true;
}
