// All orders as CSV, streamed while they are fetched: in constant memory, however many there are.
#include <oraxx/lambda.hpp>

namespace {

using oraxx::lambda::context;
using oraxx::lambda::response;

// In quotes where CSV (RFC 4180) wants them.
void append_field(std::string& line, std::string_view text) {
    if (!line.empty()) line += ',';
    if (text.find_first_of(",\"\r\n") == std::string_view::npos) {
        line += text;
        return;
    }
    line += '"';
    for (const char c : text) line.append(c == '"' ? 2 : 1, c);
    line += '"';
}

void report(std::string_view, context& invocation, response& answer) {
    auto rows = invocation.connection().query("select id, amount, note from orders order by id");
    auto& out = answer.stream("text/csv");
    out.write("ID,AMOUNT,NOTE\r\n");
    std::string line;
    for (const auto& row : rows) {
        line.clear();
        for (std::size_t i = 0; i < row.size(); ++i) append_field(line, row.text(i));
        line += "\r\n";
        out.write(line);
    }
}

}  // namespace

int main() {
    return oraxx::lambda::run(report);
}
