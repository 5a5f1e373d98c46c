// A stand-in for libodpic, over the thin backend: the functions of ODPI-C 4.6 that the thick backend calls, linked
// into a test program in the place of the library's. docs/adr/0039 says what it shows and what it does not.
//
// It is strict: a handle that is none, is of another kind, was given back before, is not the caller's to give back,
// or is of a closed connection; a variable of a type that its column, its place or its native type does not go with;
// a place beyond an array, a buffer that is too small; a call in the wrong order: each fails, and is a violation.
// tests/integration/thick_stand_in commits each. What an orderly caller may meet too (an error of the server's, a
// type that ODPI-C does not convert in objects, a client that is too old) is an error only.
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
