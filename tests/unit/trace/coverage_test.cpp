// Every recording there is: what is not decoded is what docs/protocol/coverage.md lists, to the byte; what is decoded
// is written again as it was.
#include <gtest/gtest.h>

#include <fstream>
#include <map>

#include "base/hex.hpp"
#include "support/recorded_messages.hpp"

namespace oraxx::test {
namespace {

// The first table of docs/protocol/coverage.md: file, undecoded bytes.
std::map<std::string, std::size_t> excused_bytes() {
    std::ifstream in(std::filesystem::path(ORAXX_SOURCE_DIR) / "docs/protocol/coverage.md");
    std::map<std::string, std::size_t> out;
    for (std::string line; std::getline(in, line);) {
        const auto name_end = line.find("` | ");
        if (line.rfind("| `", 0) != 0 || name_end == std::string::npos) continue;
        const auto name = line.substr(3, name_end - 3);
        const auto bytes = line.substr(name_end + 4);
        if (bytes.empty() || bytes[0] < '0' || bytes[0] > '9') continue;
        out[name] = std::stoul(bytes);
    }
    return out;
}

class every_recording : public testing::TestWithParam<std::string> {};

TEST_P(every_recording, leaves_undecoded_what_the_coverage_table_lists) {
    static const auto excused = excused_bytes();
    const auto found = excused.find(GetParam());
    const auto& recording = collected(GetParam());
    EXPECT_EQ(recording.summary.undecoded_bytes, found == excused.end() ? 0U : found->second)
        << testing::PrintToString(recording.failures);
}

TEST_P(every_recording, writes_every_decoded_message_byte_for_byte) {
    if (GetParam() == "seerdb_9i_ttc_fragments") return;  // an older protocol, read by layouts of later ones
    for (const auto& m : collected(GetParam()).messages) {
        // A client of 11.2 cuts values after 64 bytes, which we never do; document_test.cpp writes these cuts again.
        if (GetParam() == "oci_11g_12c_fragments" && m.name == "auth phase two") continue;
        EXPECT_EQ(base::hex_lower(m.encoded), base::hex_lower(m.wire))
            << (m.from_client ? "client " : "server ") << m.name;
    }
}

INSTANTIATE_TEST_SUITE_P(captures, every_recording, testing::ValuesIn(capture_names()),
                         [](const auto& at) { return at.param; });

TEST(coverage_table, names_recordings_that_exist) {
    const auto names = capture_names();
    const auto excused = excused_bytes();
    EXPECT_EQ(names.size(), 70U);
    EXPECT_EQ(excused.size(), 7U);
    for (const auto& [name, bytes] : excused) {
        EXPECT_NE(std::find(names.begin(), names.end(), name), names.end()) << name;
        EXPECT_GT(bytes, 0U) << name;
    }
}

// How much there is, so that nothing drops out unseen.
TEST(coverage_table, stands_on_so_many_messages) {
    std::size_t from_client = 0;
    std::size_t from_server = 0;
    for (const auto& name : capture_names()) {
        for (const auto& m : collected(name).messages) (m.from_client ? from_client : from_server) += 1;
    }
    EXPECT_EQ(from_client, 722U);
    EXPECT_EQ(from_server, 17471U);
}

// Only what docs/protocol/opaque.md names may be passed over.
TEST(coverage_table, counts_nothing_but_tls_records_as_opaque) {
    for (const auto& name : capture_names()) {
        const auto& recording = collected(name);
        EXPECT_EQ(recording.summary.opaque_bytes != 0, name == "tls_ee23_records") << name;
    }
}

}  // namespace
}  // namespace oraxx::test
