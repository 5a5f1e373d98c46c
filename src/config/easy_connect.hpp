// Easy Connect text, turned into the descriptor it stands for. Private to this folder.
//
//     [[protocol:]//]host[:port][/[service][:server][/instance]][?name=value[&name=value]...]
#pragma once

#include "config/nv_pair.hpp"

namespace oraxx::config {

struct easy_connect {
    nv_pair description{};  // positions are those of the Easy Connect text
    std::vector<std::string> ignored_parameters{};
};

[[nodiscard]] result<easy_connect> parse_easy_connect(std::string_view text);

}  // namespace oraxx::config
