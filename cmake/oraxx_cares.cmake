# oraxx::cares, the resolver library; included by the build and by the installed package.
find_path(CARES_INCLUDE_DIR ares.h REQUIRED)
find_library(CARES_LIBRARY NAMES cares REQUIRED)
if(NOT TARGET oraxx::cares)
  add_library(oraxx::cares INTERFACE IMPORTED)
  set_target_properties(oraxx::cares PROPERTIES
    INTERFACE_SYSTEM_INCLUDE_DIRECTORIES "${CARES_INCLUDE_DIR}"
    INTERFACE_INCLUDE_DIRECTORIES "${CARES_INCLUDE_DIR}"
    INTERFACE_LINK_LIBRARIES "${CARES_LIBRARY}")
endif()
