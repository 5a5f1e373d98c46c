// Recordings taken apart into named fields and put together again.
#include "trace/document.hpp"

#include <gmock/gmock.h>

#include <functional>

#include "base/hex.hpp"
#include "support/recorded_traces.hpp"

namespace oraxx::test {
namespace {

using trace::document_field;
using trace::document_record;
using trace::field_kind;
using trace::record_kind;
using trace::trace_document;
using wire::ttc::field_form;

class every_capture : public testing::TestWithParam<std::string> {};

TEST_P(every_capture, is_put_together_from_its_fields_byte_for_byte) {
    const auto document = trace::take_apart(parsed_trace(GetParam()));
    std::string error;
    const auto text = trace::put_together(document, error);
    ASSERT_TRUE(text) << error;
    EXPECT_EQ(*text, trace_text(GetParam()));
}

TEST_P(every_capture, names_every_byte_of_the_messages_it_reads) {
    for (const auto& record : trace::take_apart(parsed_trace(GetParam())).records) {
        for (const auto& field : record.fields) {
            EXPECT_NE(field.reason, trace::unnamed_bytes) << record.name << " " << base::hex_lower(field.value);
        }
    }
}

INSTANTIATE_TEST_SUITE_P(all, every_capture, testing::ValuesIn(capture_names()),
                         [](const auto& at) { return at.param; });

// The first field of that name, groups looked into; null when there is none.
document_field* find(std::vector<document_field>& fields, std::string_view name) {
    for (auto& field : fields) {
        if (field.kind != field_kind::group && field.name == name) return &field;
        if (auto* inner = find(field.fields, name)) return inner;
    }
    return nullptr;
}

document_field& field_of(trace_document& document, std::string_view record_name, std::string_view field_name) {
    for (auto& record : document.records) {
        if (record.kind == record_kind::note || record.name != record_name) continue;
        if (auto* field = find(record.fields, field_name)) return *field;
    }
    throw std::out_of_range("no such field");
}

trace_document session() {
    return trace::take_apart(parsed_trace("py_free23_26_fetch_df"));
}

// The hexadecimal digits that differ between two texts of the same length.
std::size_t changed_digits(const std::string& a, const std::string& b) {
    EXPECT_EQ(a.size(), b.size());
    std::size_t count = 0;
    for (std::size_t i = 0; i < a.size() && i < b.size(); ++i) count += a[i] != b[i] ? 1U : 0U;
    return count;
}

TEST(edited_document, changes_the_bytes_of_a_number) {
    auto document = session();
    field_of(document, "execute", "sequence").magnitude ^= 1;
    std::string error;
    const auto text = trace::put_together(document, error);
    ASSERT_TRUE(text) << error;
    EXPECT_EQ(changed_digits(*text, trace_text("py_free23_26_fetch_df")), 1U);
}

TEST(edited_document, changes_the_bytes_of_a_text) {
    auto document = session();
    field_of(document, "execute", "sql").value[0] ^= 0x20;  // the other case of a letter
    std::string error;
    const auto text = trace::put_together(document, error);
    ASSERT_TRUE(text) << error;
    EXPECT_EQ(changed_digits(*text, trace_text("py_free23_26_fetch_df")), 1U);
}

std::string refusal(const std::function<void(trace_document&)>& edit) {
    auto document = session();
    edit(document);
    std::string error;
    EXPECT_FALSE(trace::put_together(document, error));
    return error;
}

TEST(edited_document, is_refused_when_a_number_does_not_fit) {
    EXPECT_THAT(refusal([](auto& d) { field_of(d, "execute", "message type").magnitude = 256; }),
                testing::HasSubstr("the value of \"message type\" does not fit"));
}

TEST(edited_document, is_refused_when_a_text_outgrows_its_packet) {
    EXPECT_THAT(refusal([](auto& d) { field_of(d, "execute", "sql").value.push_back(' '); }),
                testing::HasSubstr("the client's messages do not fill its packets"));
}

TEST(edited_document, is_refused_when_the_layout_reads_other_fields) {
    EXPECT_THAT(refusal([](auto& d) { field_of(d, "execute", "sql").name = "text"; }),
                testing::HasSubstr("reads back otherwise at \"text\""));
    EXPECT_THAT(refusal([](auto& d) { field_of(d, "auth phase two", "pair count").magnitude += 1; }),
                testing::HasSubstr("reads back"));
}

struct form_case {
    const char* what;
    field_form form;
    trace::field_style style;
    std::uint64_t magnitude;
    bool is_negative;
    const char* bytes;
};

// Bytes as the protocol texts give them: universal integers, fixed widths of both orders, pointers.
TEST(numbers, stand_as_their_form_and_style_say) {
    const form_case cases[] = {
        {"u8", field_form::fixed, {1, false, {}}, 7, false, "07"},
        {"u16", field_form::fixed, {2, false, {}}, 0x1234, false, "1234"},
        {"u32 little", field_form::fixed_little, {4, false, {}}, 0x1234, false, "34120000"},
        {"minus one", field_form::fixed_little, {2, false, {}}, 1, true, "ffff"},
        {"universal zero", field_form::universal, {}, 0, false, "00"},
        {"universal", field_form::universal, {}, 0x1234, false, "021234"},
        {"universal, wider", field_form::universal, {4, false, {}}, 0x1234, false, "0400001234"},
        {"universal, negative", field_form::universal, {}, 5, true, "8105"},
        {"pointer", field_form::wide_pointer, {}, 1, false, "feffffffffffffff"},
    };
    for (const auto& each : cases) {
        document_field field;
        field.kind = field_kind::number;
        field.form = each.form;
        field.style = each.style;
        field.magnitude = each.magnitude;
        field.is_negative = each.is_negative;
        base::byte_buffer out;
        std::string error;
        EXPECT_TRUE(trace::append_field(field, out, error)) << each.what;
        EXPECT_EQ(base::hex_lower(out), each.bytes) << each.what;
    }
}

TEST(texts, stand_as_their_form_and_style_say) {
    const auto bytes_of = [](field_form form, trace::field_style style, std::string_view text) {
        document_field field;
        field.kind = field_kind::text;
        field.form = form;
        field.style = std::move(style);
        field.value.assign(text.begin(), text.end());
        base::byte_buffer out;
        std::string error;
        return trace::append_field(field, out, error) ? base::hex_lower(out) : error;
    };
    EXPECT_EQ(bytes_of(field_form::raw, {}, "ab"), "6162");
    EXPECT_EQ(bytes_of(field_form::zero_terminated, {}, "ab"), "616200");
    EXPECT_EQ(bytes_of(field_form::clr, {}, "ab"), "026162");
    EXPECT_EQ(bytes_of(field_form::clr, {0, true, {}}, ""), "ff");
    EXPECT_EQ(bytes_of(field_form::clr, {0, false, {{1, 0}, {1, 0}, {0, 0}}}, "ab"), "fe0161016200");
    EXPECT_EQ(bytes_of(field_form::clr_big, {0, false, {{2, 2}, {0, 0}}}, "ab"), "fe020002616200");
    EXPECT_EQ(bytes_of(field_form::dalc, {}, ""), "00");
    EXPECT_EQ(bytes_of(field_form::dalc, {}, "ab"), "0102026162");
    EXPECT_EQ(bytes_of(field_form::dalc_fixed, {}, "ab"), "02000000026162");
    EXPECT_THAT(bytes_of(field_form::clr, {0, false, {{1, 0}, {0, 0}}}, "ab"), testing::HasSubstr("does not fit"));
    EXPECT_THAT(bytes_of(field_form::clr, {}, std::string(300, 'x')), testing::HasSubstr("does not fit"));
    EXPECT_THAT(bytes_of(field_form::zero_terminated, {}, std::string("a\0b", 3)),
                testing::HasSubstr("does not fit"));
}

}  // namespace
}  // namespace oraxx::test
