// One recorded instance of every TTC message struct: read whole, with a tail, and cut at every length.
#include <gmock/gmock.h>

#include <filesystem>
#include <fstream>
#include <functional>
#include <set>

#include "support/cut_everywhere.hpp"
#include "support/recorded_messages.hpp"
#include "wire/ttc/aq_array.hpp"
#include "wire/ttc/aq_functions.hpp"
#include "wire/ttc/auth.hpp"
#include "wire/ttc/bit_vector.hpp"
#include "wire/ttc/close_cursors.hpp"
#include "wire/ttc/cookie.hpp"
#include "wire/ttc/describe.hpp"
#include "wire/ttc/direct_path.hpp"
#include "wire/ttc/direct_path_rows.hpp"
#include "wire/ttc/end_to_end.hpp"
#include "wire/ttc/error_info.hpp"
#include "wire/ttc/execute.hpp"
#include "wire/ttc/fast_auth.hpp"
#include "wire/ttc/fetch.hpp"
#include "wire/ttc/implicit_results.hpp"
#include "wire/ttc/io_vector.hpp"
#include "wire/ttc/lob_data.hpp"
#include "wire/ttc/lob_operation.hpp"
#include "wire/ttc/reexecute.hpp"
#include "wire/ttc/return_parameters.hpp"
#include "wire/ttc/row_header.hpp"
#include "wire/ttc/server_piggyback.hpp"
#include "wire/ttc/session_functions.hpp"
#include "wire/ttc/status.hpp"
#include "wire/ttc/transaction_functions.hpp"
#include "wire/ttc/version.hpp"

namespace oraxx::test {
namespace {

using namespace wire::ttc;

struct recorded_golden {
    const char* message;  // name of the struct
    const char* capture;
    bool from_client;
    const char* name;   // of the message, as traces call it
    std::size_t index;  // among the messages of that name
    capabilities caps;
    std::function<decode_errc(decoder&)> decode;  // reads the message after its type byte
};

// What the recorded sessions agreed on.
capabilities python_26ai() {
    capabilities caps;
    caps.end_of_response = true;
    return caps;
}

capabilities oci_19c() {
    capabilities caps;
    caps.version = field_version::v19_1;
    caps.dialect.oci = true;
    return caps;
}

capabilities ojdbc_26ai() {
    capabilities caps;
    caps.request_text_has_length = false;
    caps.dialect.universal_sb1 = true;
    return caps;
}

// Neither tokens nor what 23ai added.
capabilities thin_21c() {
    capabilities caps;
    caps.version = field_version::v21_1;
    return caps;
}

capabilities go_oracledb_26ai() {
    capabilities caps;
    caps.dialect.universal_sb1 = true;
    return caps;
}

// go-ora 2 offers field version 11 to any server.
capabilities goora_26ai() {
    capabilities caps;
    caps.version = field_version::v18_1_ext1;
    caps.error_has_sql_type = false;
    caps.data_types_time_zone = true;
    caps.data_types_time_zone_file = true;
    caps.dialect.universal_sb1 = true;
    return caps;
}

template <class Message>
decode_errc read(decoder& c) {
    Message m;
    return decode(c, m);
}

// A function or piggyback: its header, then its body.
template <class Message>
decode_errc read_function(decoder& c) {
    function_header header;
    if (const auto e = decode(c, header); e != decode_errc::ok) return e;
    return read<Message>(c);
}

decode_errc read_bit_vector(decoder& c) {
    bit_vector m;
    return decode(c, 10, m);  // py_free23_26_fetch_df selects ten columns
}

decode_errc read_new_lob(decoder& c) {
    lob_reply m;
    m.shape = {.source_length = new_locator_size, .has_charset = true, .has_flag = true};
    return decode(c, m);
}

decode_errc read_dequeued_array(decoder& c) {
    aq_array_reply m;
    m.operation = aq_array_request::dequeue;
    return decode(c, m);
}

// With its rows, whose pieces and segments are structs of their own.
decode_errc read_load(decoder& c) {
    function_header header;
    direct_path_load m;
    if (decode(c, header) != decode_errc::ok || decode(c, m) != decode_errc::ok) return c.error();
    direct_path_rows rows(c, m.size);
    while (rows.has_piece()) {
        direct_path_piece piece;
        rows.next_piece(piece);
        while (rows.has_segment()) {
            direct_path_segment segment;
            rows.next_segment(segment);
        }
    }
    return c.error();
}

const std::vector<recorded_golden>& recorded_goldens() {
    static const std::vector<recorded_golden> all{
        {"protocol_request", "goora_free23_26_binds", true, "protocol", 0, goora_26ai(), read<protocol_request>},
        {"protocol_reply", "goora_free23_26_binds", false, "protocol", 0, goora_26ai(), read<protocol_reply>},
        {"data_types_request", "goora_free23_26_binds", true, "data types", 0, goora_26ai(),
         read<data_types_request>},
        {"data_types_request", "py_21c_session", true, "data types", 0, python_26ai(), read<data_types_request>},
        {"data_types_reply", "goora_free23_26_binds", false, "data types", 0, goora_26ai(), read<data_types_reply>},
        {"data_types_reply", "py_free23_26_dbobject", false, "data types", 0, python_26ai(), read<data_types_reply>},
        {"fast_auth", "py_free23_26_dbobject", true, "fast auth", 0, python_26ai(), read<fast_auth>},
        {"fast_auth", "goora_free23_26_cursor_reexec", true, "fast auth", 0, python_26ai(), read<fast_auth>},
        {"fast_auth", "jdbc_free23_26_cursor_reexec", true, "fast auth", 0, ojdbc_26ai(), read<fast_auth>},
        {"cookie", "jdbc_tcps_ee23_kill", true, "cookie", 0, ojdbc_26ai(), read<cookie>},
        {"function_header", "py_free23_26_fetch_df", true, "logoff", 0, python_26ai(), read<function_header>},
        {"auth_request", "goora_free23_26_binds", true, "auth phase one", 0, goora_26ai(),
         read_function<auth_request>},
        {"auth_request", "py_free23_26_dbobject", true, "auth phase two", 0, python_26ai(),
         read_function<auth_request>},
        {"auth_request", "jdbc_ee23_26_dml_errors", true, "auth phase two", 0, ojdbc_26ai(),
         read_function<auth_request>},
        {"auth_parameters", "py_free23_26_dbobject", false, "parameters", 0, python_26ai(), read<auth_parameters>},
        {"auth_parameters", "py_free23_26_dbobject", false, "parameters", 1, python_26ai(), read<auth_parameters>},
        {"status", "py_free23_26_fetch_df", false, "status", 0, python_26ai(), read<status>},
        {"error_info", "py_free23_26_failed_stmt", false, "error", 2, python_26ai(), read<error_info>},
        {"error_info", "goora_free23_26_dml", false, "error", 3, goora_26ai(), read<error_info>},
        {"execute_request", "py_free23_26_cursor_reexec", true, "execute", 0, python_26ai(),
         read_function<execute_request>},
        {"execute_request", "goora_free23_26_colcount", true, "execute", 1, goora_26ai(),
         read_function<execute_request>},
        {"execute_request", "jdbc_free23_26_cursor_reexec", true, "execute", 0, ojdbc_26ai(),
         read_function<execute_request>},
        {"reexecute_request", "py_free23_26_cursor_reexec", true, "re-execute and fetch", 0, python_26ai(),
         read_function<reexecute_request>},
        {"fetch_request", "jdbc_free23_26_midfetch_fail", true, "fetch", 0, ojdbc_26ai(),
         read_function<fetch_request>},
        {"close_cursors", "py_free23_26_failed_stmt", true, "close cursors", 0, python_26ai(),
         read_function<close_cursors>},
        {"version_request", "goora_free23_26_binds", true, "version", 0, goora_26ai(),
         read_function<version_request>},
        {"version_reply", "goora_free23_26_binds", false, "parameters", 2, goora_26ai(), read<version_reply>},
        {"describe_info", "py_free23_26_fetch_df", false, "describe", 0, python_26ai(), read<describe_info>},
        {"describe_info", "goora_free23_26_numbers", false, "describe", 1, goora_26ai(), read<describe_info>},
        {"row_header", "py_free23_26_fetch_df", false, "row header", 0, python_26ai(), read<row_header>},
        {"bit_vector", "py_free23_26_dbobject", false, "bit vector", 0, python_26ai(), read_bit_vector},
        {"io_vector", "py_free23_26_dbobject", false, "io vector", 0, python_26ai(), read<io_vector>},
        {"return_parameters", "py_free23_26_fetch_df", false, "parameters", 2, python_26ai(),
         read<return_parameters>},
        {"server_piggyback", "py_free23_26_dbobject", false, "server piggyback", 0, python_26ai(),
         read<server_piggyback>},
        {"session_switch", "oci_19_3_query", true, "session switch", 0, oci_19c(), read_function<session_switch>},
        {"session_release", "python_26_1_release", true, "session release", 0, python_26ai(),
         read_function<session_release>},
        {"app_context", "node_26_0_app_context", true, "application context", 0, python_26ai(),
         read_function<app_context>},
        {"pipeline_begin", "py_free23_26_pipeline", true, "pipeline begin", 0, python_26ai(),
         read_function<pipeline_begin>},
        {"pipeline_end", "py_free23_26_pipeline", true, "pipeline end", 0, python_26ai(),
         read_function<pipeline_end>},
        {"pipeline_token", "py_free23_26_pipeline", false, "token", 0, python_26ai(), read<pipeline_token>},
        {"end_to_end", "python_26_1_piggybacks", true, "end to end", 0, python_26ai(), read_function<end_to_end>},
        {"end_to_end", "python_26_1_piggybacks", true, "end to end", 1, python_26ai(), read_function<end_to_end>},
        {"set_schema", "python_26_1_piggybacks", true, "set schema", 0, python_26ai(), read_function<set_schema>},
        {"session_state", "python_26_1_piggybacks", true, "session state", 0, python_26ai(),
         read_function<wire::ttc::session_state>},
        {"lob_request", "rust_xe21_lob", true, "LOB operation", 0, thin_21c(), read_function<lob_request>},
        {"lob_request", "go_oracle_clob_ops", true, "LOB operation", 0, go_oracledb_26ai(),
         read_function<lob_request>},
        {"lob_reply", "rust_xe21_lob", false, "parameters", 0, thin_21c(), read_new_lob},
        {"lob_data", "rust_xe21_lob", true, "lob data", 0, thin_21c(), read<lob_data>},
        {"lob_data", "rust_xe21_lob", false, "lob data", 0, thin_21c(), read<lob_data>},
        {"implicit_results", "seerdb_21c_ttc_fragments", false, "implicit results", 0, thin_21c(),
         read<implicit_results>},
        {"transaction_switch", "python_4_0_xa", true, "TPC switch", 0, python_26ai(),
         read_function<transaction_switch>},
        {"transaction_switch", "python_4_0_xa", true, "TPC switch", 2, python_26ai(),
         read_function<transaction_switch>},
        {"transaction_switch", "python_4_0_sessionless", true, "TPC switch", 1, python_26ai(),
         read_function<transaction_switch>},
        {"transaction_switch_reply", "python_4_0_xa", false, "parameters", 1, python_26ai(),
         read<transaction_switch_reply>},
        {"transaction_change", "python_4_0_xa", true, "TPC change state", 0, python_26ai(),
         read_function<transaction_change>},
        {"transaction_change", "python_4_0_xa", true, "TPC change state", 2, python_26ai(),
         read_function<transaction_change>},
        {"transaction_change_reply", "python_4_0_xa", false, "parameters", 3, python_26ai(),
         read<transaction_change_reply>},
        {"aq_enqueue", "py_free23_26_aq_raw", true, "AQ enqueue", 0, python_26ai(), read_function<aq_enqueue>},
        {"aq_enqueue", "py_free23_26_aq_object", true, "AQ enqueue", 0, python_26ai(), read_function<aq_enqueue>},
        {"aq_enqueue", "python_4_0_aq_json", true, "AQ enqueue", 0, python_26ai(), read_function<aq_enqueue>},
        {"aq_enqueue_reply", "py_free23_26_aq_raw", false, "parameters", 2, python_26ai(), read<aq_enqueue_reply>},
        {"aq_dequeue", "py_free23_26_aq_raw", true, "AQ dequeue", 0, python_26ai(), read_function<aq_dequeue>},
        {"aq_dequeue_reply", "py_free23_26_aq_raw", false, "parameters", 3, python_26ai(), read<aq_dequeue_reply>},
        {"aq_array_request", "py_free23_26_aq_bulk", true, "AQ array", 0, python_26ai(),
         read_function<aq_array_request>},
        {"aq_array_request", "py_free23_26_aq_bulk", true, "AQ array", 1, python_26ai(),
         read_function<aq_array_request>},
        {"aq_array_reply", "py_free23_26_aq_bulk", false, "parameters", 2, python_26ai(), read<aq_array_reply>},
        {"aq_array_reply", "py_free23_26_aq_bulk", false, "parameters", 3, python_26ai(), read_dequeued_array},
        {"direct_path_prepare", "py_free23_26_dpl", true, "direct path prepare", 0, python_26ai(),
         read_function<direct_path_prepare>},
        {"direct_path_prepare_reply", "py_free23_26_dpl", false, "parameters", 6, python_26ai(),
         read<direct_path_prepare_reply>},
        {"direct_path_load", "py_free23_26_dpl", true, "direct path load", 0, python_26ai(), read_load},
        {"direct_path_load", "py_free23_26_dpl", true, "direct path load", 3, python_26ai(), read_load},
        {"direct_path_operation", "py_free23_26_dpl", true, "direct path operation", 0, python_26ai(),
         read_function<direct_path_operation>},
        {"direct_path_reply", "py_free23_26_dpl", false, "parameters", 7, python_26ai(), read<direct_path_reply>},
        {"feature_tracking", "jdbc_tcps_ee23_kill", true, "feature tracking", 0, ojdbc_26ai(),
         read_function<feature_tracking>},
    };
    return all;
}

class recorded_message_golden : public testing::TestWithParam<std::size_t> {};

TEST_P(recorded_message_golden, is_read_whole_and_never_past_a_cut) {
    const auto& golden = recorded_goldens()[GetParam()];
    const auto& message = collected(golden.capture).at(golden.from_client, golden.name, golden.index);
    cut_everywhere(base::bytes_view(message.wire).subspan(1), golden.caps, golden.decode);
}

INSTANTIATE_TEST_SUITE_P(all, recorded_message_golden, testing::Range(std::size_t{0}, recorded_goldens().size()),
                         [](const auto& at) {
                             const auto& golden = recorded_goldens()[at.param];
                             return std::string(golden.message) + "_from_" + golden.capture + "_" +
                                    std::to_string(at.param);
                         });

// Message structs of src/wire/ttc: the X of each "decode_errc decode(decoder& c, ..., X& out);".
std::set<std::string> message_structs() {
    std::set<std::string> names;
    for (const auto& entry : std::filesystem::directory_iterator(ORAXX_SOURCE_DIR "/src/wire/ttc")) {
        if (entry.path().extension() != ".hpp") continue;
        std::ifstream in(entry.path());
        for (std::string line; std::getline(in, line);) {
            const auto end = line.find("& out);");
            if (line.rfind("decode_errc decode(decoder& c, ", 0) != 0 || end == std::string::npos) continue;
            const auto start = line.rfind(' ', end) + 1;
            names.insert(line.substr(start, end - start));
        }
    }
    return names;
}

TEST(foreign_client_recordings, come_out_of_the_encoder_as_they_went_in) {
    for (const auto* name : {"python_26_1_piggybacks", "python_26_1_release", "node_26_0_app_context",
                             "oci_19_3_query", "python_4_0_xa", "python_4_0_sessionless", "python_4_0_aq_json"}) {
        const auto& found = collected(name);
        EXPECT_EQ(found.summary.undecoded_bytes, 0U) << name;
        EXPECT_GE(found.messages.size(), 3U) << name;
        for (const auto& m : found.messages) EXPECT_EQ(m.encoded, m.wire) << name << ": " << m.name;
    }
}

TEST(message_structs, each_have_a_golden_from_outside) {
    // Parts of other messages, and what no recording holds.
    const std::set<std::string> exempt{
        "column_metadata",      // part of describe_info
        "describe_block",       // part of describe_info
        "direct_path_piece",    // part of the direct_path_load goldens
        "direct_path_segment",  // likewise
        "describe_statement",   // what ojdbc sends and reads: describe_statement_test.cpp
        "statement_columns",    // likewise
        "warning",              // recorded servers sent none
    };
    std::set<std::string> have;
    for (const auto& golden : recorded_goldens()) have.insert(golden.message);
    std::vector<std::string> missing;
    for (const auto& name : message_structs()) {
        if (have.count(name) == 0 && exempt.count(name) == 0) missing.push_back(name);
    }
    EXPECT_THAT(missing, testing::IsEmpty());
    EXPECT_GT(message_structs().size(), have.size());
}

}  // namespace
}  // namespace oraxx::test
