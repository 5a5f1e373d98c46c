# Third-party libraries, all from the distribution's packages. Static archives in release builds, so that
# the programs carry what they need.
find_package(Threads REQUIRED)

if(ORAXX_STATIC)
  set(OPENSSL_USE_STATIC_LIBS ON)
  set(CMAKE_FIND_LIBRARY_SUFFIXES .a)
endif()
find_package(OpenSSL 3.0 REQUIRED)

find_path(CARES_INCLUDE_DIR ares.h REQUIRED)
find_library(CARES_LIBRARY NAMES cares REQUIRED)
add_library(oraxx_cares INTERFACE)
target_include_directories(oraxx_cares SYSTEM INTERFACE ${CARES_INCLUDE_DIR})
target_link_libraries(oraxx_cares INTERFACE ${CARES_LIBRARY})
if(ORAXX_STATIC)
  target_compile_definitions(oraxx_cares INTERFACE CARES_STATICLIB)
endif()

if(ORAXX_DEVELOPER)
  find_package(GTest REQUIRED)
  find_package(nlohmann_json 3.11 REQUIRED)
  find_package(SQLite3 REQUIRED)
  find_package(CLI11 REQUIRED)
  find_package(Boost 1.81 REQUIRED)
  # Boost and CLI11 are used header-only; SYSTEM keeps their warnings out of ours.
  add_library(oraxx_boost INTERFACE)
  target_include_directories(oraxx_boost SYSTEM INTERFACE ${Boost_INCLUDE_DIRS})
  target_link_libraries(oraxx_boost INTERFACE Threads::Threads)
endif()
