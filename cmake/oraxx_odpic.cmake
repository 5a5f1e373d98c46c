# oraxx::odpic, Oracle's library over its own client library; included by the build and by the installed package.
find_path(ODPIC_INCLUDE_DIR dpi.h)
block()
  set(CMAKE_FIND_LIBRARY_SUFFIXES .so)  # there is no archive of it
  find_library(ODPIC_LIBRARY NAMES odpic)
endblock()
if(NOT ODPIC_INCLUDE_DIR OR NOT ODPIC_LIBRARY)
  message(FATAL_ERROR "ORAXX_THICK needs ODPI-C 4.6 or newer (dpi.h, libodpic), which was not found: on Debian it is the "
                      "package odpic-dev of the section contrib; `tools/setup.sh thick` installs it.")
endif()
if(NOT TARGET oraxx::odpic)
  add_library(oraxx::odpic INTERFACE IMPORTED)
  set_target_properties(oraxx::odpic PROPERTIES
    INTERFACE_SYSTEM_INCLUDE_DIRECTORIES "${ODPIC_INCLUDE_DIR}"
    INTERFACE_LINK_LIBRARIES "${ODPIC_LIBRARY}")
endif()
