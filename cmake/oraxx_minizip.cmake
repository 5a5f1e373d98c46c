# oraxx::minizip, for zip files; included by the build and by the installed package.
find_path(MINIZIP_INCLUDE_DIR minizip/unzip.h REQUIRED)
find_library(MINIZIP_LIBRARY NAMES minizip REQUIRED)
find_package(ZLIB REQUIRED)
if(NOT TARGET oraxx::minizip)
  add_library(oraxx::minizip INTERFACE IMPORTED)
  set_target_properties(oraxx::minizip PROPERTIES
    INTERFACE_SYSTEM_INCLUDE_DIRECTORIES "${MINIZIP_INCLUDE_DIR}"
    INTERFACE_INCLUDE_DIRECTORIES "${MINIZIP_INCLUDE_DIR}"
    INTERFACE_LINK_LIBRARIES "${MINIZIP_LIBRARY};ZLIB::ZLIB")
endif()
