#include "wire/ttc/direct_path.hpp"

#include "wire/ttc/fields.hpp"

namespace oraxx::wire::ttc {
namespace {

template <class Codec, class Keyword>
void keyword_layout(Codec& c, Keyword& m) {
    std::uint16_t text_length = 0;
    c.ub2("text length", text_length);
    if (text_length != 0) c.fail("text length", decode_errc::unsupported);  // names stand in the binary part
    auto length = count_of(m.name);
    c.ub2("name length", length);
    request_text(c, "name", length, m.name);
    c.ub2("keyword", m.number);
}

template <class Codec, class Numbers>
void numbers(Codec& c, std::string_view count_name, std::string_view name, Numbers& values) {
    auto count = static_cast<std::uint16_t>(values.size());
    c.ub2(count_name, count);
    c.list(name, count, values, [name](auto& codec, auto& value) { codec.ub4(name, value); });
}

template <class Codec, class Message>
void prepare_layout(Codec& c, Message& m) {
    c.ub4("operation", m.operation);
    auto keyword_count = count_of(m.keywords);
    argument(c, "has keywords", "keyword count", keyword_count);
    bool has_inputs = !m.inputs.empty();
    c.pointer("has inputs", has_inputs);
    auto input_count = static_cast<std::uint16_t>(m.inputs.size());
    c.ub2("input count", input_count);
    for (const auto* name : {"wants columns", "wants column count", "wants parameters", "wants parameter count",
                             "wants outputs", "wants output count"}) {
        wanted(c, name);
    }
    c.list("keyword", keyword_count, m.keywords, [](auto& codec, auto& each) { keyword_layout(codec, each); });
    c.list("input", input_count, m.inputs, [](auto& codec, auto& value) { codec.ub4("input", value); });
}

void columns(decoder& c, std::vector<column_metadata>& all) {
    std::uint32_t count = 0;
    c.ub4("column count", count);
    if (count > max_columns) return c.fail("column count", decode_errc::limit_exceeded);
    c.list("column", count, all, [](auto& codec, auto& column) { (void)decode(codec, column); });
}
void columns(encoder& c, const std::vector<column_metadata>& all) {
    c.ub4("column count", count_of(all));
    for (const auto& column : all) encode(c, column);
}

template <class Codec, class Message>
void prepare_reply_layout(Codec& c, Message& m) {
    columns(c, m.columns);
    std::uint16_t parameter_count = 0;
    c.ub2("parameter count", parameter_count);
    if (parameter_count != 0) c.fail("parameter count", decode_errc::unsupported);  // nobody has shown one
    numbers(c, "output count", "output", m.outputs);
}

template <class Codec, class Message>
void load_layout(Codec& c, Message& m) {
    c.ub2("cursor id", m.cursor_id);
    argument(c, "has rows", "rows length", m.size);
    c.ub4("stream version", m.stream_version);
    unused_argument(c, "has inputs", "input count");
    wanted(c, "wants outputs");
    wanted(c, "wants output count");
    if (m.size > direct_path_load::max_size) c.fail("rows length", decode_errc::limit_exceeded);
}

template <class Codec, class Message>
void operation_layout(Codec& c, Message& m) {
    c.ub4("operation", m.operation);
    c.ub2("cursor id", m.cursor_id);
    unused_argument(c, "has inputs", "input count");
    wanted(c, "wants outputs");
    wanted(c, "wants output count");
}

}  // namespace

decode_errc decode(decoder& c, direct_path_prepare& out) {
    prepare_layout(c, out);
    return c.error();
}

decode_errc decode(decoder& c, direct_path_prepare_reply& out) {
    prepare_reply_layout(c, out);
    return c.error();
}

decode_errc decode(decoder& c, direct_path_load& out) {
    load_layout(c, out);
    return c.error();
}

decode_errc decode(decoder& c, direct_path_operation& out) {
    operation_layout(c, out);
    return c.error();
}

decode_errc decode(decoder& c, direct_path_reply& out) {
    numbers(c, "output count", "output", out.outputs);
    return c.error();
}

void encode(encoder& c, const direct_path_prepare& message) {
    prepare_layout(c, message);
}

void encode(encoder& c, const direct_path_prepare_reply& message) {
    c.u8("message type", direct_path_prepare_reply::type);
    prepare_reply_layout(c, message);
}

void encode(encoder& c, const direct_path_load& message) {
    load_layout(c, message);
}

void encode(encoder& c, const direct_path_operation& message) {
    operation_layout(c, message);
}

void encode(encoder& c, const direct_path_reply& message) {
    c.u8("message type", direct_path_reply::type);
    numbers(c, "output count", "output", message.outputs);
}

}  // namespace oraxx::wire::ttc
