#include "lambda/aws/sigv4.hpp"

#include <openssl/evp.h>
#include <openssl/hmac.h>

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

#include "base/ascii.hpp"
#include "base/hex.hpp"
#include "base/percent.hpp"

namespace oraxx::lambda::aws {
namespace {

constexpr std::string_view algorithm = "AWS4-HMAC-SHA256";
constexpr std::size_t digest_bytes = 32;

using name_value = std::pair<std::string, std::string>;

base::secret_bytes hmac_sha256(base::bytes_view key, std::string_view data) {
    base::secret_bytes out(digest_bytes);
    HMAC(EVP_sha256(), key.data(), static_cast<int>(key.size()), base::as_bytes(data).data(), data.size(),
         out.writable().data(), nullptr);
    return out;
}

// Calls each(part) for every piece of `text` between separators.
template <class Each>
void split(std::string_view text, char separator, Each each) {
    for (;;) {
        const auto at = text.find(separator);
        each(text.substr(0, at));
        if (at == std::string_view::npos) return;
        text.remove_prefix(at + 1);
    }
}

// Without empty, "." and ".." segments (RFC 3986, 5.2.4).
std::string normalized(std::string_view path) {
    std::vector<std::string_view> kept;
    split(path, '/', [&kept](std::string_view segment) {
        if (segment == "..") {
            if (!kept.empty()) kept.pop_back();
        } else if (!segment.empty() && segment != ".") {
            kept.push_back(segment);
        }
    });
    std::string out;
    for (const auto& segment : kept) {
        out += '/';
        out += segment;
    }
    // AWS's signers keep a trailing slash that is written, and make none of a trailing dot segment as the RFC would.
    if (kept.empty() || path.back() == '/') out += '/';
    return out;
}

std::string canonical_path(std::string_view path, bool is_s3) {
    if (is_s3) return std::string(path.empty() ? "/" : path);
    return base::percent_encoded(normalized(path), "/");
}

std::string canonical_query(std::string_view query) {
    if (query.empty()) return {};
    std::vector<name_value> parameters;
    split(query, '&', [&parameters](std::string_view parameter) {
        if (parameter.empty()) return;
        const auto equals = std::min(parameter.find('='), parameter.size());
        const auto value = parameter.substr(std::min(equals + 1, parameter.size()));
        parameters.emplace_back(base::percent_encoded(base::percent_decoded(parameter.substr(0, equals))),
                                base::percent_encoded(base::percent_decoded(value)));
    });
    std::sort(parameters.begin(), parameters.end());
    std::string out;
    for (const auto& [name, value] : parameters) {
        if (!out.empty()) out += '&';
        out.append(name).append(1, '=').append(value);
    }
    return out;
}

bool is_blank(char c) noexcept {
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

// No blanks at either end, runs of blanks inside become one.
std::string collapsed(std::string_view value) {
    std::string out;
    for (const char c : value) {
        if (!is_blank(c)) {
            out += c;
        } else if (!out.empty() && out.back() != ' ') {
            out += ' ';
        }
    }
    if (!out.empty() && out.back() == ' ') out.pop_back();
    return out;
}

// Lower-case names in order, values of equal names joined in the order given.
std::vector<name_value> canonical_headers(std::span<const http::header> headers) {
    std::vector<name_value> out;
    for (const auto& header : headers) {
        out.emplace_back(base::lower_case(header.name), collapsed(header.value));
    }
    std::stable_sort(out.begin(), out.end(), [](const auto& a, const auto& b) { return a.first < b.first; });
    std::vector<name_value> joined;
    for (auto& each : out) {
        if (!joined.empty() && joined.back().first == each.first) {
            joined.back().second += ',' + each.second;
        } else {
            joined.push_back(std::move(each));
        }
    }
    return joined;
}

std::string signed_names(const std::vector<name_value>& headers) {
    std::string out;
    for (const auto& [name, value] : headers) {
        if (!out.empty()) out += ';';
        out += name;
    }
    return out;
}

base::secret_bytes signing_key(const signing_scope& scope, std::string_view date, const credentials& keys) {
    base::secret_bytes seed(4 + keys.secret_access_key.size());
    const auto prefix = base::as_bytes("AWS4");
    const auto rest = std::copy(prefix.begin(), prefix.end(), seed.writable().begin());
    std::copy(keys.secret_access_key.view().begin(), keys.secret_access_key.view().end(), rest);
    const auto dated = hmac_sha256(seed.view(), date);
    const auto regional = hmac_sha256(dated.view(), scope.region);
    const auto for_service = hmac_sha256(regional.view(), scope.service);
    return hmac_sha256(for_service.view(), "aws4_request");
}

void append_two_digits(std::string& out, unsigned value) {
    out += static_cast<char>('0' + value / 10);
    out += static_cast<char>('0' + value % 10);
}

}  // namespace

std::string sha256_hex(std::string_view data) {
    std::array<std::uint8_t, digest_bytes> digest{};
    EVP_Digest(data.data(), data.size(), digest.data(), nullptr, EVP_sha256(), nullptr);
    return base::hex_lower(digest);
}

std::string amz_date(std::chrono::sys_seconds time) {
    const auto day = std::chrono::floor<std::chrono::days>(time);
    const std::chrono::year_month_day date(day);
    const std::chrono::hh_mm_ss clock(time - day);
    std::string out = std::to_string(static_cast<int>(date.year()));
    append_two_digits(out, static_cast<unsigned>(date.month()));
    append_two_digits(out, static_cast<unsigned>(date.day()));
    out += 'T';
    append_two_digits(out, static_cast<unsigned>(clock.hours().count()));
    append_two_digits(out, static_cast<unsigned>(clock.minutes().count()));
    append_two_digits(out, static_cast<unsigned>(clock.seconds().count()));
    out += 'Z';
    return out;
}

signature sign(const signing_request& request, const signing_scope& scope, const credentials& keys) {
    signature out;
    const auto headers = canonical_headers(request.headers);
    const auto names = signed_names(headers);
    out.canonical_request = std::string(request.method) + '\n' + canonical_path(request.path, scope.is_s3) + '\n' +
                            canonical_query(request.query) + '\n';
    for (const auto& [name, value] : headers) {
        out.canonical_request.append(name).append(1, ':').append(value).append(1, '\n');
    }
    out.canonical_request += '\n' + names + '\n' + sha256_hex(request.body);

    const auto time = amz_date(scope.time);
    const auto date = time.substr(0, 8);
    const auto credential_scope = date + '/' + scope.region + '/' + scope.service + "/aws4_request";
    out.string_to_sign =
        std::string(algorithm) + '\n' + time + '\n' + credential_scope + '\n' + sha256_hex(out.canonical_request);
    out.value = base::hex_lower(hmac_sha256(signing_key(scope, date, keys).view(), out.string_to_sign).view());
    out.authorization = std::string(algorithm) + " Credential=" + keys.access_key_id + '/' + credential_scope +
                        ", SignedHeaders=" + names + ", Signature=" + out.value;
    return out;
}

}  // namespace oraxx::lambda::aws
