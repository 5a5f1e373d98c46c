// Bind values of the API to what the wire takes: declared type and size, and the bytes of the value.
#pragma once

#include <vector>

#include <oraxx/object_type.hpp>

#include "backend/common/bind_slots.hpp"
#include "base/arena.hpp"
#include "session/cursor.hpp"

namespace oraxx::backend::thin {

class call_lobs;

class bind_encoder {
public:
    // One value for each placeholder of `cursor` and iteration. The result and the views in it are valid until the
    // next call; strings and raw values stay borrowed from the items. Failures: errc::bind_mismatch (number, names,
    // directions, rows of different types), errc::type_mismatch, errc::value_out_of_range (also text that the
    // database's character set cannot hold), errc::unsupported. `lobs`: those made for LOBs in objects.
    [[nodiscard]] result<session::wire_binds> encode(const execute_args& args, const session::cursor& cursor,
                                                     const session::state& session, const call_lobs* lobs = nullptr);

    // Which placeholder each item of an iteration went to.
    [[nodiscard]] const bind_slots& slots() const noexcept { return slots_; }
    // Gives memory back that only an uncommonly large batch needs.
    void trim() noexcept;

private:
    // What the values of one placeholder have in common, over all iterations.
    struct shared_facts {
        db_type type = db_type::unknown;
        bool has_value = false;  // `type` is that of a value, not of a NULL
        std::size_t bytes = 0;   // of the longest value
        std::uint32_t room = 0;  // asked for by the caller
        std::uint32_t max_elements = 0;
        bool is_array = false;
        object_type object{};  // of db_type::object
    };

    [[nodiscard]] std::optional<failure> encode_iteration(std::span<const bind_item> items,
                                                          std::span<session::bound_value> values);
    [[nodiscard]] std::optional<failure> encode_item(const bind_item& item, std::size_t slot,
                                                     session::bound_value& out);
    [[nodiscard]] std::optional<failure> encode_array(const bind_item& item, std::size_t slot,
                                                      session::bound_value& out);
    // LOBs by their locators, JSON and VECTOR by their images.
    [[nodiscard]] std::optional<failure> encode_large(const bind_item& item, std::size_t slot,
                                                      session::bound_value& out);
    [[nodiscard]] std::optional<failure> encode_object(const bind_item& item, std::size_t slot,
                                                       session::bound_value& out);
    [[nodiscard]] std::optional<failure> note_object_type(const bind_item& item, std::size_t slot);
    [[nodiscard]] std::optional<failure> finish_objects(std::span<const bind_item> first);
    [[nodiscard]] std::optional<failure> note_type(const bind_item& item, std::size_t slot, bool is_null);
    // The payload of a value that is not NULL; empty for an empty string.
    [[nodiscard]] result<base::bytes_view> encode_value(db_type type, const bind_data& data, const bind_item& item,
                                                        std::size_t slot);
    [[nodiscard]] result<base::bytes_view> encode_text(db_type type, std::string_view text, const bind_item& item,
                                                       std::size_t slot);
    [[nodiscard]] result<base::bytes_view> checked_length(base::bytes_view bytes, const bind_item& item,
                                                          std::size_t slot) const;
    [[nodiscard]] result<base::bytes_view> encode_local_time(const timestamp_ltz& value, const bind_item& item,
                                                             std::size_t slot);
    [[nodiscard]] wire::ttc::bind_metadata declare(const bind_item& item, std::size_t slot) const;

    bind_slots slots_{};
    std::vector<shared_facts> facts_{};
    std::vector<wire::ttc::bind_metadata> metadata_{};
    std::vector<session::bound_value> values_{};
    base::byte_buffer array_{};
    base::arena bytes_{};
    // during encode()
    const session::state* session_ = nullptr;
    const session::cursor* cursor_ = nullptr;
    const call_lobs* lobs_ = nullptr;
    std::uint32_t max_string_ = 0;
};

}  // namespace oraxx::backend::thin
