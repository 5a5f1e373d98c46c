// Lines on a descriptor: logs, and metrics beside them.
#pragma once

#include <string_view>

namespace oraxx::lambda {

// Every byte, unless the descriptor takes no more: there is nowhere to complain about a lost line. Those of several
// threads do not mix.
void write_all(int descriptor, std::string_view line) noexcept;

}  // namespace oraxx::lambda
