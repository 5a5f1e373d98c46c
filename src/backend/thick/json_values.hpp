// JSON documents as ODPI-C's trees of nodes. Needs Oracle's client from 21c on.
//
// ODPI-C 4.6 has no form for all of OSON: floats come as doubles, times with a zone without it; ids, vectors and
// times with a zone cannot be sent.
#pragma once

#include <deque>
#include <optional>
#include <string>
#include <vector>

#include <oraxx/json.hpp>

#include "backend/thick/handles.hpp"

namespace oraxx::backend::thick {

// nullopt: a node of a kind that is not known, or containers deeper than json::max_depth.
[[nodiscard]] std::optional<json> json_of(const dpiJsonNode& node, int depth = 0);

// Owns what the nodes of one document point to, besides the document itself.
class json_nodes {
public:
    // Null: the document holds a value without a form in ODPI-C, or is deeper than json::max_depth. Valid as long as
    // this and the document.
    [[nodiscard]] dpiJsonNode* make(const json& document);

private:
    struct container {
        std::vector<dpiJsonNode> nodes{};
        std::vector<dpiDataBuffer> values{};
        std::vector<char*> names{};
        std::vector<std::uint32_t> name_sizes{};
    };
    class filler;

    [[nodiscard]] container& add_container(std::size_t size);

    std::deque<container> containers_{};
    std::deque<std::string> texts_{};  // of numbers
    dpiDataBuffer top_value_{};
    dpiJsonNode top_{};
};

}  // namespace oraxx::backend::thick
