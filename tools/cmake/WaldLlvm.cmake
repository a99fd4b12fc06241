# Looks for LLVM's development files and defines `wald_llvm`, the interface target with its headers and libraries. Where there are
# none, or of another version, WALD_HAS_LLVM is false and the compiler is left out.

option(WALD_LLVM "Build the compiler, if LLVM's development files are there" ON)
set(WALD_HAS_LLVM FALSE)
if(NOT WALD_LLVM)
  return()
endif()

# LLVM's package asks for libraries that it was built with, in a way that CMake 3.27 calls deprecated.
foreach(version 19.1 22.1)
  find_package(LLVM ${version} QUIET CONFIG)
  if(LLVM_FOUND)
    break()
  endif()
endforeach()
if(NOT LLVM_FOUND)
  message(WARNING
    "NO LLVM: without LLVM 19 or 22 (Debian: llvm-19-dev) the compiler, waldc, is not built.")
  return()
endif()

set(wald_llvm_components X86 Passes DebugInfoDWARF Object MC Target)
option(WALD_LLVM_SHARED "Link LLVM's shared library" ON)
add_library(wald_llvm INTERFACE)
target_include_directories(wald_llvm SYSTEM INTERFACE ${LLVM_INCLUDE_DIRS})
separate_arguments(wald_llvm_definitions NATIVE_COMMAND "${LLVM_DEFINITIONS}")
target_compile_options(wald_llvm INTERFACE ${wald_llvm_definitions})
# Classes of ours that derive from LLVM's need no more type information than those have.
if(NOT LLVM_ENABLE_RTTI)
  target_compile_options(wald_llvm INTERFACE -fno-rtti)
endif()
if(WALD_LLVM_SHARED AND TARGET LLVM)
  target_link_libraries(wald_llvm INTERFACE LLVM)
else()
  llvm_map_components_to_libnames(wald_llvm_libraries ${wald_llvm_components})
  target_link_libraries(wald_llvm INTERFACE ${wald_llvm_libraries})
endif()
set(WALD_HAS_LLVM TRUE)
message(STATUS "LLVM ${LLVM_PACKAGE_VERSION} for the compiler")
