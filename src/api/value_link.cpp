#include <oraxx/detail/value_link.hpp>

#include <utility>

#include "api/session.hpp"

namespace oraxx::detail {
namespace {

class session_link final : public value_link {
public:
    explicit session_link(std::weak_ptr<session_state> session) noexcept : session_(std::move(session)) {}

    result<std::vector<std::uint8_t>> read_lob(const lob_record& /*record*/, db_type type) override {
        return not_yet(type);
    }
    result<std::shared_ptr<lob_state>> open_lob(const lob_record& /*record*/, db_type type,
                                                std::shared_ptr<void> /*keep*/) override {
        return not_yet(type);
    }
    result<result_set> open_cursor(std::shared_ptr<backend::statement> cursor) override {
        auto session = session_.lock();
        if (auto refused = session_refusal(session.get())) return *std::move(refused);
        auto rows = std::make_shared<statement_state>(std::move(session), std::move(cursor), std::string_view());
        auto& opened = *rows;
        return opened.open_rows(std::move(rows));
    }
    result<std::shared_ptr<const object_type>> find_type(std::span<const std::uint8_t> /*oid*/) override {
        return not_yet(db_type::object);
    }

private:
    // The value outlived its connection, or the connection was closed.
    [[nodiscard]] static std::optional<failure> session_refusal(const session_state* session) {
        if (session != nullptr) return refusal(session);
        return failure{.code = errc::wrong_state,
                       .message = "the connection that the value comes from is gone",
                       .advice = "read LOBs, cursors and objects while the connection is open"};
    }
    [[nodiscard]] static failure not_yet(db_type type) {
        return failure{.code = errc::unsupported, .message = "values of " + to_string(type) + " cannot be read yet"};
    }

    std::weak_ptr<session_state> session_;
};

}  // namespace

std::shared_ptr<value_link> make_value_link(std::weak_ptr<session_state> session) {
    return std::make_shared<session_link>(std::move(session));
}

}  // namespace oraxx::detail
