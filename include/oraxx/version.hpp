// The version of the library's headers. Semantic versioning; no ABI promise before 1.0.
#pragma once

#include <string_view>

namespace oraxx {

inline constexpr int version_major = 0;
inline constexpr int version_minor = 1;
inline constexpr int version_patch = 0;
inline constexpr std::string_view version = "0.1.0";

}  // namespace oraxx
