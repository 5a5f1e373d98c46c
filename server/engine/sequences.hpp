// Sequences: their state is the process's, so that NEXTVAL never waits for a writer and never rolls back. Every
// commit writes the values given out so far, so no committed row holds a value that comes again after a restart.
#pragma once

#include <map>
#include <mutex>
#include <optional>
#include <set>
#include <vector>

#include "server/engine/catalog.hpp"

namespace oraxx::sandbox::engine {

// One for a database. Usable from any thread.
class sequence_store {
public:
    struct saved_value {
        std::uint32_t object_id = 0;
        decimal next{};
    };

    [[nodiscard]] bool knows(std::uint32_t object_id) const;
    // Takes a sequence as the dictionary has it, unless it is known already.
    void add(const sequence_info& info);
    // Throws sql_failure (ORA-08004) at `position`.
    [[nodiscard]] decimal next(std::uint32_t object_id, std::size_t position);
    // The dictionary's idea of it with the value that NEXTVAL gives next; nullopt: unknown.
    [[nodiscard]] std::optional<sequence_info> current(std::uint32_t object_id) const;
    // LAST_NUMBER: the first value that is not in the cache.
    [[nodiscard]] decimal last_number(std::uint32_t object_id) const;
    void forget(std::uint32_t object_id);

    // What has to be written with the next commit, and that it was.
    [[nodiscard]] std::vector<saved_value> unsaved() const;
    void note_saved(const std::vector<saved_value>& values);

private:
    struct state {
        sequence_info info{};  // `next`: what NEXTVAL gives next
        decimal saved{};
        decimal cached_until{};
    };

    mutable std::mutex mutex_;
    std::map<std::uint32_t, state> sequences_{};
};

// Writes what the store has unsaved into ora_sequence.
void save_sequences(sqlite::connection& db, const std::vector<sequence_store::saved_value>& values);

// What one session knows: CURRVAL, and the values of the row at hand.
class session_sequences {
public:
    session_sequences(sequence_store& store, sqlite::connection& db) : store_(store), db_(db) {}

    void begin_statement() { row_values_.clear(); }
    // A row's first reference advances the sequence; others of the row, which have other sites, see its value.
    [[nodiscard]] decimal next(std::uint32_t object_id, std::int64_t site, std::size_t position);
    // Fails with ORA-08002 at `position` before the session's first NEXTVAL.
    [[nodiscard]] decimal current(std::uint32_t object_id, std::size_t position);
    [[nodiscard]] decimal last_number(std::uint32_t object_id);

private:
    struct row_value {
        decimal value{};
        std::set<std::int64_t> sites{};
    };

    void load(std::uint32_t object_id);

    sequence_store& store_;
    sqlite::connection& db_;
    std::map<std::uint32_t, decimal> current_{};
    std::map<std::uint32_t, row_value> row_values_{};
};

}  // namespace oraxx::sandbox::engine
