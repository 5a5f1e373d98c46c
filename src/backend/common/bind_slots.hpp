// Which bind goes to which placeholder.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <vector>

#include "backend/backend.hpp"
#include "sql/sql_text.hpp"

namespace oraxx::backend {

class bind_slots {
public:
    // By name or by position. Failures, all errc::bind_mismatch: number, names, a direction the place does not have.
    [[nodiscard]] std::optional<failure> assign(std::span<const bind_item> items, const sql::sql_text& text);

    [[nodiscard]] std::size_t size() const noexcept { return item_of_slot_.size(); }
    [[nodiscard]] std::size_t item_of(std::size_t slot) const noexcept { return item_of_slot_[slot]; }
    // The first, when a name occurs several times.
    [[nodiscard]] std::size_t slot_of(std::size_t item) const noexcept { return slot_of_item_[item]; }

private:
    static constexpr std::size_t none = static_cast<std::size_t>(-1);

    [[nodiscard]] std::optional<failure> assign_by_name(std::span<const bind_item> items,
                                                        std::span<const std::string> names);
    bool find_name(std::string_view wanted, std::size_t item, std::span<const std::string> names);
    [[nodiscard]] std::optional<failure> wrong_direction(std::span<const bind_item> items,
                                                         const sql::sql_text& text) const;

    std::vector<std::size_t> by_name_{};  // placeholders in the order of their names
    std::vector<std::size_t> item_of_slot_{};
    std::vector<std::size_t> slot_of_item_{};
};

// How errors call a bind.
[[nodiscard]] std::string bind_name(const bind_item& item, std::size_t slot);
[[nodiscard]] failure bind_failure(errc code, std::string message);

}  // namespace oraxx::backend
