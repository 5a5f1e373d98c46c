// What the examples share: options and a connection from ORAXX_CONNECT, ORAXX_USER and ORAXX_PASSWORD, and an exit
// code.
#pragma once

#include <cstdio>
#include <cstdlib>

#include <oraxx/oraxx.hpp>

namespace example {

inline const char* setting(const char* name) {
    const char* value = std::getenv(name);
    return value != nullptr ? value : "";
}

inline oraxx::connect_options options() {
    oraxx::connect_options out;
    out.connect_string = setting("ORAXX_CONNECT");
    out.user = setting("ORAXX_USER");
    out.password = setting("ORAXX_PASSWORD");
    return out;
}

inline oraxx::connection connect() {
    return oraxx::connect(options());
}

// Runs an example's body; a failure is printed with its phase and likely cause.
template <class Body>
int run(Body body) {
    try {
        body();
        return 0;
    } catch (const oraxx::error& failed) {
        std::fprintf(stderr, "%s\n", failed.what());
        return 1;
    }
}

}  // namespace example
