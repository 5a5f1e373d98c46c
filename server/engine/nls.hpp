// National language support: the NLS_ parameters of a session, and what its languages and territories say.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace oraxx::sandbox::engine {

// In the order of NLS_SESSION_PARAMETERS.
enum class nls_parameter : std::uint8_t {
    language,
    territory,
    currency,
    iso_currency,
    numeric_characters,
    calendar,
    date_format,
    date_language,
    sort,
    time_format,
    timestamp_format,
    time_tz_format,
    timestamp_tz_format,
    dual_currency,
    comp,
    length_semantics,
    nchar_conv_excp,
};
inline constexpr std::size_t nls_parameter_count = 17;

// Names as Oracle shows them, in capitals and UTF-8.
struct nls_language {
    std::string_view name;
    std::string_view abbreviation;  // SYS_CONTEXT('USERENV', 'LANG')
    std::array<std::string_view, 12> months;
    std::array<std::string_view, 12> short_months;
    std::array<std::string_view, 7> days;  // from Monday
    std::array<std::string_view, 7> short_days;
};

struct nls_territory {
    std::string_view name;
    std::string_view currency;
    std::string_view dual_currency;
    std::string_view numeric_characters;
    std::string_view date_format;
    std::string_view time_format;
    std::string_view zone_suffix;  // what a format with time zone has more
    int first_weekday;             // ISO number of the day that D calls 1
};

// nullptr: none that the sandbox knows.
[[nodiscard]] const nls_language* find_language(std::string_view upper_name) noexcept;
[[nodiscard]] const nls_territory* find_territory(std::string_view upper_name) noexcept;
// Oracle's other names, which the sandbox has no data for.
[[nodiscard]] bool is_foreign_language(std::string_view upper_name) noexcept;
[[nodiscard]] bool is_foreign_territory(std::string_view upper_name) noexcept;

[[nodiscard]] std::string_view name_of(nls_parameter p) noexcept;  // "NLS_LANGUAGE"
[[nodiscard]] std::optional<nls_parameter> find_nls_parameter(std::string_view upper_name) noexcept;

class nls_settings {
public:
    nls_settings();  // AMERICAN_AMERICA

    [[nodiscard]] const std::string& operator[](nls_parameter p) const noexcept {
        return values_[static_cast<std::size_t>(p)];
    }
    // Fails with ORA-12705 for what is no value of the parameter, with ORA-03001 for one the sandbox does not
    // speak. A language or territory sets what follows from it too. Formats are taken as they are.
    void set(nls_parameter p, std::string_view value, std::size_t position);

    [[nodiscard]] const nls_language& language() const noexcept { return *language_; }  // NLS_LANGUAGE
    [[nodiscard]] const nls_language& date_language() const noexcept { return *date_language_; }
    [[nodiscard]] char decimal_point() const noexcept { return (*this)[nls_parameter::numeric_characters][0]; }
    [[nodiscard]] char group_separator() const noexcept { return (*this)[nls_parameter::numeric_characters][1]; }
    [[nodiscard]] int first_weekday() const noexcept { return territory_->first_weekday; }

private:
    [[nodiscard]] std::string& value(nls_parameter p) noexcept { return values_[static_cast<std::size_t>(p)]; }
    void set_language(std::string_view name, std::size_t position);
    void set_territory(std::string_view name, std::size_t position);
    void take_territory(const nls_territory& territory);

    std::array<std::string, nls_parameter_count> values_{};
    const nls_language* language_;
    const nls_language* date_language_;
    const nls_territory* territory_;
};

// The third argument of TO_CHAR and its like, "NLS_DATE_LANGUAGE = German NLS_CURRENCY = ''EUR''", over `base`.
// Fails with ORA-12702.
[[nodiscard]] nls_settings parse_nls_arguments(std::string_view text, const nls_settings& base, std::size_t position);

}  // namespace oraxx::sandbox::engine
