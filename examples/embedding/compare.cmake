# Runs PROGRAM in MODE and compares what it prints with the file EXPECTED.
execute_process(COMMAND "${PROGRAM}" "${MODE}" OUTPUT_VARIABLE printed ERROR_VARIABLE errors
  RESULT_VARIABLE status)
file(READ "${EXPECTED}" expected)
if(NOT status EQUAL 0 OR NOT printed STREQUAL expected)
  message(FATAL_ERROR "status ${status}\n${errors}--- printed\n${printed}--- expected\n${expected}")
endif()
