// What results and rows hold, in live bytes of this process; the sandbox runs in another one.
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <oraxx/oraxx.hpp>

#include "allocations/counted_allocations.hpp"
#include "server/net/sandbox_server.hpp"

namespace oraxx::test {
namespace {

constexpr std::int64_t mib = 1 << 20;

// A sandbox in a child process, which goes when this object does. To be made while no other thread runs.
class sandbox_process {
public:
    sandbox_process() {
        std::array<int, 2> address{};
        std::array<int, 2> life{};
        if (::pipe(address.data()) != 0 || ::pipe(life.data()) != 0) throw std::runtime_error("no pipe");
        child_ = ::fork();
        if (child_ == 0) {
            ::close(life[1]);
            serve(address[1], life[0]);
        }
        ::close(address[1]);
        ::close(life[0]);
        life_ = life[1];
        char byte = 0;
        while (::read(address[0], &byte, 1) == 1) address_ += byte;
        ::close(address[0]);
    }
    sandbox_process(const sandbox_process&) = delete;
    sandbox_process& operator=(const sandbox_process&) = delete;
    ~sandbox_process() {
        ::close(life_);
        int status = 0;
        ::waitpid(child_, &status, 0);
    }

    [[nodiscard]] connection connect() const {
        connect_options wanted;
        wanted.connect_string = address_ + "/FREEPDB1";
        wanted.user = "scott";
        wanted.password = "tiger";
        wanted.connect_timeout = std::chrono::seconds(60);
        return oraxx::connect(std::move(wanted));
    }

private:
    [[noreturn]] static void serve(int address, int life) {
        {
            sandbox::server_options options;
            options.password = base::secret_bytes(std::string_view("tiger"));
            const sandbox::sandbox_server server(std::move(options));
            const auto text = server.address();
            (void)!::write(address, text.data(), text.size());
            ::close(address);
            char byte = 0;
            (void)!::read(life, &byte, 1);
        }
        ::_exit(0);
    }

    pid_t child_ = 0;
    int life_ = -1;
    std::string address_{};
};

// The most this process holds more than before, looked at at every row.
class watched_memory {
public:
    void look() { most_ = std::max(most_, live_bytes() - before_); }
    [[nodiscard]] std::int64_t most() const noexcept { return most_; }
    [[nodiscard]] std::int64_t now() const noexcept { return live_bytes() - before_; }

private:
    std::int64_t before_ = live_bytes();
    std::int64_t most_ = 0;
};

class held_memory : public testing::Test {
protected:
    // 20 columns of 200 bytes: 4 MB in a thousand rows.
    void fill_wide() {
        std::string columns = "id number";
        for (int at = 0; at < 20; ++at) columns += ", c" + std::to_string(at) + " varchar2(200)";
        conn_.execute("create table wide (" + columns + ")");
        std::string insert = "insert into wide values (:1";
        for (int at = 0; at < 20; ++at) insert += ", :2";
        std::vector<bind_list> rows(1000);
        for (std::size_t row = 0; row < rows.size(); ++row) {
            rows[row].add(static_cast<std::int64_t>(row));
            // No value as in the row before: servers leave such out.
            for (std::size_t at = 0; at < 20; ++at) {
                rows[row].add(std::string(200, static_cast<char>('a' + (row + at) % 26)));
            }
        }
        conn_.execute_many(insert + ")", rows);
    }

    sandbox_process server_{};
    connection conn_ = server_.connect();
};

TEST_F(held_memory, of_a_result_stays_within_its_bound) {
    fill_wide();
    conn_.execute("create table giant (id number, l long)");
    const std::string giant(20 * mib, 'g');
    conn_.execute("insert into giant values (1, :1)", giant);
    conn_.execute("insert into giant values (2, 'small')");
    conn_.execute("insert into giant values (3, :1)", giant);
    for (int id = 4; id < 200; ++id) conn_.execute("insert into giant values (:1, 'small')", id);

    watched_memory wide;
    std::size_t count = 0;
    for (const auto& row : conn_.query("select * from wide")) {
        wide.look();
        count += row.size() / 21;
    }
    EXPECT_EQ(count, 1000U);
    const fetch_options fetch;
    // As docs/api.md states it.
    EXPECT_LE(wide.most(), 5 * static_cast<std::int64_t>(fetch.array_bytes) + mib);

    watched_memory large;
    std::size_t bytes = 0;
    for (const auto& [id, text] : conn_.query<int, std::string_view>("select id, l from giant order by id")) {
        large.look();
        bytes += text.size();
    }
    EXPECT_GT(bytes, 40U * mib);
    EXPECT_LE(large.most(), 5 * (static_cast<std::int64_t>(fetch.array_bytes) + 20 * mib) + mib);
    EXPECT_LE(large.now(), 2 * mib) << "a giant row's memory is given back";
}

TEST_F(held_memory, of_a_giant_row_is_given_back_while_the_result_goes_on) {
    conn_.execute("create table giant (id number, l long)");
    conn_.execute("insert into giant values (1, :1)", std::string(20 * mib, 'g'));
    for (int id = 2; id < 50; ++id) conn_.execute("insert into giant values (:1, 'small')", id);
    conn_.set_fetch({.prefetch_rows = 1, .array_rows = 5});
    watched_memory memory;
    auto rows = conn_.query("select id, l from giant order by id");
    std::int64_t last = 0;
    for (const auto& row : rows) last = row.get<int>(0) > 20 ? std::max(last, memory.now()) : 0;
    EXPECT_LE(last, 2 * mib);
}

TEST_F(held_memory, of_a_copied_row_is_its_own) {
    fill_wide();
    auto rows = conn_.query("select * from wide order by id");
    for (int at = 0; at < 500; ++at) ASSERT_TRUE(rows.next());
    watched_memory memory;
    std::vector<row> kept;
    for (int at = 0; at < 10; ++at) kept.push_back(rows.current().copy());
    EXPECT_LE(memory.now(), 10 * 8 * 1024);
    while (rows.next()) {
    }
    rows = {};
    EXPECT_EQ(kept[9].text(1), std::string(200, static_cast<char>('a' + 499 % 26)));
    EXPECT_LE(memory.now(), 10 * 8 * 1024);
}

}  // namespace
}  // namespace oraxx::test
