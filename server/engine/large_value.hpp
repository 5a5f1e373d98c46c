// Values that are more than a few bytes: LOBs, documents, vectors, XML, objects and collections.
//
// All of them are cheap to copy: what they hold is shared.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include <oraxx/type.hpp>

namespace oraxx {
class json;
class vector;
}  // namespace oraxx

namespace oraxx::sandbox::engine {

struct sql_error;

// Where a LOB's contents live: in memory, in a column of a row, in a file.
//
// Offsets count from 0. Offsets, amounts and sizes are UTF-16 code units of character LOBs and bytes of the others;
// the contents of character LOBs are read and written as UTF-16, big end first, two bytes a unit. A store belongs to
// the session that made it and is used from one thread at a time.
class lob_store {
public:
    using bytes = std::vector<std::uint8_t>;
    template <class T>
    using outcome = std::variant<T, sql_error>;

    lob_store() = default;
    lob_store(const lob_store&) = delete;
    lob_store& operator=(const lob_store&) = delete;
    virtual ~lob_store() = default;

    // A temporary LOB lives until nobody has it any more; others belong to a row or to a file.
    [[nodiscard]] virtual bool is_temporary() const noexcept { return false; }

    [[nodiscard]] outcome<std::uint64_t> size();
    // At most `amount`, less at the end, nothing behind it.
    [[nodiscard]] outcome<bytes> read(std::uint64_t offset, std::uint64_t amount);
    // Over what is there; a gap beyond the end is filled with blanks or zero bytes. Whole units.
    [[nodiscard]] std::optional<sql_error> write(std::uint64_t offset, std::span<const std::uint8_t> data);
    // Cuts to `size`; ORA-22926 when that lies beyond the end.
    [[nodiscard]] std::optional<sql_error> trim(std::uint64_t size);
    // BFILE: is there a file of that name? False, too, when its directory is none.
    [[nodiscard]] outcome<bool> exists();

private:
    // The same; they throw sql_failure.
    virtual std::uint64_t do_size() = 0;
    virtual bytes do_read(std::uint64_t offset, std::uint64_t amount) = 0;
    virtual void do_write(std::uint64_t offset, std::span<const std::uint8_t> data) = 0;
    virtual void do_trim(std::uint64_t size) = 0;
    virtual bool do_exists() { return true; }
};

struct lob {
    db_type type = db_type::clob;  // clob, nclob, blob, bfile
    std::shared_ptr<lob_store> store{};
    // BFILE: what BFILENAME said.
    std::string directory{};
    std::string file_name{};
};

using document = std::shared_ptr<const json>;     // JSON
using embedding = std::shared_ptr<const vector>;  // VECTOR

// XMLTYPE.
struct xml {
    std::string text{};

    friend bool operator==(const xml&, const xml&) = default;
};

// Object types, collection types and PL/SQL's own types.
enum class type_form : std::uint8_t {
    object,        // CREATE TYPE ... AS OBJECT
    varray,        // VARRAY(n) OF
    nested_table,  // TABLE OF
    record,        // PL/SQL: RECORD
    index_by       // PL/SQL: TABLE OF ... INDEX BY PLS_INTEGER
};

struct object_type;
using object_type_ref = std::shared_ptr<const object_type>;
using type_oid = std::array<std::uint8_t, 16>;

// An attribute of an object or record, or a collection's element (without a name).
struct type_attribute {
    std::string name{};
    db_type type = db_type::unknown;
    int precision = 0;
    int scale = 0;                  // NUMBER: -127 = not declared; fraction digits of timestamps
    std::uint32_t size_bytes = 0;   // character and RAW types
    std::uint32_t size_chars = 0;   // character types
    bool is_float = false;          // declared as FLOAT
    bool is_pls_integer = false;    // PLS_INTEGER, BINARY_INTEGER
    object_type_ref object_type{};  // db_type::object
};

// Immutable once made.
struct object_type : std::enable_shared_from_this<object_type> {
    std::uint32_t number = 0;  // its own in the dictionary
    std::string schema{};
    std::string package{};  // empty: a type of the schema's own
    std::string name{};
    type_oid oid{};
    std::uint32_t version = 1;
    type_form form = type_form::object;
    std::vector<type_attribute> attributes{};  // objects and records
    type_attribute element{};                  // collections
    std::uint32_t max_elements = 0;            // VARRAY

    [[nodiscard]] bool is_collection() const noexcept {
        return form != type_form::object && form != type_form::record;
    }
};

struct object_value;
using instance = std::shared_ptr<const object_value>;

}  // namespace oraxx::sandbox::engine
