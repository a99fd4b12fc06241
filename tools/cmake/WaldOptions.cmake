# Defines `wald_options`, the interface target that carries every flag the project compiles and links
# with. Nothing is set globally: a project that adds wald as a subfolder keeps its own flags.

add_library(wald_options INTERFACE)
target_compile_features(wald_options INTERFACE cxx_std_20)
set(CMAKE_CXX_EXTENSIONS OFF)

if(PROJECT_IS_TOP_LEVEL)
  set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
  # All programs in one place: build/<preset>/bin/wald.
  set(CMAKE_RUNTIME_OUTPUT_DIRECTORY "${PROJECT_BINARY_DIR}/bin")
  find_program(WALD_CCACHE ccache)
  mark_as_advanced(WALD_CCACHE)
  if(WALD_CCACHE AND NOT DEFINED CMAKE_CXX_COMPILER_LAUNCHER)
    # Clones at different places share what it holds.
    set(CMAKE_CXX_COMPILER_LAUNCHER
      env CCACHE_NOHASHDIR=1 "CCACHE_BASEDIR=${PROJECT_SOURCE_DIR}" "${WALD_CCACHE}")
  endif()
endif()

set(wald_warnings
  -Wall -Wextra -Wpedantic
  -Wnon-virtual-dtor -Woverloaded-virtual -Wextra-semi -Wcast-qual
  # An aggregate's other members are zero, or have their defaults: that is how we use them.
  -Wno-missing-field-initializers)
set(wald_warnings_clang
  -Wshadow -Wimplicit-fallthrough -Wunreachable-code
  # Signedness is converted everywhere in this trade; what loses bits needs a cast.
  -Wconversion -Wno-sign-conversion)
set(wald_warnings_gnu
  # More than `local` forbids constructors whose parameters are named as the members.
  -Wshadow=local
  # Reported falsely by g++ 12 on std::string, std::vector and std::variant once they are inlined.
  -Wno-maybe-uninitialized -Wno-restrict -Wno-array-bounds -Wno-stringop-overflow
  -Wno-stringop-overread
  -Wno-attributes=clang::)
if(WALD_WERROR)
  list(APPEND wald_warnings -Werror)
endif()
target_compile_options(wald_options INTERFACE
  "$<$<COMPILE_LANGUAGE:CXX>:${wald_warnings}>"
  "$<$<COMPILE_LANG_AND_ID:CXX,Clang>:${wald_warnings_clang}>"
  "$<$<COMPILE_LANG_AND_ID:CXX,GNU>:${wald_warnings_gnu}>"
  "$<$<COMPILE_LANGUAGE:CXX>:-fvisibility=hidden;-fvisibility-inlines-hidden>")

# A section per function lets the linker drop what a program does not use.
target_compile_options(wald_options INTERFACE -ffunction-sections -fdata-sections)
target_link_options(wald_options INTERFACE LINKER:--gc-sections)

if(WALD_STATIC)
  target_compile_options(wald_options INTERFACE -fno-pie)
  # What links LLVM's shared library says so by the property WALD_IS_SHARED.
  target_link_options(wald_options INTERFACE
    $<IF:$<BOOL:$<TARGET_PROPERTY:WALD_IS_SHARED>>,-no-pie,-static> -s)
endif()

# Objects that can be part of a shared library too.
if(WALD_BUILD_SHARED)
  target_compile_options(wald_options INTERFACE -fPIC)
endif()

if(WALD_SANITIZE)
  target_compile_options(wald_options INTERFACE
    -fsanitize=${WALD_SANITIZE} -fno-sanitize-recover=all -fno-omit-frame-pointer)
  target_link_options(wald_options INTERFACE -fsanitize=${WALD_SANITIZE})
endif()

# lld links several times faster than bfd, which counts with one test program a part.
if(CMAKE_CXX_COMPILER_ID STREQUAL "Clang")
  include(CheckLinkerFlag)
  check_linker_flag(CXX -fuse-ld=lld WALD_HAS_LLD)
  if(WALD_HAS_LLD)
    target_link_options(wald_options INTERFACE -fuse-ld=lld)
  endif()
endif()
