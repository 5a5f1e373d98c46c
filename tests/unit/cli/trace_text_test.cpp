// The text of decoded recordings says what values mean: as the sources of the recordings state it.
#include "cli/trace_text.hpp"

#include <gmock/gmock.h>

#include <cstdlib>

#include "support/recorded_traces.hpp"
#include "trace/document.hpp"

namespace oraxx::test {
namespace {

using testing::HasSubstr;

std::string text_of(const std::string& recording) {
    char* data = nullptr;
    std::size_t size = 0;
    std::FILE* out = open_memstream(&data, &size);
    cli::write_trace_text(trace::take_apart(parsed_trace(recording)), out);
    std::fclose(out);
    std::string text(data, size);
    std::free(data);
    return text;
}

TEST(readings, of_scalars_stand_behind_their_bytes) {
    const auto text = text_of("py_free23_26_dpl");
    EXPECT_THAT(text, HasSubstr("value = c20d2339 is 1234.56\n"));
    EXPECT_THAT(text, HasSubstr("value = 616c706861 is alpha\n"));
    EXPECT_THAT(text, HasSubstr("value = 787c0102040506 is {\"year\":2024,\"month\":1,\"day\":2,"));
    EXPECT_THAT(text, HasSubstr("value = c004000000000000 is 2.5\n"));
    EXPECT_THAT(text, HasSubstr("value = 010203\n"));  // RAW
}

TEST(readings, of_documents_and_vectors) {
    EXPECT_THAT(text_of("values_oson_21c"), HasSubstr(" is {\"$object\":[[\"a\",{\"$number\":\"1\"}]]}\n"));
    EXPECT_THAT(text_of("values_vector_free23_26"),
                HasSubstr(R"( is {"format":"int8","values":[-5,1,-2,127,-128]})"));
    // In the request as it is, in the answer behind a length.
    const auto queue = text_of("python_4_0_aq_json");
    const std::string document = R"( is {"$object":[["name","John"],["age",{"$number":"30"}],["city","NY"]]})";
    const auto first = queue.find(document);
    ASSERT_NE(first, std::string::npos);
    EXPECT_NE(queue.find(document, first + 1), std::string::npos);
}

// The descriptor of the type comes in an OUT value of the same session.
TEST(readings, of_objects_whose_type_was_described) {
    EXPECT_THAT(text_of("py_free23_26_aq_object"), HasSubstr(R"( is ["Test Book","An Author","1.5"])"));
}

TEST(readings, leave_out_control_characters) {
    trace::trace_document document;
    trace::document_field value;
    value.kind = trace::field_kind::bytes;
    value.name = "value";
    value.value = {'a', 0x1B, '[', '2', 'J'};
    trace::document_field group;
    group.name = "C";
    group.value_type = 1;
    group.fields.push_back(value);
    document.records.push_back({trace::record_kind::message, false, "row data", 0, {group}});
    char* data = nullptr;
    std::size_t size = 0;
    std::FILE* out = open_memstream(&data, &size);
    cli::write_trace_text(document, out);
    std::fclose(out);
    EXPECT_THAT(std::string(data, size), HasSubstr("value = 611b5b324a is a\\x1b[2J\n"));
    std::free(data);
}

}  // namespace
}  // namespace oraxx::test
