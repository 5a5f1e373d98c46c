// Private data taken out of recordings, structure kept.
#include "trace/redact.hpp"

#include <gmock/gmock.h>

#include <set>

#include "support/recorded_traces.hpp"
#include "trace/redact_text.hpp"

namespace oraxx::test {
namespace {

using trace::document_field;
using trace::field_kind;

TEST(redacted_sql, keeps_the_statement_and_loses_its_literals) {
    EXPECT_EQ(trace::redacted_sql("select a, 'O''Neil', 12.50 from t where b = :12 and c = q'[it's]'"),
              "select a, 'xxxxxxx', 11.11 from t where b = :12 and c = q'[xxxx]'");
    EXPECT_EQ(trace::redacted_sql("insert into \"T\" values (n'Zoe', date '2024-01-31')"),
              "insert into \"T\" values (n'xxx', date 'xxxxxxxxxx')");
}

TEST(redacted_sql, loses_comments_and_passwords) {
    EXPECT_EQ(trace::redacted_sql("select 1 -- for Bob\nfrom dual /* id 7 */"),
              "select 1 --xxxxxxxx\nfrom dual /*xxxxxx*/");
    EXPECT_EQ(trace::redacted_sql("alter user u identified by Tiger1 account unlock"),
              "alter user u identified by xxxxxx account unlock");
    EXPECT_EQ(trace::redacted_sql("create user u IDENTIFIED  BY \"p w\""), "create user u IDENTIFIED  BY \"xxx\"");
}

TEST(redacted_sql, ends_at_the_end_of_unfinished_texts) {
    EXPECT_EQ(trace::redacted_sql("select 'abc"), "select 'xxx");
    EXPECT_EQ(trace::redacted_sql("select q'"), "select q'");
    EXPECT_EQ(trace::redacted_sql("select /* abc"), "select /*xxxx");
}

TEST(redacted_descriptor, keeps_names_and_what_is_public) {
    EXPECT_EQ(trace::redacted_descriptor("(DESCRIPTION=(ADDRESS=(PROTOCOL=tcp)(HOST=db1)(PORT=1521))"
                                         "(CONNECT_DATA=(SERVICE_NAME=sales)(CID=(USER=bob))))"),
              "(DESCRIPTION=(ADDRESS=(PROTOCOL=tcp)(HOST=xxx)(PORT=xxxx))"
              "(CONNECT_DATA=(SERVICE_NAME=xxxxx)(CID=(USER=xxx))))");
    EXPECT_EQ(trace::redacted_descriptor("db1:1521/sales"), "xxxxxxxxxxxxxx");
}

TEST(redacted_message, keeps_the_numbers) {
    EXPECT_EQ(trace::redacted_message("ORA-00942: table BOB.T\nORA-06512: at \"BOB.P\"\n"),
              "ORA-00942: xxxxxxxxxxx\nORA-06512: xxxxxxxxxx\n");
    EXPECT_EQ(trace::redacted_message("hello"), "xxxxx");
}

// What a reader of the file must not find, taken from the conversation by the protocol's own names.
void collect_secrets(const std::vector<document_field>& fields, bool is_value, std::set<std::string>& out) {
    static const std::set<std::string> private_keys{
        "AUTH_SESSKEY",          "AUTH_PASSWORD",       "AUTH_NEWPASSWORD",    "AUTH_VFR_DATA",
        "AUTH_SVR_RESPONSE",     "AUTH_MACHINE",        "AUTH_TERMINAL",       "AUTH_SID",
        "AUTH_PROGRAM_NM",       "AUTH_CONNECT_STRING", "AUTH_SC_DBUNIQUE_ID", "AUTH_SC_SERVER_HOST",
        "AUTH_PBKDF2_SPEEDY_KEY"};
    // Shorter ones stand by chance elsewhere.
    constexpr std::size_t shortest = 5;
    std::string key;
    for (const auto& field : fields) {
        const std::string value(field.value.begin(), field.value.end());
        if (field.name == "key") key = value.substr(0, value.find('\0'));
        const bool is_private =
            field.name == "user" || (is_value && field.name == "value") || private_keys.count(key) != 0;
        if (is_private && field.name != "key" && value.size() >= shortest) out.insert(value);
        collect_secrets(field.fields, field.value_type != 0, out);
    }
}

std::set<std::string> secrets_of(const trace::trace_document& document, const trace::trace_file& file) {
    std::set<std::string> out;
    for (const auto& record : document.records) collect_secrets(record.fields, false, out);
    // "# credentials: scott/tiger (...)"
    const auto note = file.note("credentials");
    const std::string words(note.substr(0, note.find(' ')));
    const auto slash = words.find('/');
    if (slash == std::string::npos || words == "n/a") return out;
    out.insert(words.substr(0, slash));
    out.insert(words.substr(slash + 1));
    return out;
}

// What redaction keeps on purpose: identifiers, which may be spelled as some value is.
void collect_kept(const std::vector<document_field>& fields, std::string& out) {
    static const std::set<std::string> kept{"sql", "name", "type name", "type oid", "client name"};
    for (const auto& field : fields) {
        if (kept.count(field.name) != 0) out.append(field.value.begin(), field.value.end()) += '\n';
        collect_kept(field.fields, out);
    }
}

// Values such as a row of zeros stand everywhere.
bool is_telling(const std::string& value) {
    return std::set<char>(value.begin(), value.end()).size() > 2;
}

// Names, forms and lengths; columns may be named by an expression that holds literals.
std::string shape(const std::vector<document_field>& fields) {
    std::string out;
    for (const auto& field : fields) {
        out += (field.value_type == 0 ? field.name : "value") + '/' + std::to_string(static_cast<int>(field.form)) +
               '/' + std::to_string(field.value.size()) + '/' + std::to_string(field.value_type) + '(' +
               shape(field.fields) + ')';
    }
    return out;
}

class redacted_capture : public testing::TestWithParam<std::string> {};

TEST_P(redacted_capture, keeps_its_structure_and_no_secret) {
    const auto original_file = parsed_trace(GetParam());
    auto document = trace::take_apart(original_file);
    const auto original = document;
    trace::redact(document);
    std::string error;
    const auto text = trace::put_together(document, error);
    // Answers without requests whose reading depends on what could not be read before: refused, not leaked.
    if (GetParam() == "seerdb_21c_ttc_fragments") {
        EXPECT_FALSE(text);
        EXPECT_NE(error, "");
        return;
    }
    ASSERT_TRUE(text) << error;
    trace::trace_error at;
    const auto file = trace::parse_trace(*text, at);
    ASSERT_TRUE(file);
    const auto again = trace::take_apart(*file);
    EXPECT_EQ(again.summary.undecoded_bytes, original.summary.undecoded_bytes);
    EXPECT_EQ(again.summary.messages, original.summary.messages);
    ASSERT_EQ(again.records.size(), original.records.size());
    std::string sent;
    for (const auto& line : file->lines) sent += base::to_string(line.bytes) + '\n';
    EXPECT_THAT(file->note("credentials"), testing::AnyOf("", "(redacted)"));
    std::string kept;
    for (const auto& record : again.records) collect_kept(record.fields, kept);
    for (std::size_t i = 0; i < original.records.size(); ++i) {
        EXPECT_EQ(shape(again.records[i].fields), shape(original.records[i].fields)) << original.records[i].name;
    }
    for (const auto& secret : secrets_of(original, original_file)) {
        if (is_telling(secret) && kept.find(secret) == std::string::npos) {
            EXPECT_EQ(sent.find(secret), std::string::npos) << testing::PrintToString(secret);
        }
    }
}

INSTANTIATE_TEST_SUITE_P(all, redacted_capture, testing::ValuesIn(capture_names()),
                         [](const auto& at) { return at.param; });

TEST(redacted_session, knows_the_password_and_values_it_takes_out) {
    const auto file = parsed_trace("py_free23_26_fetch_df");
    const auto secrets = secrets_of(trace::take_apart(file), file);
    EXPECT_GT(secrets.size(), 20U);
    EXPECT_EQ(secrets.count("pythontest"), 1U);
}

}  // namespace
}  // namespace oraxx::test
