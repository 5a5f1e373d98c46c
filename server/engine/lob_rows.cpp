#include "server/engine/lob_rows.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <filesystem>

#include "server/engine/change.hpp"

namespace oraxx::sandbox::engine {
namespace {

class stored_lob final : public memory_lob, public pending_lob, public std::enable_shared_from_this<stored_lob> {
public:
    stored_lob(const std::shared_ptr<session_core>& core, db_type type, bytes contents, const lob_place& place)
        : memory_lob(type, std::move(contents), false),
          core_(core),
          place_(place),
          transaction_(core->transaction()) {}

    void flush() override {
        const auto core = core_.lock();
        if (core == nullptr || !is_dirty_) return;
        is_dirty_ = false;
        auto update = core->db().prepare("UPDATE t" + std::to_string(place_.table) + " SET " +
                                         storage_column(place_.column) + " = ? WHERE rowid = ?");
        if (!update) fail(ora::lob_invalid_locator, 0);
        bind_parameter(update, 0, lob{.type = type(), .store = shared_from_this()});
        update.bind(1, place_.row);
        if (update.step() != SQLITE_DONE) throw sql_failure{core->describe_failure(nullptr)};
    }

private:
    std::uint64_t do_size() override {
        refresh();
        return memory_lob::do_size();
    }
    bytes do_read(std::uint64_t offset, std::uint64_t amount) override {
        refresh();
        return memory_lob::do_read(offset, amount);
    }
    void do_write(std::uint64_t offset, std::span<const std::uint8_t> data) override {
        begin();
        memory_lob::do_write(offset, data);
    }
    void do_trim(std::uint64_t size) override {
        begin();
        memory_lob::do_trim(size);
    }

    // What was written may have been taken back.
    void refresh() {
        const auto core = core_.lock();
        if (core == nullptr || !was_written_ || transaction_ == core->transaction()) return;
        transaction_ = core->transaction();
        was_written_ = is_dirty_ = false;
        auto query = core->db().prepare("SELECT " + storage_column(place_.column) + " FROM t" +
                                        std::to_string(place_.table) + " WHERE rowid = ?");
        if (!query) fail(ora::lob_invalid_locator, 0);
        query.bind(0, place_.row);
        if (query.step() != SQLITE_ROW || query.is_null(0)) fail(ora::lob_invalid_locator, 0);
        contents() = lob_bytes(type(), query.bytes(0));
    }

    void begin() {
        refresh();
        const auto core = core_.lock();
        if (core == nullptr) fail(ora::lob_invalid_locator, 0);
        if (core->locks().holder({place_.table, place_.row}) != core->id()) fail(ora::lob_not_locked, 0);
        core->begin_write();
        transaction_ = core->transaction();
        was_written_ = true;
        if (!is_dirty_) core->add_pending(shared_from_this());
        is_dirty_ = true;
    }

    std::weak_ptr<session_core> core_;
    lob_place place_;
    std::uint64_t transaction_;
    bool is_dirty_ = false;
    bool was_written_ = false;
};

class descriptor {
public:
    explicit descriptor(const std::filesystem::path& path) : number_(::open(path.c_str(), O_RDONLY | O_CLOEXEC)) {}
    descriptor(const descriptor&) = delete;
    descriptor& operator=(const descriptor&) = delete;
    ~descriptor() {
        if (number_ >= 0) ::close(number_);
    }
    [[nodiscard]] int get() const noexcept { return number_; }

private:
    int number_;
};

class file_store final : public lob_store {
public:
    file_store(const std::shared_ptr<session_core>& core, const lob& named)
        : core_(core), directory_(named.directory), name_(named.file_name) {}

private:
    // The file, or an empty path when there is none of the name inside of the folder.
    [[nodiscard]] std::filesystem::path find(const char* operation) const {
        namespace fs = std::filesystem;
        const auto core = core_.lock();
        if (core == nullptr) fail(ora::lob_invalid_locator, 0);
        const auto folder = core->find_directory(directory_);
        if (!folder) {
            fail(ora::directory_or_file_missing,
                 "non-existent directory or file for " + std::string(operation) + " operation", 0);
        }
        std::error_code ignored;
        const auto base = fs::canonical(*folder, ignored);
        const auto file = fs::canonical(base / fs::path(name_).relative_path(), ignored);
        const auto inside = std::mismatch(base.begin(), base.end(), file.begin(), file.end()).first == base.end();
        return inside && !base.empty() && fs::is_regular_file(file, ignored) ? file : fs::path{};
    }

    [[noreturn]] static void fail_operation(const char* operation) {
        fail(ora::file_operation_failed,
             "file or LOB operation " + std::string(operation) + " failed\nNo such file or directory", 0);
    }

    std::uint64_t do_size() override {
        std::error_code error;
        const auto size = std::filesystem::file_size(find("GETLENGTH"), error);
        if (error) fail_operation("GETLENGTH");
        return size;
    }
    bytes do_read(std::uint64_t offset, std::uint64_t amount) override {
        const auto size = do_size();
        const auto from = std::min(offset, size);
        const descriptor file(find("READ"));
        bytes out(static_cast<std::size_t>(std::min(amount, size - from)));
        std::size_t done = 0;
        while (done < out.size()) {
            const auto got =
                ::pread(file.get(), out.data() + done, out.size() - done, static_cast<off_t>(from + done));
            if (got <= 0) fail_operation("READ");
            done += static_cast<std::size_t>(got);
        }
        return out;
    }
    void do_write(std::uint64_t /*offset*/, std::span<const std::uint8_t> /*data*/) override {
        fail(ora::lob_read_only, 0);
    }
    void do_trim(std::uint64_t /*size*/) override { fail(ora::lob_read_only, 0); }
    bool do_exists() override { return !find("FILEEXISTS").empty(); }

    std::weak_ptr<session_core> core_;
    std::string directory_;
    std::string name_;
};

}  // namespace

lob row_lob(const std::shared_ptr<session_core>& core, const lob& read, const lob_place& place) {
    auto contents = read.store->read(0, UINT64_MAX);
    if (const auto* error = std::get_if<sql_error>(&contents)) throw sql_failure{*error};
    auto out = read;
    out.store = std::make_shared<stored_lob>(core, read.type, std::move(std::get<lob_store::bytes>(contents)), place);
    return out;
}

lob file_lob(const std::shared_ptr<session_core>& core, const lob& named) {
    auto out = named;
    out.store = std::make_shared<file_store>(core, named);
    return out;
}

}  // namespace oraxx::sandbox::engine
