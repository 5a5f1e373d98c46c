#include "server/engine/sequences.hpp"

#include <algorithm>

#include "server/engine/failure.hpp"

namespace oraxx::sandbox::engine {
namespace {

// Sequences have at most 28 digits, so sums stay in range.
decimal sum(const decimal& a, const decimal& b) {
    return decimal::add(a, b).value_or(a);
}

decimal first_beyond_cache(const sequence_info& info) {
    if (info.cache < 2) return info.next;
    const auto count = decimal::multiply(decimal(info.cache), info.increment).value_or(info.increment);
    const auto end = sum(info.next, count);
    const auto bound = sum(info.increment.is_negative() ? info.minimum : info.maximum, info.increment);
    const bool beyond =
        info.increment.is_negative() ? decimal::compare(end, bound) < 0 : decimal::compare(end, bound) > 0;
    return beyond ? bound : end;
}

}  // namespace

bool sequence_store::knows(std::uint32_t object_id) const {
    const std::lock_guard lock(mutex_);
    return sequences_.contains(object_id);
}

void sequence_store::add(const sequence_info& info) {
    const std::lock_guard lock(mutex_);
    sequences_.emplace(info.object_id, state{info, info.next, info.next});
}

decimal sequence_store::next(std::uint32_t object_id, std::size_t position) {
    const std::lock_guard lock(mutex_);
    auto& s = sequences_.at(object_id);
    auto& info = s.info;
    const bool descends = info.increment.is_negative();
    const bool is_used_up =
        descends ? decimal::compare(info.next, info.minimum) < 0 : decimal::compare(info.next, info.maximum) > 0;
    if (is_used_up && !info.cycles) {
        fail(ora::sequence_exhausted,
             "sequence " + info.name + (descends ? ".NEXTVAL goes below MINVALUE" : ".NEXTVAL exceeds MAXVALUE") +
                 " and cannot be instantiated",
             position);
    }
    if (is_used_up) s.cached_until = info.next = descends ? info.maximum : info.minimum;
    if (decimal::compare(info.next, s.cached_until) == 0) s.cached_until = first_beyond_cache(info);
    const auto out = info.next;
    info.next = sum(out, info.increment);
    if (info.cache < 2) s.cached_until = info.next;
    return out;
}

std::optional<sequence_info> sequence_store::current(std::uint32_t object_id) const {
    const std::lock_guard lock(mutex_);
    const auto at = sequences_.find(object_id);
    return at == sequences_.end() ? std::nullopt : std::optional(at->second.info);
}

decimal sequence_store::last_number(std::uint32_t object_id) const {
    const std::lock_guard lock(mutex_);
    return sequences_.at(object_id).cached_until;
}

void sequence_store::forget(std::uint32_t object_id) {
    const std::lock_guard lock(mutex_);
    sequences_.erase(object_id);
}

std::vector<sequence_store::saved_value> sequence_store::unsaved() const {
    const std::lock_guard lock(mutex_);
    std::vector<saved_value> out;
    for (const auto& [id, s] : sequences_) {
        if (decimal::compare(s.info.next, s.saved) != 0) out.push_back({id, s.info.next});
    }
    return out;
}

void sequence_store::note_saved(const std::vector<saved_value>& values) {
    const std::lock_guard lock(mutex_);
    for (const auto& each : values) {
        if (const auto at = sequences_.find(each.object_id); at != sequences_.end()) at->second.saved = each.next;
    }
}

void save_sequences(sqlite::connection& db, const std::vector<sequence_store::saved_value>& values) {
    if (values.empty()) return;
    auto update = db.prepare("UPDATE ora_sequence SET next = ? WHERE object_id = ?");
    for (const auto& each : values) {
        std::array<std::uint8_t, decimal::max_stored_size> bytes{};
        const auto size = each.next.store(bytes);
        update.reset();
        update.bind(0, std::span<const std::uint8_t>(bytes.data(), size));
        update.bind(1, std::int64_t{each.object_id});
        (void)update.step();
    }
}

void session_sequences::load(std::uint32_t object_id) {
    if (store_.knows(object_id)) return;
    const auto info = catalog(db_).sequence(object_id);
    if (info == nullptr) fail(ora::sequence_not_found, 0);
    store_.add(*info);
}

decimal session_sequences::next(std::uint32_t object_id, std::int64_t site, std::size_t position) {
    load(object_id);
    auto& row = row_values_[object_id];
    const bool is_new_row = row.sites.empty() || row.sites.contains(site);
    if (is_new_row) {
        row.value = store_.next(object_id, position);
        row.sites.clear();
        current_[object_id] = row.value;
    }
    row.sites.insert(site);
    return row.value;
}

decimal session_sequences::current(std::uint32_t object_id, std::size_t position) {
    if (const auto known = current_.find(object_id); known != current_.end()) return known->second;
    load(object_id);
    fail(ora::no_current_value,
         "sequence " + store_.current(object_id)->name + ".CURRVAL is not yet defined in this session", position);
}

decimal session_sequences::last_number(std::uint32_t object_id) {
    load(object_id);
    return store_.last_number(object_id);
}

}  // namespace oraxx::sandbox::engine
