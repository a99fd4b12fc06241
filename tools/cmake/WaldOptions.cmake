# Defines `wald_options`, the interface target that carries every flag the project compiles and links with. Nothing is set
# globally, so that a project which adds wald as a subfolder keeps its own flags.

add_library(wald_options INTERFACE)
target_compile_features(wald_options INTERFACE cxx_std_20)

if(PROJECT_IS_TOP_LEVEL)
  set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
  find_program(WALD_CCACHE ccache)
  mark_as_advanced(WALD_CCACHE)
  if(WALD_CCACHE AND NOT DEFINED CMAKE_CXX_COMPILER_LAUNCHER)
    set(CMAKE_CXX_COMPILER_LAUNCHER "${WALD_CCACHE}")
  endif()
endif()
set(CMAKE_CXX_EXTENSIONS OFF)

set(WALD_IS_CLANG $<CXX_COMPILER_ID:Clang>)
set(WALD_IS_GNU $<CXX_COMPILER_ID:GNU>)

set(wald_warnings -Wall -Wextra -Wpedantic -Wshadow -Wnon-virtual-dtor -Woverloaded-virtual -Wextra-semi -Wcast-qual)
# Conversions are clang's business: g++ 12 also warns about compound assignments to narrow types, which are harmless here.
set(wald_warnings_clang -Wconversion -Wno-sign-conversion -Wimplicit-fallthrough -Wunreachable-code -Wnewline-eof)
# g++ 12 reports these falsely on optional-like types, and does not know clang's attributes.
set(wald_warnings_gnu -Wno-maybe-uninitialized -Wno-attributes=clang::)
target_compile_options(wald_options INTERFACE
  $<$<COMPILE_LANGUAGE:CXX>:${wald_warnings}>
  $<$<COMPILE_LANG_AND_ID:CXX,Clang>:${wald_warnings_clang}>
  $<$<COMPILE_LANG_AND_ID:CXX,GNU>:${wald_warnings_gnu}>
  $<$<AND:$<BOOL:${WALD_WERROR}>,$<COMPILE_LANGUAGE:CXX>>:-Werror>
  $<$<COMPILE_LANGUAGE:CXX>:-fvisibility=hidden>
  $<$<COMPILE_LANGUAGE:CXX>:-fvisibility-inlines-hidden>)

# Sections per function let the linker drop what a program does not use.
target_compile_options(wald_options INTERFACE -ffunction-sections -fdata-sections)
target_link_options(wald_options INTERFACE LINKER:--gc-sections)

if(WALD_STATIC)
  target_compile_options(wald_options INTERFACE -fno-pie)
  target_link_options(wald_options INTERFACE -static -no-pie -s)
endif()

if(WALD_SANITIZE)
  target_compile_options(wald_options INTERFACE
    -fsanitize=${WALD_SANITIZE} -fno-sanitize-recover=all -fno-omit-frame-pointer)
  target_link_options(wald_options INTERFACE -fsanitize=${WALD_SANITIZE})
endif()

# lld links several times faster than bfd, which matters with one test program per part.
if(CMAKE_CXX_COMPILER_ID STREQUAL "Clang")
  include(CheckLinkerFlag)
  check_linker_flag(CXX -fuse-ld=lld WALD_HAS_LLD)
  if(WALD_HAS_LLD)
    target_link_options(wald_options INTERFACE -fuse-ld=lld)
  endif()
endif()
