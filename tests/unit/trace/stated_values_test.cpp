// Fragments decode to the values that their sources, as quoted in the notes of the recordings, say they hold.
#include <gmock/gmock.h>

#include "support/stated_values.hpp"

namespace oraxx::test {
namespace {

TEST(recordings_of_11g, select_of_one_row_with_session_news_in_the_return_parameters) {
    const field_collector found("seclume_xe11_ttc_fragments");
    EXPECT_EQ(found.values("describe", "name", 0), texts{"1"});
    EXPECT_EQ(number_of(found.values("row data", "value", 0).at(0)), "1");
    EXPECT_EQ(found.values("parameters", "keyword", 0), texts{"163"});
    EXPECT_EQ(found.values("error", "message", 0), texts{"ORA-01403: no data found\n"});
}

TEST(recordings_of_11g, error_without_an_extended_number) {
    const field_collector found("seclume_xe11_ttc_fragments");
    EXPECT_EQ(found.values("error", "short error number", 1), texts{"942"});
    EXPECT_EQ(found.values("error", "error number", 1), texts{});
    EXPECT_EQ(found.values("error", "message", 1), texts{"ORA-00942: table or view does not exist\n"});
}

TEST(recordings_of_11g, value_of_300_characters_in_chunks_of_one_byte_lengths) {
    const field_collector found("seclume_xe11_ttc_fragments");
    const auto value = found.values("row data", "value", 2).at(0);
    EXPECT_EQ(value.size(), 2U * 300U);
    EXPECT_EQ(value.find_first_not_of("62", 2), std::string::npos);
}

TEST(recordings_of_11g, ref_cursor_of_two_columns) {
    const field_collector found("seerdb_10g_11g_ttc_fragments");
    EXPECT_EQ(found.values("io vector", "direction", 2), texts{"16"});
    EXPECT_EQ(found.values("row data", "name", 2), (texts{"A", "B"}));
    EXPECT_EQ(found.values("row data", "cursor id", 2), texts{"2"});
}

TEST(recordings_of_11g, every_nls_setting_and_a_chinese_error_text) {
    const field_collector found("java_11g_nls_zh");
    const auto keywords = found.values("parameters", "keyword");
    const auto settings = found.values("parameters", "binary");
    EXPECT_EQ(keywords.at(0), "16");
    EXPECT_EQ(settings.at(0), hex_of("SIMPLIFIED CHINESE"));
    EXPECT_EQ(keywords.at(1), "9");
    EXPECT_EQ(settings.at(1), hex_of("CHINA"));
    EXPECT_NE(std::find(settings.begin(), settings.end(), hex_of("GREGORIAN")), settings.end());
    EXPECT_NE(std::find(settings.begin(), settings.end(), hex_of("DD-MON-RR")), settings.end());
    EXPECT_EQ(keywords.back(), "163");
    EXPECT_EQ(found.values("error", "message").at(0).rfind("ORA-01403: \xE6\x9C\xAA", 0), 0U);
}

TEST(recordings_of_11g, altered_schema_as_pairs_168_and_169) {
    const field_collector found("seerdb_xe11_alter_session");
    EXPECT_EQ(found.values("parameters", "keyword"), (texts{"168", "169"}));
    EXPECT_EQ(found.values("parameters", "text").at(0), "SYSTEM");
}

TEST(recordings_of_11g, break_marker_with_data_3_before_the_error) {
    const field_collector found("goora_issue276_error_piggyback");
    EXPECT_EQ(found.values("function", "sql"), texts{"SELECT dummyd from dual"});
    EXPECT_EQ(found.values("MARKER", "marker data"), (texts{"3", "2", "2"}));
}

TEST(recordings_of_11g, accepts_of_protocol_314) {
    EXPECT_EQ(field_collector("rust_xe11_connect").values("ACCEPT", "version"), texts{"314"});
    EXPECT_EQ(field_collector("sqlplus_xe11_handshake").values("ACCEPT", "version"), texts{"314"});
    EXPECT_EQ(field_collector("jdbc_11_2_expired_password").values("ACCEPT", "version"), texts{"314"});
    EXPECT_EQ(field_collector("rust_accept_bodies").values("ACCEPT", "version"), (texts{"314", "319"}));
    EXPECT_EQ(field_collector("oraclenio_fragments").values("ACCEPT", "version"), texts{"314"});
}

TEST(recordings_of_11g, logon_with_the_verifier_of_11g) {
    const field_collector found("nettns_ttc_negotiation_11g");
    const auto keys = found.values("parameters", "key");
    const auto at = static_cast<std::size_t>(std::find(keys.begin(), keys.end(), "AUTH_VFR_DATA") - keys.begin());
    EXPECT_EQ(found.values("parameters", "value").at(at), "68876507F05CDE86D0D6");
    EXPECT_EQ(found.values("parameters", "flags").at(at), std::to_string(0x1B25));
}

TEST(recordings_of_11g, refused_logon_of_an_expired_password) {
    const field_collector found("jdbc_11_2_expired_password");
    EXPECT_EQ(found.values("protocol", "charset"), texts{"178"});
    EXPECT_EQ(found.values("error", "error number"), texts{});
    const auto numbers = found.values("error", "short error number");
    EXPECT_EQ(numbers.back(), "28001");
}

TEST(recordings_of_later_releases, selected_values) {
    EXPECT_EQ(number_of(field_collector("rust_xe18_postauth").values("row data", "value").at(0)), "12");
    EXPECT_EQ(number_of(field_collector("rust_free23_postauth").values("row data", "value").at(0)), "12");
    EXPECT_EQ(number_of(field_collector("seerodbc_26ai_fv27_select42").values("row data", "value").at(0)), "42");
    EXPECT_EQ(number_of(field_collector("oraclenio_fragments").values("row data", "value", 1).at(0)), "1");
    EXPECT_EQ(field_collector("oraclenio_fragments").values("row data", "value", 2).size(), 2U);
}

TEST(recordings_of_later_releases, lob_operations) {
    const field_collector thin("rust_xe21_lob");
    EXPECT_EQ(thin.values("lob data", "data"), texts(2, hex_of("rust-oracledb cassette blob payload")));
    const field_collector go("go_oracle_clob_ops");
    EXPECT_EQ(go.values("parameters", "amount", 14), texts{"8132"});
    const auto read = go.values("lob data", "data", 16).at(0);
    EXPECT_EQ(read.size(), 2U * (8122U + 868U));
    EXPECT_EQ(read.substr(0, 8), "00690073");
}

TEST(recordings_of_oci_clients, out_values_of_a_block) {
    const field_collector found("oci_free23_outbind_lob");
    EXPECT_EQ(found.values("io vector", "direction", 0), texts(3, "16"));
    const auto values = found.values("row data", "value", 0);
    ASSERT_EQ(values.size(), 3U);
    EXPECT_EQ(number_of(values[0]), "7");
    EXPECT_EQ(values[1], hex_of("seven"));
    EXPECT_EQ(number_of(values[2]), "42");
}

TEST(recordings_of_oci_clients, row_of_lobs_and_xml) {
    const field_collector found("oci_free23_outbind_lob");
    const texts columns{"C1", "D1", "C2", "D2", "C3", "D3", "C4", "D4", "C5", "X1", "C6", "D5", "C7"};
    EXPECT_EQ(found.values("describe", "name", 3), columns);
    EXPECT_EQ(found.values("describe", "type name", 3).at(9), "XMLTYPE");
    const auto locators = found.values("row data", "locator", 4);
    ASSERT_EQ(locators.size(), 4U);  // the fifth LOB is NULL
    for (const auto& locator : locators) EXPECT_EQ(locator.size(), 2U * 40U);
    EXPECT_EQ(found.values("row data", "lob size", 4), (texts{"4", "26", "4", "2"}));
    EXPECT_THAT(found.values("row data", "image", 4), testing::ElementsAre(testing::EndsWith(hex_of("<a/>"))));
    EXPECT_EQ(found.values("error", "message", 4), texts{"ORA-01403: no data found\n"});
}

TEST(recordings_of_oci_clients, version_and_name_of_the_program) {
    const field_collector found("sqlplus_free23_26_cursor_reexec");
    EXPECT_THAT(found.values("parameters", "banner"), testing::ElementsAre(testing::EndsWith("Version 23.26.2.0.0")));
    EXPECT_EQ(found.values("parameters", "version number"), texts{std::to_string(0x171A2000)});
    EXPECT_EQ(found.values("end to end", "module"), texts{"SQL*Plus"});
    EXPECT_EQ(found.values("row data", "value"), (texts{hex_of("SYSTEM"), "c102", "c102", "c102", "c102"}));
    EXPECT_EQ(number_of(field_collector("oci_12_2_portable_session").values("row data", "value").at(0)), "1");
}

TEST(recordings_of_later_releases, implicit_result_with_its_columns) {
    const field_collector found("seerdb_21c_ttc_fragments");
    EXPECT_EQ(found.values("implicit results", "result count"), texts{"1"});
    EXPECT_EQ(found.values("implicit results", "name"), (texts{"ID", "NAME"}));
}

TEST(recordings_of_single_values, locators_references_and_xml) {
    const field_collector found("seerdb_21c_ttc_fragments");
    EXPECT_EQ(found.values("value", "directory"), texts{"PYO_BFILE_DIR"});
    EXPECT_EQ(found.values("value", "file name"), texts{"pyoracle_bfile_test.txt"});
    EXPECT_EQ(found.values("value", "text"), (texts{"<a>\n  <b>hi</b>\n</a>\n", "<r>42</r>"}));
    EXPECT_THAT(
        found.values("value", "image"),
        testing::ElementsAre(testing::AllOf(testing::HasSubstr(hex_of("Main St")), testing::EndsWith("025553"))));
    EXPECT_EQ(found.values("value", "object id").size(), 2U);  // of the object and of the reference
}

TEST(recordings_of_later_releases, column_that_became_a_lob_comes_as_a_long) {
    const field_collector found("muhdur_free23_ttc_fragments");
    EXPECT_EQ(found.values("row data", "null indicator", 1), texts{"-1"});
    EXPECT_EQ(found.values("row data", "return code", 1), texts{"1405"});
}

TEST(recordings_of_later_releases, annotations_of_a_cut_packet) {
    const field_collector found("go_oracle_packets");
    EXPECT_EQ(found.values("describe", "key", 22), (texts{"IDENTITY", "DISPLAY", "Group"}));
    EXPECT_EQ(found.values("describe", "value", 22), (texts{"", "Employee ID", "Emp_Info"}));
}

}  // namespace
}  // namespace oraxx::test
