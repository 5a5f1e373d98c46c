// What steps of interop scenarios do with LOBs (`lob`, `temporary`, `locators`), by handles on them.
#pragma once

#include <iterator>
#include <map>
#include <nlohmann/json.hpp>
#include <optional>
#include <span>
#include <stdexcept>
#include <string>

#include <oraxx/lob_stream.hpp>
#include <oraxx/oraxx.hpp>

#include "oraxx_values.hpp"

namespace interop {

inline bool is_lob(oraxx::db_type type) noexcept {
    return type == oraxx::db_type::clob || type == oraxx::db_type::nclob || type == oraxx::db_type::blob ||
           type == oraxx::db_type::bfile;
}

inline bool has_text(const oraxx::lob& handle) {
    return handle.type() == oraxx::db_type::clob || handle.type() == oraxx::db_type::nclob;
}

inline json read_part(oraxx::lob& handle, std::uint64_t offset, std::uint64_t length) {
    if (has_text(handle)) return handle.read_text(offset, length);
    return shown(handle.read_bytes(offset, length));
}

// All of it, by a stream.
inline json read_by_locator(std::optional<oraxx::lob> handle) {
    if (!handle) return {};
    const bool is_text = has_text(*handle);
    oraxx::lob_reader in(*std::move(handle));
    const std::string all{std::istreambuf_iterator<char>(in), {}};
    if (is_text) return all;
    const auto bytes = std::as_bytes(std::span(all));
    return shown(std::vector<std::byte>(bytes.begin(), bytes.end()));
}

inline void write_at(oraxx::lob& handle, std::uint64_t offset, const std::string& given) {
    if (has_text(handle)) return handle.write(offset, std::string_view(given));
    handle.write(offset, bytes_of(given));
}

inline void append(oraxx::lob& handle, const std::string& given) {
    if (has_text(handle)) return handle.append(std::string_view(given));
    handle.append(bytes_of(given));
}

using lob_operation = json (*)(oraxx::lob& handle, const json& step);

template <class Action>
json done(Action action) {
    action();
    return {};
}

// Each as its step stands: the name first, then what it takes; steps count from 1.
inline const std::map<std::string, lob_operation>& lob_operations() {
    static const std::map<std::string, lob_operation> known = {
        {"size", [](oraxx::lob& handle, const json&) -> json { return handle.size(); }},
        {"read", [](oraxx::lob& handle,
                    const json& step) { return read_part(handle, step[1].get<std::uint64_t>() - 1, step[2]); }},
        {"write",
         [](oraxx::lob& handle, const json& step) {
             return done([&] { write_at(handle, step[1].get<std::uint64_t>() - 1, step[2]); });
         }},
        {"append", [](oraxx::lob& handle, const json& step) { return done([&] { append(handle, step[1]); }); }},
        {"trim", [](oraxx::lob& handle, const json& step) { return done([&] { handle.trim(step[1]); }); }},
        {"open",
         [](oraxx::lob& handle, const json&) {
             return done([&] {
                 handle.open(handle.type() == oraxx::db_type::bfile ? oraxx::lob_mode::read
                                                                    : oraxx::lob_mode::read_write);
             });
         }},
        {"close", [](oraxx::lob& handle, const json&) { return done([&] { handle.close(); }); }},
        {"is_open", [](oraxx::lob& handle, const json&) -> json { return handle.is_open(); }},
        {"exists", [](oraxx::lob& handle, const json&) -> json { return handle.exists(); }},
        {"names",
         [](oraxx::lob& handle, const json&) -> json {
             return json::array({handle.directory_name(), handle.file_name()});
         }},
    };
    return known;
}

inline json lob_results(oraxx::lob& handle, const json& operations) {
    auto out = json::array();
    for (const auto& each : operations) {
        const auto name = each[0].get<std::string>();
        const auto found = lob_operations().find(name);
        if (found == lob_operations().end())
            throw std::invalid_argument("nothing to do with a LOB is called " + name);
        out.push_back(found->second(handle, each));
    }
    return out;
}

}  // namespace interop
