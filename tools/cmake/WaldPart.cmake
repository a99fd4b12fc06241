# wald_add_part(<name> [DEPENDS <parts>…] [LINK <targets>…]
#                      [TEST_DEPENDS <parts>…] [TEST_LINK <targets>…])
#
# Makes the target `wald_<name>` of the sources in the current folder: a static
# library, or an interface library as long as there is no source. `*_test.cpp` become one Catch2
# program `wald_<name>_test`, which ctest knows as `<name>`. DEPENDS names the parts that this one may
# include; TEST_DEPENDS those that its tests use besides.
#
# Sources named for a platform are left out elsewhere: `*_posix.cpp`, `*_linux.cpp`, `*_windows.cpp`,
# `*_x86_64.{cpp,S}`, `*_aarch64.{cpp,S}`. Of `*_sanitizer_{none,asan,tsan}.cpp` the one for WALD_SANITIZE is taken.

function(wald_sources_for_this_platform out)
  string(TOLOWER "${CMAKE_SYSTEM_PROCESSOR}" processor)
  set(other_platforms "")
  if(NOT processor MATCHES "^(x86_64|amd64)$")
    list(APPEND other_platforms x86_64)
  endif()
  if(NOT processor MATCHES "^(aarch64|arm64)$")
    list(APPEND other_platforms aarch64)
  endif()
  if(NOT CMAKE_SYSTEM_NAME STREQUAL "Linux")
    list(APPEND other_platforms linux)
  endif()
  if(WIN32)
    list(APPEND other_platforms posix)
  else()
    list(APPEND other_platforms windows)
  endif()
  set(sanitizers none asan tsan)
  if(WALD_SANITIZE MATCHES "address")
    list(REMOVE_ITEM sanitizers asan)
  elseif(WALD_SANITIZE MATCHES "thread")
    list(REMOVE_ITEM sanitizers tsan)
  else()
    list(REMOVE_ITEM sanitizers none)
  endif()
  list(TRANSFORM sanitizers PREPEND sanitizer_)
  list(APPEND other_platforms ${sanitizers})
  set(sources ${ARGN})
  foreach(platform IN LISTS other_platforms)
    list(FILTER sources EXCLUDE REGEX "_${platform}(_test)?\\.(cpp|S)$")
  endforeach()
  set(${out} ${sources} PARENT_SCOPE)
endfunction()

# One Catch2 program, known to ctest as <name>: wald_add_test(<name> SOURCES <files>… [LINK <targets>…])
function(wald_add_test name)
  cmake_parse_arguments(arg "" "" "SOURCES;LINK" ${ARGN})
  set(target wald_${name}_test)
  add_executable(${target} ${arg_SOURCES})
  set_target_properties(${target} PROPERTIES
    RUNTIME_OUTPUT_DIRECTORY "${wald_BINARY_DIR}/bin/tests")
  target_link_libraries(${target} PRIVATE ${arg_LINK} wald_options wald_catch_main)
  # Tests read their data from the source tree; the suite's folder is empty where no suite was found.
  target_compile_definitions(${target} PRIVATE
    WALD_SOURCE_DIR="${wald_SOURCE_DIR}" WALD_TESTSUITE_DIR="${WALD_TESTSUITE}")
  add_test(NAME ${name} COMMAND ${target})
  set_tests_properties(${name} PROPERTIES
    TIMEOUT 600
    ENVIRONMENT "UBSAN_OPTIONS=print_stacktrace=1")
endfunction()

function(wald_add_part name)
  cmake_parse_arguments(arg "" "" "DEPENDS;LINK;TEST_DEPENDS;TEST_LINK" ${ARGN})
  if(arg_UNPARSED_ARGUMENTS)
    message(FATAL_ERROR "wald_add_part(${name}): unknown arguments ${arg_UNPARSED_ARGUMENTS}")
  endif()

  file(GLOB sources CONFIGURE_DEPENDS
    "${CMAKE_CURRENT_SOURCE_DIR}/*.cpp" "${CMAKE_CURRENT_SOURCE_DIR}/*.S")
  wald_sources_for_this_platform(sources ${sources})
  set(tests ${sources})
  list(FILTER sources EXCLUDE REGEX "_test\\.cpp$")
  list(FILTER tests INCLUDE REGEX "_test\\.cpp$")

  set(target wald_${name})
  list(TRANSFORM arg_DEPENDS PREPEND wald_)
  list(TRANSFORM arg_TEST_DEPENDS PREPEND wald_)
  if(sources)
    add_library(${target} STATIC ${sources})
    set(scope PUBLIC)
    target_link_libraries(${target} PRIVATE wald_options)
    # Static constructors and destructors cost every start of the program; in the library there are none.
    target_compile_options(${target} PRIVATE
      $<$<COMPILE_LANG_AND_ID:CXX,Clang>:-Wglobal-constructors>
      $<$<COMPILE_LANG_AND_ID:CXX,Clang>:-Wexit-time-destructors>)
  else()
    add_library(${target} INTERFACE)
    set(scope INTERFACE)
  endif()
  target_include_directories(${target} ${scope} "${wald_SOURCE_DIR}/lib" "${wald_SOURCE_DIR}/include")
  target_link_libraries(${target} ${scope} wald_fmt ${arg_DEPENDS} ${arg_LINK})

  if(WALD_BUILD_TESTS AND tests)
    wald_add_test(${name} SOURCES ${tests} LINK ${target} ${arg_TEST_DEPENDS} ${arg_TEST_LINK})
  endif()
endfunction()
