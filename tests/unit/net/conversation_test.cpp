#include "net/conversation.hpp"

#include <gtest/gtest.h>

namespace oraxx::net {
namespace {

using enum event;
using list = std::initializer_list<event>;

// What is wrong with a list of events; empty when all of it is legal.
std::string judge(conversation& order, list events) {
    for (const auto what : events) {
        if (!order.happens(what)) break;
    }
    return order.complaint();
}

conversation logged_on() {
    conversation order;
    EXPECT_EQ(judge(order, {client_connect, server_accept, client_fast_auth, server_protocol, server_data_types,
                            server_parameters, server_error, server_end_of_response, client_second_logon,
                            server_parameters, server_piggyback, server_error, server_end_of_response}),
              "");
    EXPECT_FALSE(order.owes_answer());
    return order;
}

TEST(conversation, takes_a_classic_logon_with_a_resend) {
    conversation order;
    EXPECT_EQ(judge(order, {client_connect_head, client_text, client_last_text, server_resend, client_connect_head,
                            client_last_text, server_accept, client_services, server_services, client_protocol,
                            server_protocol, client_data_types, server_data_types, client_first_logon,
                            server_parameters, server_error, client_second_logon, server_parameters, server_status}),
              "");
    EXPECT_EQ(order.request(), request_state::open);
    EXPECT_EQ(judge(order, {client_logoff, server_status, client_end_of_file}), "");
    EXPECT_EQ(order.link(), link_state::client_left);
}

TEST(conversation, takes_a_negotiation_sent_in_one_piece) {
    conversation order;
    EXPECT_EQ(judge(order, {client_connect, server_accept, client_protocol, client_cookie, client_data_types,
                            client_first_logon, server_protocol, server_data_types, server_parameters, server_error}),
              "");
}

TEST(conversation, takes_rows_in_several_fetches) {
    auto order = logged_on();
    EXPECT_EQ(judge(order, {client_statement, server_describe, server_row_header, server_row_data, server_bit_vector,
                            server_row_data, server_parameters, server_error, server_end_of_response}),
              "");
    EXPECT_EQ(order.answer(), answer_state::marked);
    EXPECT_EQ(judge(order, {client_piggyback, client_statement, server_row_header, server_row_data, server_error}),
              "");
    EXPECT_FALSE(order.owes_answer());
}

TEST(conversation, takes_both_orders_of_the_resets) {
    auto order = logged_on();
    EXPECT_EQ(
        judge(order, {client_statement, server_break, server_reset, client_reset, server_error, client_statement,
                      server_break, client_reset, server_reset, server_reset, server_parameters, server_error}),
        "");
}

TEST(conversation, owes_an_answer_of_its_own_to_a_break_that_came_too_late) {
    auto order = logged_on();
    EXPECT_EQ(judge(order, {client_plain_call, client_break, server_status, server_end_of_response}), "");
    EXPECT_TRUE(order.owes_answer());
    EXPECT_EQ(judge(order, {server_break, server_reset, client_reset}), "");
    EXPECT_TRUE(order.owes_answer());
    EXPECT_EQ(judge(order, {server_error, server_end_of_response}), "");
    EXPECT_FALSE(order.owes_answer());
}

TEST(conversation, lets_breaks_of_both_sides_cross) {
    auto order = logged_on();
    EXPECT_EQ(judge(order, {client_statement, server_break, server_reset, client_break, client_reset, server_error}),
              "");
}

TEST(conversation, lets_the_mark_of_an_error_behind_a_reset_come_late) {
    auto order = logged_on();
    EXPECT_EQ(judge(order, {client_statement, server_break, server_reset, client_reset, server_error,
                            client_statement, server_end_of_response, server_describe}),
              "");
    order = logged_on();
    EXPECT_EQ(judge(order, {client_statement, server_error, client_statement, server_end_of_response}),
              "server sent end of response while the answer to a statement is due");
}

TEST(conversation, takes_a_pipeline_with_an_error_in_its_middle) {
    auto order = logged_on();
    EXPECT_EQ(judge(order, {client_pipeline_begin, client_statement, client_bind_row, client_statement,
                            client_plain_call, client_pipeline_end, server_token, server_parameters, server_error,
                            server_end_of_response, server_break, server_token, server_error, server_end_of_response,
                            server_token, server_status, server_end_of_response, server_status}),
              "");
    EXPECT_FALSE(order.owes_answer());
}

TEST(conversation, refuses_what_nobody_asked_for) {
    auto order = logged_on();
    EXPECT_EQ(judge(order, {server_row_data}), "server sent row data while nothing is asked");
    order = logged_on();
    EXPECT_EQ(judge(order, {client_plain_call, server_row_data}),
              "server sent row data while the end of the call is due");
    order = logged_on();
    EXPECT_EQ(judge(order, {client_statement, server_row_data}),
              "server sent row data while the answer to a statement is due");
}

TEST(conversation, refuses_a_request_before_the_answer_to_the_last) {
    auto order = logged_on();
    EXPECT_EQ(judge(order, {client_statement, server_describe, client_statement}),
              "client sent a statement call while rows are due");
    order = logged_on();
    EXPECT_EQ(judge(order, {client_plain_call, client_break, server_status, client_plain_call}),
              "client sent a call while the client has broken off");
}

TEST(conversation, refuses_requests_out_of_order) {
    conversation order;
    EXPECT_EQ(judge(order, {client_connect, client_protocol}), "client sent protocol while connecting");
    order = {};
    EXPECT_EQ(judge(order, {client_connect, server_accept, client_statement}),
              "client sent a statement call while negotiation is to begin");
    order = logged_on();
    EXPECT_EQ(judge(order, {client_bind_row}), "client sent a bind row while a session is open");
    order = logged_on();
    EXPECT_EQ(judge(order, {client_logoff, server_status, client_plain_call}),
              "client sent a call while the client has logged off");
}

TEST(conversation, refuses_answers_between_the_resets) {
    auto order = logged_on();
    EXPECT_EQ(judge(order, {client_statement, server_break, server_error}),
              "server sent error while the server has broken off");
    order = logged_on();
    EXPECT_EQ(judge(order, {client_statement, server_break, server_reset, server_error}),
              "server sent error while the client's reset is due");
}

TEST(conversation, has_no_session_after_a_refused_logon) {
    conversation order;
    EXPECT_EQ(judge(order, {client_connect, server_accept, client_fast_auth, server_protocol, server_data_types,
                            server_parameters, server_error, client_second_logon, server_break, server_reset,
                            client_reset, server_error, server_end_of_response, client_statement}),
              "client sent a statement call while the logon was refused");
}

TEST(conversation, stays_refused) {
    auto order = logged_on();
    EXPECT_FALSE(order.happens(unknown));
    EXPECT_EQ(order.complaint(), "a side sent what is not its to send while nothing is asked");
    EXPECT_FALSE(order.happens(client_plain_call));
}

TEST(conversation, tells_messages_and_markers_by_the_side_that_sent_them) {
    using wire::tns::marker;
    using wire::tns::marker_kind;
    using wire::ttc::function_code;
    using wire::ttc::message_type;
    EXPECT_EQ(event_of(side::client, marker{.kind = marker_kind::interrupt}), client_break);
    EXPECT_EQ(event_of(side::server, marker{.kind = marker_kind::reset}), server_reset);
    EXPECT_EQ(event_of(side::client, message_type::function, function_code::fetch), client_statement);
    EXPECT_EQ(event_of(side::client, message_type::piggyback, function_code::pipeline_begin), client_pipeline_begin);
    EXPECT_EQ(event_of(side::client, message_type::row_data), client_bind_row);
    EXPECT_EQ(event_of(side::server, message_type::row_data), server_row_data);
    EXPECT_EQ(event_of(side::server, message_type::function, function_code::fetch), unknown);
    EXPECT_EQ(event_of(side::client, message_type::describe), unknown);
}

}  // namespace
}  // namespace oraxx::net
