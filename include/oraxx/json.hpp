// oraxx::json: a document as Oracle's JSON type has them.
//
// A value of it is null, a boolean, text, an array or an object as in any JSON; an exact NUMBER; or one of the
// scalars that only the database's own format (OSON) has: binary doubles and floats, bytes, dates, timestamps,
// intervals, ids and vectors. Numbers of JSON text become NUMBERs and keep every digit.
//
//     auto order = oraxx::json::object({{"id", 7}, {"lines", oraxx::json::array({"a", nullptr, true})}});
//     order["total"] = oraxx::number::from_text("12.50");
//     if (const auto* id = order.at("id").get_if<oraxx::number>()) ...
//
// Owns what it holds; moving allocates nothing and leaves null behind. References and pointers to parts of a document
// are good until that part, or the array or object around it, changes.
// Errors: what is not there, or of another kind, throws error(errc::type_mismatch or errc::invalid_argument).
// Limits: text and images of the database that nest deeper than json::max_depth are refused. A program that builds
// deeper documents pays with stack when it copies, compares or destroys them.
// Thread safety: a value type; distinct objects may be used from distinct threads.
#pragma once

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

#include <oraxx/datetime.hpp>
#include <oraxx/number.hpp>
#include <oraxx/result.hpp>
#include <oraxx/vector.hpp>

namespace oraxx {

class json;
class json_object;
struct json_member;

using json_array = std::vector<json>;

// OSON's id: bytes that name a document, kept apart from other bytes. 255 at most.
struct json_id {
    std::vector<std::byte> bytes{};

    friend bool operator==(const json_id&, const json_id&) = default;
};

namespace detail {

// A T of its own, copied with its owner: lets json hold objects, which hold json.
template <class T>
class boxed {
public:
    explicit boxed(T held) : held_(std::make_unique<T>(std::move(held))) {}
    boxed(const boxed& other) : held_(std::make_unique<T>(*other.held_)) {}
    boxed(boxed&&) noexcept = default;
    boxed& operator=(const boxed& other) {
        held_ = std::make_unique<T>(*other.held_);
        return *this;
    }
    boxed& operator=(boxed&&) noexcept = default;
    ~boxed() = default;

    [[nodiscard]] T& operator*() const noexcept { return *held_; }
    friend bool operator==(const boxed& a, const boxed& b) { return *a == *b; }

private:
    std::unique_ptr<T> held_;
};

template <class T>
inline constexpr bool is_boxed_in_json = std::is_same_v<T, json_object> || std::is_same_v<T, vector>;

template <class T>
struct json_slot {
    using type = std::conditional_t<is_boxed_in_json<T>, boxed<T>, T>;
};

// The kinds json takes as they are.
template <class T>
concept json_scalar = std::is_same_v<T, bool> || std::is_same_v<T, number> || std::is_same_v<T, double> ||
    std::is_same_v<T, float> || std::is_same_v<T, std::string> || std::is_same_v<T, std::vector<std::byte>> ||
    std::is_same_v<T, json_id> || std::is_same_v<T, date> || std::is_same_v<T, timestamp> ||
    std::is_same_v<T, timestamp_tz> || std::is_same_v<T, interval_ym> || std::is_same_v<T, interval_ds>;

// What json holds: get_if<T>() and get<T>() take these.
template <class T>
concept json_kind =
    json_scalar<T> || std::is_same_v<T, std::monostate> || std::is_same_v<T, json_array> || is_boxed_in_json<T>;

template <class T>
concept json_integer = std::is_integral_v<T> && !std::is_same_v<T, bool> && !std::is_same_v<T, char>;

}  // namespace detail

class json {
public:
    static constexpr int max_depth = 1000;  // containers within containers, of what is parsed or decoded

    json() noexcept = default;                 // null
    json(std::nullptr_t) noexcept : json() {}  // NOLINT(google-explicit-constructor)
    template <detail::json_scalar T>
    json(T value) noexcept : held_(std::in_place_type<T>, std::move(value)) {}  // NOLINT(google-explicit-constructor)
    // Integers become NUMBERs. A double or float stays what it is, a binary number: for an exact decimal write
    // number::from_text("0.1").
    template <detail::json_integer T>
    json(T value) noexcept  // NOLINT(google-explicit-constructor)
        : held_(number(static_cast<std::conditional_t<std::is_signed_v<T>, std::int64_t, std::uint64_t>>(value))) {}
    json(const char* utf8) : held_(std::string(utf8)) {}       // NOLINT(google-explicit-constructor)
    json(std::string_view utf8) : held_(std::string(utf8)) {}  // NOLINT(google-explicit-constructor)
    json(oraxx::vector value);                                 // NOLINT(google-explicit-constructor)
    json(json_array elements) noexcept;                        // NOLINT(google-explicit-constructor)
    json(json_object members);                                 // NOLINT(google-explicit-constructor)

    json(const json& other);
    json(json&& other) noexcept;  // NOLINT(bugprone-exception-escape): every kind moves without
    json& operator=(const json& other);
    json& operator=(json&& other) noexcept;  // NOLINT(bugprone-exception-escape): likewise
    ~json();

    [[nodiscard]] static json array(std::initializer_list<json> elements = {});
    // Of a name given twice the last value counts.
    [[nodiscard]] static json object(std::initializer_list<json_member> members = {});

    // JSON text (RFC 8259), UTF-8. Throws error(errc::invalid_argument) that names line and byte, but shows none of
    // the text: no JSON, deeper than max_depth, or a number that NUMBER cannot hold exactly. Of a name that an object
    // has twice the last value counts.
    [[nodiscard]] static json parse(std::string_view text);
    [[nodiscard]] static result<json> try_parse(std::string_view text);
    // Compact JSON text. Numbers with all their digits; binary numbers with the fewest that read back as the same
    // (those that are none as the texts "NaN", "Infinity", "-Infinity"); dates and times as texts in ISO 8601,
    // intervals as Oracle writes them, bytes and ids in upper-case hexadecimal, vectors as arrays. Bytes that are not
    // UTF-8 inside texts come out as U+FFFD.
    [[nodiscard]] std::string to_text() const;

    [[nodiscard]] bool is_null() const noexcept { return held_.index() == 0; }
    [[nodiscard]] bool is_array() const noexcept { return holds<json_array>(); }
    [[nodiscard]] bool is_object() const noexcept { return holds<json_object>(); }
    template <detail::json_kind T>
    [[nodiscard]] bool holds() const noexcept {
        return std::holds_alternative<typename detail::json_slot<T>::type>(held_);
    }
    // The value when it is held as exactly T, else null. T: std::monostate (null), bool, number, double, float,
    // std::string, std::vector<std::byte>, json_id, date, timestamp, timestamp_tz, interval_ym, interval_ds, vector,
    // json_array, json_object.
    template <detail::json_kind T>
    [[nodiscard]] const T* get_if() const noexcept {
        return unboxed<const T>(std::get_if<typename detail::json_slot<T>::type>(&held_));
    }
    template <detail::json_kind T>
    [[nodiscard]] T* get_if() noexcept {
        return unboxed<T>(std::get_if<typename detail::json_slot<T>::type>(&held_));
    }
    // As get_if(), but throws error(errc::type_mismatch).
    template <detail::json_kind T>
    [[nodiscard]] const T& get() const {
        const T* found = get_if<T>();
        if (found == nullptr) throw_other_kind();
        return *found;
    }
    template <detail::json_kind T>
    [[nodiscard]] T& get() {
        return const_cast<T&>(std::as_const(*this).template get<T>());
    }
    // Calls visitor(const T&) with T as get_if() has it; for null with std::monostate.
    template <class Visitor>
    decltype(auto) visit(Visitor&& visitor) const {
        return std::visit([&visitor]<class T>(const T& held) -> decltype(auto) { return visitor(contents(held)); },
                          held_);
    }

    // Elements or members; 0 for everything else.
    [[nodiscard]] std::size_t size() const noexcept;
    // Empty for everything but arrays, or but objects.
    [[nodiscard]] std::span<const json> elements() const noexcept;
    [[nodiscard]] std::span<const json_member> members() const noexcept;

    // Null when this is no object, or has no such member.
    [[nodiscard]] const json* find(std::string_view name) const noexcept;
    [[nodiscard]] json* find(std::string_view name) noexcept;
    // Throw when there is no such member or element.
    [[nodiscard]] const json& at(std::string_view name) const;
    [[nodiscard]] json& at(std::string_view name);
    [[nodiscard]] const json& at(std::size_t index) const;
    [[nodiscard]] json& at(std::size_t index);
    // at() of something constant; else the member is made, as null, when it is not there, and null becomes an object.
    [[nodiscard]] const json& operator[](std::string_view name) const { return at(name); }
    json& operator[](std::string_view name);
    template <detail::json_integer T>
    [[nodiscard]] const json& operator[](T index) const {
        return at(static_cast<std::size_t>(index));
    }
    template <detail::json_integer T>
    [[nodiscard]] json& operator[](T index) {
        return at(static_cast<std::size_t>(index));
    }
    // Null becomes an array.
    void push_back(json element);

    // Deep; objects regardless of the order of their members. Values of different kinds differ: NUMBER 1 is not
    // double
    // 1. NaN equals nothing.
    friend bool operator==(const json& a, const json& b);

private:
    using variant = std::variant<std::monostate, bool, number, double, float, std::string, std::vector<std::byte>,
                                 json_id, date, timestamp, timestamp_tz, interval_ym, interval_ds,
                                 detail::boxed<oraxx::vector>, json_array, detail::boxed<json_object>>;

    template <class T, class Slot>
    static T* unboxed(Slot* slot) noexcept {
        if constexpr (detail::is_boxed_in_json<std::remove_const_t<T>>) {
            return slot == nullptr ? nullptr : &**slot;
        } else {
            return slot;
        }
    }
    template <class T>
    static const auto& contents(const T& held) noexcept {
        return held;
    }
    template <class T>
    static const T& contents(const detail::boxed<T>& held) noexcept {
        return *held;
    }
    [[noreturn]] void throw_other_kind() const;

    variant held_{};
};

struct json_member {
    std::string name{};  // UTF-8
    json value{};

    friend bool operator==(const json_member&, const json_member&) = default;
};

// The members of an object in their order; names are unique.
class json_object {
public:
    json_object() = default;
    enum class repeated : std::uint8_t { refuse, last_counts };
    // nullopt: a name stands twice and that is refused. For many members much faster than set() for each.
    [[nodiscard]] static std::optional<json_object> from_members(std::vector<json_member> members,
                                                                 repeated names = repeated::refuse);

    [[nodiscard]] std::size_t size() const noexcept;
    [[nodiscard]] std::span<const json_member> members() const noexcept;
    // Null when there is none.
    [[nodiscard]] const json* find(std::string_view name) const noexcept;
    [[nodiscard]] json* find(std::string_view name) noexcept;
    // A new member goes to the end; a known one keeps its place.
    json& set(std::string name, json value);
    // False: there was none.
    bool erase(std::string_view name);

    friend bool operator==(const json_object& a, const json_object& b);

private:
    using index = std::vector<std::uint32_t>;
    [[nodiscard]] index::const_iterator place_of(std::string_view name) const noexcept;  // where it stands or belongs
    [[nodiscard]] std::size_t position_of(std::string_view name) const noexcept;         // size() when there is none

    std::vector<json_member> members_;  // clang wants the complete type for braces
    index by_name_{};                   // positions in the order of the names; of objects with many members
};

}  // namespace oraxx
