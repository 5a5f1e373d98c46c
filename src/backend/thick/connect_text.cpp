#include "backend/thick/connect_text.hpp"

#include "base/ascii.hpp"

namespace oraxx::backend::thick {
namespace {

constexpr auto npos = std::string_view::npos;

// Where the content of the first (DESCRIPTION=...) begins; npos: there is none.
std::size_t description_content(std::string_view upper) noexcept {
    constexpr std::string_view name = "DESCRIPTION";
    for (auto at = upper.find(name); at != npos; at = upper.find(name, at + 1)) {
        const auto equals = upper.find_first_not_of(" \t\r\n", at + name.size());
        if (equals != npos && upper[equals] == '=') return equals + 1;  // no DESCRIPTION_LIST
    }
    return npos;
}

}  // namespace

std::string with_connect_timeout(std::string_view connect_string, std::chrono::milliseconds timeout) {
    std::string out(connect_string);
    const auto upper = base::upper_case(connect_string);
    if (upper.find("CONNECT_TIMEOUT") != npos) return out;
    const auto seconds = std::to_string(std::chrono::ceil<std::chrono::seconds>(timeout).count());
    if (const auto first = upper.find_first_not_of(" \t\r\n"); first != npos && upper[first] == '(') {
        const auto at = description_content(upper);
        if (at != npos) out.insert(at, "(CONNECT_TIMEOUT=" + seconds + ")");
        return out;
    }
    if (upper.find_first_of("/:") == npos) return out;
    return out + (upper.find('?') == npos ? "?" : "&") + "connect_timeout=" + seconds;
}

}  // namespace oraxx::backend::thick
