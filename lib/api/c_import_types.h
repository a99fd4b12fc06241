#pragma once

#include <memory>

#include "api/c_types.h"

struct wasm_importtype_t {
  /// Takes all three.
  wasm_importtype_t(const wasm_name_t& of, const wasm_name_t& under, wasm_externtype_t* as)
      : module(of), name(under), type(as) {}
  ~wasm_importtype_t();
  wasm_importtype_t(const wasm_importtype_t&) = delete;
  wasm_importtype_t& operator=(const wasm_importtype_t&) = delete;
  wasm_importtype_t* copy() const;

  wasm_name_t module;
  wasm_name_t name;
  std::unique_ptr<wasm_externtype_t> type;
};

struct wasm_exporttype_t {
  /// Takes both.
  wasm_exporttype_t(const wasm_name_t& under, wasm_externtype_t* as) : name(under), type(as) {}
  ~wasm_exporttype_t();
  wasm_exporttype_t(const wasm_exporttype_t&) = delete;
  wasm_exporttype_t& operator=(const wasm_exporttype_t&) = delete;
  wasm_exporttype_t* copy() const;

  wasm_name_t name;
  std::unique_ptr<wasm_externtype_t> type;
};
