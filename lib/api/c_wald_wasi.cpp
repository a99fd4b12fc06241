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
