// Asks the server what object types consist of, and remembers the answers.
#pragma once

#include <map>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include <oraxx/connection.hpp>
#include <oraxx/detail/object_description.hpp>
#include <oraxx/object_type.hpp>

namespace oraxx::detail {

// Of one session, for as long as it lasts.
struct known_types {
    std::map<type_oid, object_type> by_oid{};
    std::map<std::string, object_type, std::less<>> by_name{};  // as the server is asked for them
};

// "scott.address_t" as the server is asked for it: parts in quotes, in upper case unless they were quoted already; a
// %ROWTYPE stays behind them. nullopt: it is no name.
[[nodiscard]] std::optional<std::string> name_to_ask(std::string_view name);

// One question: a type and the types of its attributes and elements, each asked for once.
class type_question {
public:
    type_question(connection& conn, known_types& known) : conn_(conn), known_(known) {}

    [[nodiscard]] result<object_type> by_oid(const type_oid& oid);
    [[nodiscard]] result<object_type> by_name(const std::string& asked_name);

private:
    struct answer;

    [[nodiscard]] result<object_type> ask(const std::optional<std::string>& name, const type_oid* oid);
    [[nodiscard]] result<answer> ask_shape(std::optional<std::string> name, const type_oid* oid);
    [[nodiscard]] result<object_type> describe(const answer& told);
    [[nodiscard]] result<void> add_attributes(const answer& told, object_description& out);
    [[nodiscard]] result<void> add_element(const answer& told, object_description& out);
    [[nodiscard]] result<void> name_element(const object_description& of, object_attribute& element);
    // The type of an attribute or element; one the server does not describe leaves the attribute without.
    [[nodiscard]] result<void> set_own_type(const std::string& owner, const std::string& package,
                                            const std::string& name, const std::vector<std::byte>& oid,
                                            object_attribute& place);

    connection& conn_;
    known_types& known_;
    std::vector<type_oid> under_way_{};  // a type within itself would have no end
};

}  // namespace oraxx::detail
