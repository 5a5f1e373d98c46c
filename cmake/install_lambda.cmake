# What `cmake --install` adds where the Lambda side is built, so that find_package(oraxx) gives oraxx::lambda, too.
set_target_properties(oraxx_lambda PROPERTIES EXPORT_NAME lambda)
install(TARGETS oraxx_lambda oraxx_lambda_observe oraxx_lambda_database oraxx_lambda_aws oraxx_lambda_runtime oraxx_lambda_http
  EXPORT oraxxLambdaTargets
  ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR}
  INCLUDES DESTINATION ${CMAKE_INSTALL_INCLUDEDIR})
install(EXPORT oraxxLambdaTargets NAMESPACE oraxx:: DESTINATION ${CMAKE_INSTALL_LIBDIR}/cmake/oraxx)
install(PROGRAMS $<TARGET_FILE:oraxx-local-lambda> DESTINATION ${CMAKE_INSTALL_BINDIR})
