// oraxx::object_type: what an object type, a collection type or a PL/SQL record consists of.
//
//   const auto type = conn.object_type("scott.address_t");
//   for (const auto& attribute : type.attributes()) use(attribute.name, attribute.type);
//
// Asked of the server once for each connection and kept there. A handle on a description that never changes: cheap to
// copy, all copies are the same, and it outlives its connection. Thread safety: may be used from any thread.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <oraxx/type.hpp>

namespace oraxx {

namespace detail {
struct object_description;
}

// Objects and PL/SQL records have attributes; the others are collections and have elements. The numbers are those of
// the wire.
enum class object_form : std::uint8_t { object = 0, index_by = 1, nested_table = 2, varray = 3 };
[[nodiscard]] std::string_view to_string(object_form form) noexcept;  // "OBJECT", "INDEX-BY TABLE", ...

struct object_attribute;

class object_type {
public:
    object_type() noexcept = default;  // of nothing: what follows throws error(errc::wrong_state)
    explicit object_type(std::shared_ptr<const detail::object_description> described) noexcept
        : described_(std::move(described)) {}

    [[nodiscard]] explicit operator bool() const noexcept { return described_ != nullptr; }

    // As the data dictionary writes them.
    [[nodiscard]] const std::string& schema() const;
    [[nodiscard]] const std::string& package() const;  // empty: not a type of a package
    [[nodiscard]] const std::string& name() const;
    [[nodiscard]] std::string full_name() const;  // SCHEMA.NAME or SCHEMA.PACKAGE.NAME

    [[nodiscard]] object_form form() const;
    [[nodiscard]] bool is_collection() const;
    // In the order of their declaration; none of a collection.
    [[nodiscard]] const std::vector<object_attribute>& attributes() const;
    // By name, without regard to the case of ASCII letters. nullopt: there is none.
    [[nodiscard]] std::optional<std::size_t> find(std::string_view name) const;
    // Of a collection; of anything else error(errc::invalid_argument).
    [[nodiscard]] const object_attribute& element() const;
    // Of a VARRAY; 0 = no limit.
    [[nodiscard]] std::uint32_t max_elements() const;

    // Are they the same type of a database? Types of different databases never are.
    friend bool operator==(const object_type& a, const object_type& b) noexcept;

    // For the library itself.
    [[nodiscard]] const detail::object_description& description() const;

private:
    std::shared_ptr<const detail::object_description> described_{};
};

// An attribute of an object type or a PL/SQL record, or the element of a collection.
struct object_attribute {
    std::string name{};               // empty of elements
    db_type type = db_type::unknown;  // unknown: a type whose values cannot be read (REF, ANYDATA, ...)
    int precision = 0;                // NUMBER: decimal digits (0 = not declared); FLOAT: binary digits
    int scale = 0;                    // NUMBER: digits after the point, -127 = not declared; times: fraction digits
    std::uint32_t size_bytes = 0;     // of text and RAW; 0 = not told
    oraxx::object_type object{};      // of db_type::object: its own type
};

}  // namespace oraxx
