# What embedders link: the parts in one library, `wald::wald`, and what needs LLVM in another, `wald::codegen`. Static ones always, shared ones
# with WALD_BUILD_SHARED; the names are those of the static ones unless BUILD_SHARED_LIBS asks for the others.

find_package(Threads REQUIRED)

# Objects of parts, and of fmt where we compile it.
function(wald_objects out)
  set(objects "")
  foreach(part IN LISTS ARGN)
    if(TARGET wald_${part})
      get_target_property(type wald_${part} TYPE)
      if(type STREQUAL "STATIC_LIBRARY")
        list(APPEND objects $<TARGET_OBJECTS:wald_${part}>)
      endif()
    endif()
  endforeach()
  if(TARGET wald_fmt_objects)
    list(APPEND objects $<TARGET_OBJECTS:wald_fmt_objects>)
  endif()
  set(${out} ${objects} PARENT_SCOPE)
endfunction()

# A library of objects, as `wald_<name>_<kind>`: wald_add_library(<name> STATIC|SHARED OUTPUT <file> OBJECTS <objects>… [LINK <libraries>…])
function(wald_add_library name kind)
  cmake_parse_arguments(arg "" "OUTPUT" "OBJECTS;LINK" ${ARGN})
  string(TOLOWER ${kind} lower)
  set(target wald_${name}_${lower})
  add_library(${target} ${kind} ${arg_OBJECTS})
  set_target_properties(${target} PROPERTIES
    LINKER_LANGUAGE CXX
    OUTPUT_NAME ${arg_OUTPUT}
    EXPORT_NAME ${name}_${lower}
    VERSION ${wald_VERSION}
    SOVERSION ${wald_VERSION_MAJOR}.${wald_VERSION_MINOR}
    ARCHIVE_OUTPUT_DIRECTORY "${wald_BINARY_DIR}/lib"
    LIBRARY_OUTPUT_DIRECTORY "${wald_BINARY_DIR}/lib")
  target_include_directories(${target} INTERFACE
    $<BUILD_INTERFACE:${wald_SOURCE_DIR}/include> $<INSTALL_INTERFACE:${CMAKE_INSTALL_INCLUDEDIR}>)
  target_compile_features(${target} INTERFACE cxx_std_20)
  if(kind STREQUAL "SHARED")
    # What is not ours to show stays inside, also of libraries that are linked in.
    target_link_options(${target} PRIVATE LINKER:--exclude-libs,ALL LINKER:--gc-sections LINKER:-z,defs)
    target_link_libraries(${target} PRIVATE ${arg_LINK} wald_options)
  else()
    target_link_libraries(${target} INTERFACE ${arg_LINK})
  endif()
endfunction()

include(GNUInstallDirs)
set(wald_runtime_parts support wasm binary text ir artifact runtime valid interp aot wasi api)
wald_objects(wald_runtime_objects ${wald_runtime_parts})
wald_add_library(wald STATIC OUTPUT wald OBJECTS ${wald_runtime_objects} LINK Threads::Threads)
if(WALD_BUILD_SHARED)
  wald_add_library(wald SHARED OUTPUT wald OBJECTS ${wald_runtime_objects} LINK Threads::Threads)
endif()

if(TARGET wald_codegen)
  # fmt is in the other archive.
  wald_add_library(codegen STATIC OUTPUT wald_codegen
    OBJECTS $<TARGET_OBJECTS:wald_codegen> $<TARGET_OBJECTS:wald_compile>
    LINK wald_wald_static $<BUILD_INTERFACE:$<LINK_ONLY:wald_llvm>> $<INSTALL_INTERFACE:wald::llvm>)
  if(WALD_BUILD_SHARED)
    # The other library hides what this one shares with it, so that it has a copy of its own.
    wald_objects(wald_codegen_objects support wasm binary ir artifact valid codegen compile)
    wald_add_library(codegen SHARED OUTPUT wald_codegen
      OBJECTS ${wald_codegen_objects} LINK wald_wald_shared wald_llvm)
  endif()
endif()

foreach(name wald codegen)
  if(BUILD_SHARED_LIBS AND TARGET wald_${name}_shared)
    add_library(wald::${name} ALIAS wald_${name}_shared)
  elseif(TARGET wald_${name}_static)
    add_library(wald::${name} ALIAS wald_${name}_static)
  endif()
endforeach()
