// The published value vectors, read for tests.
#pragma once

#include <nlohmann/json.hpp>

#include <filesystem>
#include <fstream>
#include <stdexcept>
#include <string>

#include "base/hex.hpp"
#include "support/captures.hpp"

namespace oraxx::test {

// All entries of NAME.json. Throws when the file is absent, empty, or has another count than it states.
inline nlohmann::json read_vectors(const std::string& name) {
    std::ifstream file(vector_folder() / (name + ".json"));
    if (!file) throw std::runtime_error("no vectors named " + name);
    const auto document = nlohmann::json::parse(file);
    const auto& vectors = document.at("vectors");
    if (vectors.empty() || vectors.size() != document.at("count")) {
        throw std::runtime_error(name + ": the count of vectors is not the stated one");
    }
    return vectors;
}

inline base::byte_buffer bytes_of(const nlohmann::json& vector, const char* field = "hex") {
    auto bytes = base::parse_hex(vector.at(field).get<std::string>());
    if (!bytes) throw std::runtime_error("not hexadecimal: " + vector.dump());
    return *bytes;
}

// Marked as bytes that an encoder must not produce.
inline bool is_decode_only(const nlohmann::json& vector) {
    return vector.value("decode_only", false);
}

// The vector's value as text: as it stands, or JSON when it is not a string.
inline std::string text_of(const nlohmann::json& value) {
    return value.is_string() ? value.get<std::string>() : value.dump();
}

}  // namespace oraxx::test
