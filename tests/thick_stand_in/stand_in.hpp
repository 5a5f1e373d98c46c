// A stand-in for libodpic, over the thin backend: the functions of ODPI-C 4.6 that the thick backend calls, linked
// into a test program in the place of the library's. docs/adr/0039 says what it shows and what it does not.
//
// It is strict: a handle that is used after it was given back, given back twice, or of another kind; a value of a
// type that ODPI-C does not convert; a buffer that is too small; a call in the wrong order: each is the error that
// ODPI-C gives, and a violation.
#pragma once

#include <string>
#include <vector>

namespace oraxx::stand_in {

// What ODPI-C's documentation forbids and was done all the same, since the process began.
[[nodiscard]] std::vector<std::string> violations();
// Kinds of the handles that nobody has given back.
[[nodiscard]] std::vector<std::string> live_handles();
// Names of the functions called, with the arguments that are no values.
[[nodiscard]] std::vector<std::string> calls();

// The version of Oracle's client that it says it is: what that does not know is refused.
void set_client_version(int major) noexcept;

}  // namespace oraxx::stand_in
