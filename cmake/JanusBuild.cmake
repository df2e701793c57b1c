# How every target of the project is built: language, warnings, sanitizers, and the two functions
# the rooms and their tests are declared with.
include_guard(GLOBAL)

set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
set(CMAKE_AUTOMOC ON)
set(CMAKE_AUTORCC ON)

option(JANUS_TESTS "Build the tests" ON)
option(JANUS_WERROR "Warnings are errors (Debian 12's GCC only: newer compilers warn inside Qt's headers)" OFF)
option(JANUS_SANITIZE "Build with AddressSanitizer and UndefinedBehaviorSanitizer" OFF)
option(JANUS_FUZZ "Build the fuzz targets (needs clang)" OFF)
option(JANUS_CHECKPOINTS "Build in the places where a test can make the program die (app/support/checkpoint.h)" OFF)
option(JANUS_BENCH "Build what the figures are measured with (tests/bench)" OFF)

if(NOT CMAKE_BUILD_TYPE)
    set(CMAKE_BUILD_TYPE Release)
endif()

find_program(JANUS_CCACHE ccache)
if(JANUS_CCACHE)
    set(CMAKE_CXX_COMPILER_LAUNCHER "${JANUS_CCACHE}")
endif()

find_package(Qt6 6.4.2 REQUIRED COMPONENTS Core Gui Widgets Network Sql Svg DBus)
find_package(Qt6Keychain REQUIRED)
find_package(JPEG REQUIRED)
find_package(OpenSSL 3.0 REQUIRED COMPONENTS Crypto)
if(JANUS_TESTS)
    find_package(Qt6 6.4.2 REQUIRED COMPONENTS Test)
endif()

# What every target of ours is compiled with.
add_library(janus_options INTERFACE)
target_compile_definitions(janus_options INTERFACE
    QT_NO_KEYWORDS QT_NO_CAST_FROM_ASCII QT_NO_CAST_TO_ASCII QT_NO_URL_CAST_FROM_STRING
    QT_NO_FOREACH QT_NO_NARROWING_CONVERSIONS_IN_CONNECT QT_STRICT_ITERATORS
    QT_DISABLE_DEPRECATED_BEFORE=0x060400)
target_compile_options(janus_options INTERFACE
    -Wall -Wextra -Wpedantic -Wnon-virtual-dtor -Woverloaded-virtual -Wcast-qual
    -Wimplicit-fallthrough
    $<$<CXX_COMPILER_ID:GNU>:-Wduplicated-cond -Wlogical-op -Wshadow=local>
    $<$<BOOL:${JANUS_WERROR}>:-Werror>)
if(JANUS_SANITIZE)
    # GCC's flow analysis reports paths that exist in instrumented code only.
    target_compile_options(janus_options INTERFACE
        -fsanitize=address,undefined -fno-sanitize-recover=undefined -fno-omit-frame-pointer
        -Wno-maybe-uninitialized)
    target_link_options(janus_options INTERFACE -fsanitize=address,undefined)
endif()
target_include_directories(janus_options INTERFACE
    "${PROJECT_SOURCE_DIR}/app" "${PROJECT_SOURCE_DIR}")

# janus_room(name SOURCES a.cpp a.h ... LINKS other_room Qt6::Module ...)
# One static library per room; LINKS are the only arrows it may use (tests/arrows.cmake holds them).
function(janus_room name)
    cmake_parse_arguments(ARG "" "" "SOURCES;LINKS" ${ARGN})
    if(NOT ARG_SOURCES)
        add_library(janus_${name} INTERFACE)
        target_link_libraries(janus_${name} INTERFACE janus_options ${ARG_LINKS})
        return()
    endif()
    add_library(janus_${name} STATIC ${ARG_SOURCES})
    target_link_libraries(janus_${name} PUBLIC janus_options ${ARG_LINKS})
endfunction()

# janus_test(tst_name SOURCES tst_name.cpp ... LINKS janus_core ...)
# One Qt Test program. It runs offscreen, in a home folder of its own, with no display, key or network.
function(janus_test name)
    cmake_parse_arguments(ARG "" "" "SOURCES;LINKS" ${ARGN})
    if(NOT ARG_SOURCES)
        set(ARG_SOURCES ${name}.cpp)
    endif()
    add_executable(${name} ${ARG_SOURCES})
    target_link_libraries(${name} PRIVATE janus_options ${ARG_LINKS} Qt6::Test)
    add_test(NAME ${name} COMMAND "${PROJECT_SOURCE_DIR}/tests/in-sandbox-home" $<TARGET_FILE:${name}>)
    set_tests_properties(${name} PROPERTIES TIMEOUT 300)
endfunction()
