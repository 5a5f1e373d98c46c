// Easy Connect text, turned into the descriptor it stands for. Private to this folder.
//
//     [[protocol:]//]hosts[;hosts]...[/[service][:server][/instance]][?name=value[&name=value]...]
//     hosts = host[:port][,host[:port]]...   a port also serves the hosts without one before it
#pragma once

#include "config/nv_pair.hpp"

namespace oraxx::config {

struct easy_connect {
    nv_pair description{};  // positions are those of the Easy Connect text
    std::vector<std::string> ignored_parameters{};
};

[[nodiscard]] result<easy_connect> parse_easy_connect(std::string_view text);

}  // namespace oraxx::config
