// The binds of steps of interop scenarios.
#pragma once

#include <deque>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <vector>

#include <oraxx/oraxx.hpp>

#include "oraxx_rows.hpp"
#include "oraxx_values.hpp"

namespace interop {

// The binds of one step, and where their OUT values arrive.
class step_binds {
public:
    step_binds(oraxx::connection& conn, const json& binds, const json& returning) : conn_(conn) {
        received_.reserve(binds.size() + returning.size());  // the list keeps addresses
        for (const auto& bind : binds) add(bind);
        returning_ = received_.size();
        for (const auto& name : returning) {
            const auto type = type_called(conn_, name);
            auto& rows = received_.emplace_back().list;
            is_object(type) ? list_.add_out_list("", type.object, rows) : list_.add_out_list("", type.type, rows);
        }
    }
    [[nodiscard]] const oraxx::bind_list& list() const noexcept { return list_; }
    // Into a step's result.
    void show(json& result) {
        for (std::size_t at = 0; at < received_.size(); ++at) {
            auto& each = received_[at];
            if (at >= returning_) {
                result["returned"].push_back(json::array({shown(each.list)}));
            } else {
                result["out"].push_back(each.is_cursor ? shown(each.cursor)
                                        : each.is_list ? shown(each.list)
                                                       : shown(each.value));
            }
        }
    }

private:
    struct received {
        oraxx::value value{};
        std::vector<oraxx::value> list{};
        std::optional<oraxx::result_set> cursor{};
        bool is_list = false;
        bool is_cursor = false;
    };

    void add(const json& bind) {
        const auto name = bind.value("name", "");
        const bool is_out = bind.contains("out");
        if (bind.value("out", "") == "CURSOR") {
            auto& target = received_.emplace_back();
            target.is_cursor = true;
            list_.add_out_cursor(name, target.cursor);
            return;
        }
        const auto type = type_called(conn_, is_out ? bind["out"] : bind["type"]);
        if (bind.contains("values") || bind.contains("elements")) return add_array(name, type, bind);
        if (is_object(type)) return add_object(name, type, bind);
        if (!is_out) {
            list_.add(name, type.type, native(type, bind["value"]));
        } else if (bind.contains("value")) {
            list_.add_in_out(name, type.type, received_.emplace_back().value = native(type, bind["value"]),
                             room(bind));
        } else {
            list_.add_out(name, type.type, received_.emplace_back().value, room(bind));
        }
    }
    static bool is_object(const bind_type& type) noexcept { return type.type == oraxx::db_type::object; }
    void add_object(const std::string& name, const bind_type& type, const json& bind) {
        if (!bind.contains("out")) {
            list_.add(name, type.object, native(type, bind["value"]));
        } else if (bind.contains("value")) {
            list_.add_in_out(name, type.object, received_.emplace_back().value = native(type, bind["value"]));
        } else {
            list_.add_out(name, type.object, received_.emplace_back().value);
        }
    }
    static oraxx::max_bytes room(const json& bind) { return {bind.value("size", std::uint32_t{0})}; }
    void add_array(const std::string& name, const bind_type& type, const json& bind) {
        using oraxx::detail::bind_direction;
        const bool is_out = bind.contains("out");
        auto& target = is_out ? received_.emplace_back() : sent_.emplace_back();
        target.is_list = true;
        for (const auto& each : bind.value("values", json::array())) target.list.push_back(native(type, each));
        const auto direction = !is_out                   ? bind_direction::in
                               : bind.contains("values") ? bind_direction::in_out
                                                         : bind_direction::out;
        list_.add_array(name, type.type, target.list, direction, bind.value("elements", std::uint32_t{0}),
                        room(bind));
    }

    oraxx::connection& conn_;
    oraxx::bind_list list_{};
    std::vector<received> received_{};
    std::deque<received> sent_{};
    std::size_t returning_ = 0;
};

}  // namespace interop
