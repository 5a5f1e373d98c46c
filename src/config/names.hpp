// Names for connect strings: tnsnames.ora, and the settings of sqlnet.ora that concern connecting. Files are read
// through a function given by the caller; nothing here touches the operating system.
#pragma once

#include <functional>
#include <map>

#include "config/connect_descriptor.hpp"

namespace oraxx::config {

// The content of a file; nullopt when there is none of that name, a failure when it cannot be read.
using file_reader = std::function<result<std::optional<std::string>>(const std::string& path)>;

// Where configuration files are looked for. An empty directory: there are none.
struct config_files {
    std::string directory{};
    file_reader read{};
};

// -- tnsnames.ora --------------------------------------------------------------------------------------------
//
//     alias[, alias]... = (DESCRIPTION=...)      up to the balancing parenthesis
//     alias = host:port/service                  up to the end of the line
//     IFILE = other.ora                          relative to the file it stands in
//
// '#' starts a comment up to the end of the line, in values too. Aliases are compared without regard to case; the
// last definition counts. What is none of this is passed over, as Oracle's clients do, and remembered.
class tns_names {
public:
    static constexpr int max_include_depth = 8;
    static constexpr std::size_t max_file_bytes = std::size_t{4} << 20U;

    // errc::bad_connect_string when the file or one it includes is too large or includes itself. A file that is not
    // there gives no names; found() tells.
    [[nodiscard]] static result<tns_names> load(const std::string& path, const file_reader& read);

    [[nodiscard]] bool found() const noexcept { return found_; }
    // The text an alias stands for; null when there is none of that name.
    [[nodiscard]] const std::string* find(std::string_view alias) const;
    // In upper case.
    [[nodiscard]] std::vector<std::string> aliases() const;
    // "tnsnames.ora, line 7": where something was passed over.
    [[nodiscard]] const std::vector<std::string>& passed_over() const noexcept { return passed_over_; }

private:
    result<void> add_file(const std::string& path, const file_reader& read, std::vector<std::string>& including);
    result<void> add_text(std::string_view text, const std::string& path, const file_reader& read,
                          std::vector<std::string>& including);

    std::map<std::string, std::string> entries_{};  // by alias in upper case
    std::vector<std::string> passed_over_{};
    bool found_ = false;
};

// -- sqlnet.ora ----------------------------------------------------------------------------------------------

// Settings that a description may leave open. Everything else in the file concerns servers or other clients.
struct sqlnet_settings {
    std::string default_domain{};                                          // NAMES.DEFAULT_DOMAIN
    std::optional<std::chrono::milliseconds> connect_timeout{};            // SQLNET.OUTBOUND_CONNECT_TIMEOUT
    std::optional<std::chrono::milliseconds> transport_connect_timeout{};  // TCP.CONNECT_TIMEOUT
    std::optional<std::chrono::minutes> expire_time{};                     // SQLNET.EXPIRE_TIME
    std::optional<std::uint32_t> sdu{};                                    // DEFAULT_SDU_SIZE
    std::optional<bool> use_sni{};                                         // USE_SNI
    // SECURITY members for connections with TLS: SSL_SERVER_DN_MATCH, SSL_VERSION, and the directory of
    // WALLET_LOCATION as MY_WALLET_DIRECTORY.
    std::vector<nv_pair> security{};

    // What `target` does not say itself.
    void fill_in(description& target) const;
};

// Names nobody knows are passed over; a known one with a value that cannot be read is errc::bad_connect_string.
[[nodiscard]] result<sqlnet_settings> parse_sqlnet(std::string_view text);

// -- a connect string in whatever form ------------------------------------------------------------------------

// A descriptor, Easy Connect, or an alias: a word without '/', ':', '[', ',' or '('. An alias without a dot is tried
// with the default domain first. sqlnet.ora fills in what the text leaves open.
[[nodiscard]] result<connect_descriptor> resolve_connect_string(std::string_view text, const config_files& files);

}  // namespace oraxx::config
