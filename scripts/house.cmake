# One room, one library: target <floor>_<room>, alias <floor>::<room>, where
# <floor> is `ledger` or `services`.

add_library(house_flags INTERFACE)
target_compile_options(house_flags INTERFACE
  -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wnon-virtual-dtor)
if(CMAKE_CXX_COMPILER_ID MATCHES Clang)
  target_compile_options(house_flags INTERFACE -Wthread-safety)
endif()
if(AMANAH_WERROR)
  target_compile_options(house_flags INTERFACE -Werror)
endif()
if(AMANAH_SANITIZE)
  add_compile_options(-fsanitize=${AMANAH_SANITIZE} -fno-omit-frame-pointer)
  add_link_options(-fsanitize=${AMANAH_SANITIZE})
endif()
if(AMANAH_FUZZ)
  add_compile_options(-fsanitize=fuzzer-no-link -fno-sanitize-recover=all)
endif()

# Instrumented builds are made once, from nothing: their compilers read the
# headers once for all sources of a target. Others compile what has changed.
function(house_unite target)
  if(AMANAH_SANITIZE)
    set_target_properties(${target} PROPERTIES
      UNITY_BUILD ON UNITY_BUILD_BATCH_SIZE 12)
  endif()
endfunction()

# house_apart(file.cc...): names of its own are names in another source of the
# target, too, so it is never read together with others.
function(house_apart)
  set_source_files_properties(${ARGN} PROPERTIES
    SKIP_UNITY_BUILD_INCLUSION ON)
endfunction()

# house_library(<floor> <room> SOURCES a.cc... [PUBLIC dep...] [PRIVATE dep...])
# PUBLIC: what the room's headers include. PRIVATE: what only its .cc include.
# Rooms are added ground floor first, so a link to a room that does not exist
# yet is a link up the stairs, and stops the configure step.
function(house_library floor room)
  cmake_parse_arguments(arg "" "" "SOURCES;PUBLIC;PRIVATE" ${ARGN})
  foreach(dep IN LISTS arg_PUBLIC arg_PRIVATE)
    if(dep MATCHES "^(ledger|services)::" AND NOT TARGET ${dep})
      message(FATAL_ERROR "${floor}/${room} links up the house, to ${dep}")
    endif()
  endforeach()
  add_library(${floor}_${room} STATIC ${arg_SOURCES})
  target_include_directories(${floor}_${room} PUBLIC ${PROJECT_SOURCE_DIR})
  target_link_libraries(${floor}_${room}
    PUBLIC ${arg_PUBLIC} PRIVATE ${arg_PRIVATE} house_flags)
  add_library(${floor}::${room} ALIAS ${floor}_${room})
  house_unite(${floor}_${room})
endfunction()

# house_binary(<name> SOURCES main.cc... DEPS dep...)
function(house_binary name)
  cmake_parse_arguments(arg "" "" "SOURCES;DEPS" ${ARGN})
  add_executable(${name} ${arg_SOURCES})
  target_include_directories(${name} PRIVATE ${PROJECT_SOURCE_DIR})
  target_link_libraries(${name} PRIVATE ${arg_DEPS} house_flags)
endfunction()

# house_reads_toml(file.cc...): toml++ asserts that a key begins like a key
# before it says that one does not; without the assertion it says so.
function(house_reads_toml)
  set_source_files_properties(${ARGN} PROPERTIES
    COMPILE_OPTIONS "-DTOML_ASSERT(promise)=static_assert(true)")
endfunction()

# house_test(<name> LABEL unit SOURCES a_test.cc... DEPS ledger::room...
#            [TIMEOUT seconds])
# Instrumented builds get five times the time.
function(house_test name)
  cmake_parse_arguments(arg "" "LABEL;TIMEOUT" "SOURCES;DEPS" ${ARGN})
  if(NOT arg_TIMEOUT)
    set(arg_TIMEOUT 60)
  endif()
  add_executable(${name} ${arg_SOURCES})
  house_unite(${name})
  target_include_directories(${name} PRIVATE ${PROJECT_SOURCE_DIR})
  target_link_libraries(${name} PRIVATE
    ${arg_DEPS} GTest::gmock GTest::gtest_main house_flags)
  if(AMANAH_SANITIZE)
    math(EXPR arg_TIMEOUT "${arg_TIMEOUT} * 5")
  endif()
  set(test ${AMANAH_TEST_PREFIX}${arg_LABEL}.${name})
  # From the top of the tree, so that a test can read the FORMAT.md pages.
  add_test(NAME ${test} COMMAND ${name}
    WORKING_DIRECTORY ${PROJECT_SOURCE_DIR})
  set_tests_properties(${test} PROPERTIES
    LABELS ${arg_LABEL} TIMEOUT ${arg_TIMEOUT})
endfunction()

# Generated code is not ours to lint: its headers are system headers.
# house_proto(<target> FILES a.proto... [GRPC] [DEPS target...])
function(house_proto target)
  cmake_parse_arguments(arg "GRPC" "" "FILES;DEPS" ${ARGN})
  set(out ${PROJECT_BINARY_DIR}/proto)
  file(MAKE_DIRECTORY ${out})
  set(sources)
  foreach(file IN LISTS arg_FILES)
    string(REGEX REPLACE "\\.proto$" "" stem ${file})
    set(made ${out}/${stem}.pb.cc ${out}/${stem}.pb.h)
    set(flags --cpp_out=${out})
    if(arg_GRPC)
      list(APPEND made ${out}/${stem}.grpc.pb.cc ${out}/${stem}.grpc.pb.h)
      list(APPEND flags --grpc_out=${out}
        --plugin=protoc-gen-grpc=$<TARGET_FILE:house_grpc_plugin>)
    endif()
    add_custom_command(OUTPUT ${made}
      COMMAND protobuf::protoc -I${PROJECT_SOURCE_DIR}/proto ${flags} ${file}
      DEPENDS ${PROJECT_SOURCE_DIR}/proto/${file}
      WORKING_DIRECTORY ${PROJECT_SOURCE_DIR}/proto VERBATIM)
    list(APPEND sources ${made})
  endforeach()
  add_library(${target} STATIC ${sources})
  target_include_directories(${target} SYSTEM PUBLIC ${out})
  target_link_libraries(${target} PUBLIC protobuf::libprotobuf ${arg_DEPS})
  if(AMANAH_SANITIZE MATCHES undefined)
    # Three times the compiler's work for code that protoc wrote.
    target_compile_options(${target} PRIVATE -fno-sanitize=undefined)
  endif()
  if(arg_GRPC)
    target_link_libraries(${target} PUBLIC PkgConfig::GRPC)
  endif()
endfunction()
