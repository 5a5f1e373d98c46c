// Bind values of the API as variables of ODPI-C, and what came back in them.
#pragma once

#include <span>
#include <vector>

#include "backend/common/bind_slots.hpp"
#include "backend/thick/cell_writer.hpp"
#include "backend/thick/connection.hpp"
#include "backend/thick/value_forms.hpp"

namespace oraxx::backend::thick {

class bind_variables {
public:
    explicit bind_variables(thick_connection& connection) noexcept : connection_(connection) {}

    // Makes a variable for each placeholder, fills it with the values of all iterations and binds it. Failures:
    // errc::bind_mismatch, errc::type_mismatch, errc::value_out_of_range, errc::unsupported.
    [[nodiscard]] result<void> bind(dpiStmt* statement, const execute_args& args, const sql::sql_text& text);

    // The OUT values after execution; null without any.
    [[nodiscard]] result<std::shared_ptr<const detail::out_values>> take(const execute_args& args,
                                                                         const cell_writer::open_cursor& open) const;

private:
    // One placeholder.
    struct slot {
        db_type type = db_type::unknown;
        value_form form{};
        std::uint32_t size = 0;      // bytes of the longest value
        std::uint32_t elements = 0;  // of an index-by table: how many it may have
        bool is_array = false;
        bool is_returning = false;
        variable var{};
        object_type object{};  // of db_type::object: by the values, or beside them
        described_ptr described{};
    };

    [[nodiscard]] std::optional<failure> measure(const bind_item& item, std::size_t at, bool is_plsql);
    [[nodiscard]] std::optional<failure> measure_value(const bind_data& value, const bind_item& item, std::size_t at);
    [[nodiscard]] result<void> make_variable(slot& of, const bind_item& first, std::size_t at,
                                             std::uint32_t iterations);
    [[nodiscard]] result<void> fill(const bind_item& item, std::size_t at, std::uint32_t iteration);
    [[nodiscard]] result<void> fill_array(const bind_item& item, std::size_t at);
    [[nodiscard]] result<void> set(const slot& of, std::uint32_t place, const bind_data& value, const bind_item& item,
                                   std::size_t at);
    [[nodiscard]] result<void> set_bytes(const slot& of, std::uint32_t place, std::string_view bytes);
    [[nodiscard]] result<void> set_object(const slot& of, std::uint32_t place, const bind_data& value,
                                          const bind_item& item, std::size_t at);
    [[nodiscard]] result<void> set_json(const slot& of, std::uint32_t place, const bind_data& value,
                                        const bind_item& item, std::size_t at);
    [[nodiscard]] std::optional<failure> measure_object(const bind_item& item, std::size_t at);
    [[nodiscard]] result<void> set_lob(const slot& of, std::uint32_t place, const bind_data& value);
    [[nodiscard]] result<void> take_slot(const slot& of, std::uint32_t iteration, detail::out_values& out,
                                         cell_writer& writer) const;

    thick_connection& connection_;
    bind_slots placeholders_{};
    std::vector<slot> slots_{};
    std::vector<lob_handle> made_lobs_{};  // of values that are bound as LOBs, by themselves or in objects
};

}  // namespace oraxx::backend::thick
