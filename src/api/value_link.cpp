#include <oraxx/detail/value_link.hpp>

#include <algorithm>
#include <utility>

#include <oraxx/lob.hpp>

#include "api/describe_type.hpp"
#include "api/lob_state.hpp"
#include "values/lob_text.hpp"
#include "wire/types/charset_id.hpp"

namespace oraxx::detail {
namespace {

class session_link final : public value_link {
public:
    explicit session_link(std::weak_ptr<session_state> session) noexcept : session_(std::move(session)) {}

    // What came with the row is not asked for again, where it can be told how much that was.
    result<lob_contents> read_lob(const lob_record& record, db_type type) override {
        auto opened = open_lob(record, type, nullptr);
        if (!opened) return std::move(opened).error();
        auto& lob = **opened;
        if (auto refused = lob.refusal()) return *std::move(refused);
        const bool knows_beginning = record.text != lob_text::utf8 && !record.data.empty() &&
                                     record.text == lob.operations().text_of(lob.handle);
        const auto known = knows_beginning ? lob_units(record.text, record.data) : 0;
        auto contents = lob.read_bounded(known, oraxx::lob::all);
        if (!contents || known == 0) return contents;
        if (record.data.size() > lob.session->fetch.max_lob_bytes - contents->bytes.size()) {
            return lob.too_long();
        }
        contents->bytes.insert(contents->bytes.begin(), record.data.begin(), record.data.end());
        return contents;
    }
    result<std::shared_ptr<lob_state>> open_lob(const lob_record& record, db_type type,
                                                std::shared_ptr<void> keep) override {
        auto session = session_.lock();
        if (auto refused = session_refusal(session.get())) return *std::move(refused);
        auto out = std::make_shared<lob_state>();
        out->session = std::move(session);
        out->handle = {
            .type = type, .locator = {record.locator.begin(), record.locator.end()}, .owner = std::move(keep)};
        if (record.size != lob_record::unknown_size) out->size = record.size;
        if (record.chunk_size != 0) out->chunk_size = record.chunk_size;
        out->beginning.assign(record.data.begin(), record.data.end());
        out->beginning_text = record.text;
        return out;
    }
    result<result_set> open_cursor(std::shared_ptr<backend::statement> cursor) override {
        auto session = session_.lock();
        if (auto refused = session_refusal(session.get())) return *std::move(refused);
        auto rows = std::make_shared<statement_state>(std::move(session), std::move(cursor), std::string_view());
        auto& opened = *rows;
        return opened.open_rows(std::move(rows));
    }
    result<object_type> find_type(std::span<const std::uint8_t> oid) override {
        type_oid key{};
        if (oid.size() != key.size()) return failure{.code = errc::protocol_violation, .message = "a type has no id"};
        std::copy(oid.begin(), oid.end(), key.begin());
        // Of a value that outlived its connection, too.
        if (const auto found = types_.by_oid.find(key); found != types_.by_oid.end()) return found->second;
        auto session = session_.lock();
        if (auto refused = session_refusal(session.get())) return *std::move(refused);
        const auto name = session->backend->type_name(key);
        auto conn = session_state::handle_on(std::move(session));
        type_question question(conn, types_);
        if (!name) return question.by_oid(key);
        auto found = question.by_name(*name);
        if (found) types_.by_oid.emplace(key, *found);
        return found;
    }
    result<object_type> find_type(std::string_view name) override {
        const auto asked = name_to_ask(name);
        if (!asked) {
            return failure{.code = errc::invalid_argument,
                           .message = "the name of the object type is none",
                           .advice = "names are given as in SQL: letters, digits, _, $ and #, or in double quotes"};
        }
        auto session = session_.lock();
        if (auto refused = session_refusal(session.get())) return *std::move(refused);
        auto conn = session_state::handle_on(std::move(session));
        return type_question(conn, types_).by_name(*asked);
    }
    [[nodiscard]] std::optional<std::string> decode_text(std::span<const std::uint8_t> bytes) const override {
        const auto session = session_.lock();
        const auto set = session == nullptr
                             ? std::nullopt
                             : wire::types::charset_named(session->backend->session().database_charset);
        return base::to_utf8(set.value_or(base::charset::utf8), bytes);
    }

private:
    // The value outlived its connection, or the connection was closed.
    [[nodiscard]] static std::optional<failure> session_refusal(const session_state* session) {
        if (session != nullptr) return refusal(session);
        return failure{.code = errc::wrong_state,
                       .message = "the connection that the value comes from is gone",
                       .advice = "read LOBs, cursors and objects while the connection is open"};
    }

    std::weak_ptr<session_state> session_;
    known_types types_{};
};

}  // namespace

std::shared_ptr<value_link> make_value_link(std::weak_ptr<session_state> session) {
    return std::make_shared<session_link>(std::move(session));
}

}  // namespace oraxx::detail
