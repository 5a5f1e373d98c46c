# What `cmake --install` puts where, so that find_package(oraxx) gives oraxx::oraxx.
include(GNUInstallDirs)
include(CMakePackageConfigHelpers)

# The public headers ask for it of whoever includes them.
target_compile_features(oraxx PUBLIC cxx_std_20)

set(package_dir ${CMAKE_INSTALL_LIBDIR}/cmake/oraxx)
install(TARGETS oraxx oraxx_thin oraxx_thick oraxx_backend_common oraxx_transport oraxx_wallet oraxx_session oraxx_net oraxx_auth oraxx_config oraxx_sql
                oraxx_wire oraxx_values oraxx_base
  EXPORT oraxxTargets
  ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR}
  INCLUDES DESTINATION ${CMAKE_INSTALL_INCLUDEDIR})
install(EXPORT oraxxTargets NAMESPACE oraxx:: DESTINATION ${package_dir})
install(DIRECTORY ${PROJECT_SOURCE_DIR}/include/ DESTINATION ${CMAKE_INSTALL_INCLUDEDIR})

configure_package_config_file(${PROJECT_SOURCE_DIR}/cmake/oraxxConfig.cmake.in
  ${PROJECT_BINARY_DIR}/oraxxConfig.cmake INSTALL_DESTINATION ${package_dir})
write_basic_package_version_file(${PROJECT_BINARY_DIR}/oraxxConfigVersion.cmake COMPATIBILITY SameMinorVersion)
install(FILES ${PROJECT_BINARY_DIR}/oraxxConfig.cmake ${PROJECT_BINARY_DIR}/oraxxConfigVersion.cmake
              ${PROJECT_SOURCE_DIR}/cmake/oraxx_cares.cmake
              ${PROJECT_SOURCE_DIR}/cmake/oraxx_minizip.cmake
              ${PROJECT_SOURCE_DIR}/cmake/oraxx_odpic.cmake
  DESTINATION ${package_dir})
