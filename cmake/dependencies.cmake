# Third-party libraries, all from the distribution's packages. Static archives in release builds and portable ones, so
# that the programs carry what they need.
find_package(Threads REQUIRED)

if(ORAXX_STATIC OR ORAXX_PORTABLE)
  set(OPENSSL_USE_STATIC_LIBS ON)
  set(CMAKE_FIND_LIBRARY_SUFFIXES .a)
endif()
find_package(OpenSSL 3.0 REQUIRED)

include(${CMAKE_CURRENT_LIST_DIR}/oraxx_cares.cmake)
include(${CMAKE_CURRENT_LIST_DIR}/oraxx_minizip.cmake)
if(ORAXX_THICK)
  include(${CMAKE_CURRENT_LIST_DIR}/oraxx_odpic.cmake)
endif()
find_package(nlohmann_json 3.11 REQUIRED)

if(ORAXX_DEVELOPER)
  find_package(GTest REQUIRED)
  find_package(SQLite3 REQUIRED)
  find_package(CLI11 REQUIRED)
  find_package(Boost 1.81 REQUIRED)
  find_package(date QUIET)  # <oraxx/date/time_zone.hpp>; not there for other architectures
  # Boost and CLI11 are used header-only; SYSTEM keeps their warnings out of ours.
  add_library(oraxx_boost INTERFACE)
  target_include_directories(oraxx_boost SYSTEM INTERFACE ${Boost_INCLUDE_DIRS})
  target_link_libraries(oraxx_boost INTERFACE Threads::Threads)
  if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU" AND CMAKE_CXX_FLAGS MATCHES "-fsanitize=thread")
    # Asio's fences order nothing here: each of our loops runs in one thread.
    target_compile_options(oraxx_boost INTERFACE -Wno-tsan)
  endif()
endif()
