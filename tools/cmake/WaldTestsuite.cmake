# Sets WALD_TESTSUITE to the folder of the spec test suite: the one given, the one beside the
# repository, or a clone in the build tree. Empty, with a warning, where there is none; what needs the
# suite then counts as skipped.

set(WALD_TESTSUITE "")
execute_process(
  COMMAND "${PROJECT_SOURCE_DIR}/tools/scripts/testsuite"
          "${WALD_TESTSUITE_DIR}" "${PROJECT_BINARY_DIR}/testsuite"
  OUTPUT_VARIABLE wald_testsuite_found
  OUTPUT_STRIP_TRAILING_WHITESPACE
  RESULT_VARIABLE wald_testsuite_result)
if(wald_testsuite_result EQUAL 0)
  set(WALD_TESTSUITE "${wald_testsuite_found}")
elseif(WALD_TESTSUITE_DIR)
  message(FATAL_ERROR "WALD_TESTSUITE_DIR=${WALD_TESTSUITE_DIR} holds no spec scripts")
else()
  message(WARNING
    "NO SPEC TEST SUITE: give WALD_TESTSUITE_DIR, or allow the network. Its tests are skipped.")
endif()
