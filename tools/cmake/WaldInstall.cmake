# Installation and packages. Three components: `runtime` (the command, the shared library), `dev` (what programs are built with) and
# `compiler` (all that needs LLVM).

include(CMakePackageConfigHelpers)

set(wald_cmake_dir "${CMAKE_INSTALL_LIBDIR}/cmake/wald")

function(wald_install_library target export)
  install(TARGETS ${target} EXPORT ${export}
    ARCHIVE DESTINATION "${CMAKE_INSTALL_LIBDIR}" COMPONENT dev
    LIBRARY DESTINATION "${CMAKE_INSTALL_LIBDIR}" COMPONENT ${ARGN} NAMELINK_COMPONENT dev)
endfunction()

install(DIRECTORY "${wald_SOURCE_DIR}/include/" DESTINATION "${CMAKE_INSTALL_INCLUDEDIR}"
  COMPONENT dev FILES_MATCHING PATTERN "*.h")
wald_install_library(wald_wald_static wald-targets runtime)
if(TARGET wald_wald_shared)
  wald_install_library(wald_wald_shared wald-shared-targets runtime)
endif()
if(TARGET wald_codegen_static)
  wald_install_library(wald_codegen_static wald-codegen-targets compiler)
endif()
if(TARGET wald_codegen_shared)
  wald_install_library(wald_codegen_shared wald-codegen-shared-targets compiler)
endif()

foreach(export wald-targets wald-shared-targets wald-codegen-targets wald-codegen-shared-targets)
  if(export MATCHES "codegen")
    set(target wald_codegen)
  else()
    set(target wald_wald)
  endif()
  if(export MATCHES "shared")
    string(APPEND target _shared)
  else()
    string(APPEND target _static)
  endif()
  if(TARGET ${target})
    install(EXPORT ${export} NAMESPACE wald:: DESTINATION "${wald_cmake_dir}" COMPONENT dev)
  endif()
endforeach()

set(WALD_LLVM_VERSION "${LLVM_VERSION_MAJOR}")
configure_package_config_file("${CMAKE_CURRENT_LIST_DIR}/wald-config.cmake.in"
  "${wald_BINARY_DIR}/package/wald-config.cmake" INSTALL_DESTINATION "${wald_cmake_dir}")
write_basic_package_version_file("${wald_BINARY_DIR}/package/wald-config-version.cmake"
  COMPATIBILITY SameMinorVersion)
install(FILES "${wald_BINARY_DIR}/package/wald-config.cmake"
              "${wald_BINARY_DIR}/package/wald-config-version.cmake"
  DESTINATION "${wald_cmake_dir}" COMPONENT dev)
configure_file("${CMAKE_CURRENT_LIST_DIR}/wald.pc.in" "${wald_BINARY_DIR}/package/wald.pc" @ONLY)
install(FILES "${wald_BINARY_DIR}/package/wald.pc"
  DESTINATION "${CMAKE_INSTALL_LIBDIR}/pkgconfig" COMPONENT dev)

if(TARGET wald)
  install(TARGETS wald DESTINATION "${CMAKE_INSTALL_BINDIR}" COMPONENT runtime)
endif()
if(TARGET waldc)
  install(TARGETS waldc DESTINATION "${CMAKE_INSTALL_BINDIR}" COMPONENT compiler)
endif()
install(FILES "${wald_SOURCE_DIR}/LICENSE" DESTINATION "${CMAKE_INSTALL_DOCDIR}" COMPONENT runtime)

set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME wald)
set(CPACK_PACKAGE_CONTACT "The wald authors <wald@localhost>")
set(CPACK_PACKAGE_DESCRIPTION_SUMMARY "WebAssembly runtime")
set(CPACK_PACKAGE_VERSION "${wald_VERSION}")
set(CPACK_PACKAGING_INSTALL_PREFIX "/usr")
set(CPACK_STRIP_FILES ON)
set(CPACK_COMPONENTS_ALL runtime dev compiler)
set(CPACK_DEB_COMPONENT_INSTALL ON)
set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_ENABLE_COMPONENT_DEPENDS OFF)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS_PRIVATE_DIRS "${wald_BINARY_DIR}/lib")
set(CPACK_DEBIAN_PACKAGE_SECTION devel)
set(CPACK_DEBIAN_RUNTIME_PACKAGE_NAME wald)
set(CPACK_DEBIAN_DEV_PACKAGE_NAME wald-dev)
set(CPACK_DEBIAN_DEV_PACKAGE_DEPENDS "wald (= ${wald_VERSION})")
set(CPACK_DEBIAN_COMPILER_PACKAGE_NAME wald-compiler)
set(CPACK_DEBIAN_COMPILER_PACKAGE_DEPENDS "wald (= ${wald_VERSION})")
set(CPACK_COMPONENT_RUNTIME_DESCRIPTION "Runs WebAssembly modules: the command wald and the library.")
set(CPACK_COMPONENT_DEV_DESCRIPTION "Headers and libraries to embed WebAssembly in C++ and C programs.")
set(CPACK_COMPONENT_COMPILER_DESCRIPTION "Compiles WebAssembly to native code: waldc and the library.")
include(CPack)
