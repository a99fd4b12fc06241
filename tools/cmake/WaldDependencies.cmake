# The libraries that are not ours: `wald_fmt` (always) and `wald_catch_main` (with tests). CLI11 and
# Google Benchmark are looked for where they are used.

find_package(fmt REQUIRED)
add_library(wald_fmt INTERFACE)
# Without locales nothing of the C++ stream library is linked, nor initialised at start-up.
set(wald_fmt_definitions FMT_STATIC_THOUSANDS_SEPARATOR=',')
get_target_property(wald_fmt_type fmt::fmt TYPE)
get_target_property(wald_fmt_includes fmt::fmt INTERFACE_INCLUDE_DIRECTORIES)
if(fmt_VERSION VERSION_LESS 10)
  # Debian ships no static library, and the header-only form costs every source a second of
  # compilation. So we compile the library's one source: an inline header and instantiations.
  add_library(wald_fmt_objects STATIC "${CMAKE_CURRENT_LIST_DIR}/fmt.cpp")
  target_include_directories(wald_fmt_objects SYSTEM PUBLIC ${wald_fmt_includes})
  target_compile_definitions(wald_fmt_objects PUBLIC ${wald_fmt_definitions})
  target_link_libraries(wald_fmt_objects PRIVATE wald_options)
  # It writes messages: a program that links the library has more of small code than of fast.
  target_compile_options(wald_fmt_objects PRIVATE $<$<NOT:$<CONFIG:Debug>>:-Os>)
  target_link_libraries(wald_fmt INTERFACE wald_fmt_objects)
elseif(wald_fmt_type STREQUAL "STATIC_LIBRARY")
  target_link_libraries(wald_fmt INTERFACE fmt::fmt)
else()
  target_link_libraries(wald_fmt INTERFACE fmt::fmt-header-only)
endif()

if(WALD_BUILD_TESTS)
  find_package(Catch2 2.13 REQUIRED)
  # Catch2's main takes several seconds to compile: once for all test programs.
  add_library(wald_catch_main OBJECT "${CMAKE_CURRENT_LIST_DIR}/catch_main.cpp")
  target_link_libraries(wald_catch_main PUBLIC Catch2::Catch2 PRIVATE wald_options)
  # Nor is it worth optimising.
  target_compile_options(wald_catch_main PRIVATE -O0 -g0)
endif()
