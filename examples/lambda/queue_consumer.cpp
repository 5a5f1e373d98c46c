// Takes orders out of a queue (SQS): each message is a transaction of its own, and those that failed are named in the
// answer, so that only they come again (ReportBatchItemFailures has to be on in the event source mapping).
#include <nlohmann/json.hpp>

#include <oraxx/lambda.hpp>

namespace {

using json = nlohmann::json;
using oraxx::lambda::context;

// A message may come twice: one that is there already is left as it is.
void take_order(oraxx::connection& conn, const json& order) {
    conn.execute(
        "merge into orders o using (select :1 id, :2 amount, :3 note from dual) n on (o.id = n.id) "
        "when not matched then insert (id, placed, amount, note) values (n.id, systimestamp, n.amount, n.note)",
        order.at("id").get<std::int64_t>(), oraxx::number::from_text(order.at("amount").get<std::string>()),
        order.value("note", std::string()));
    conn.commit();
}

bool try_take_order(const json& record, context& invocation) {
    auto& conn = invocation.connection();
    try {
        take_order(conn, json::parse(record.at("body").get<std::string>()));
        return true;
    } catch (const json::exception&) {
        invocation.log().warn("a message is no order");
    } catch (const oraxx::error& failed) {
        // By its number: texts of some servers tell the values at fault, which belong in no log.
        invocation.log().warn("an order was not taken", {{"oraCode", std::int64_t{failed.ora_code()}}});
        if (!conn.is_usable()) {
            invocation.release_connection();  // the next message gets another one
        } else {
            conn.rollback();
        }
    }
    return false;
}

std::string take_orders(std::string_view event, context& invocation) {
    const auto batch = json::parse(event, nullptr, false);
    auto failures = json::array();
    for (const auto& record : batch.at("Records")) {
        if (!try_take_order(record, invocation)) failures.push_back({{"itemIdentifier", record.at("messageId")}});
    }
    return json{{"batchItemFailures", std::move(failures)}}.dump();
}

}  // namespace

int main() {
    return oraxx::lambda::run(take_orders);
}
