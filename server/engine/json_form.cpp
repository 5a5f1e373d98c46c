#include "server/engine/json_form.hpp"

#include <cstring>
#include <stdexcept>

#include "base/bytes.hpp"
#include "server/engine/failure.hpp"

namespace oraxx::sandbox::engine {
namespace {

enum class tag : std::uint8_t {
    null,
    false_,
    true_,
    number,
    double_,
    float_,
    text,
    bytes,
    id,
    date,
    timestamp,
    timestamp_tz,
    interval_ym,
    interval_ds,
    vector,
    array,
    object
};

void put_size(stored_bytes& out, std::size_t size) {
    for (int shift = 24; shift >= 0; shift -= 8) out.push_back(static_cast<std::uint8_t>(size >> shift));
}

void put_bytes(stored_bytes& out, std::span<const std::uint8_t> bytes) {
    put_size(out, bytes.size());
    out.insert(out.end(), bytes.begin(), bytes.end());
}

std::span<const std::uint8_t> unsigned_bytes(const std::vector<std::byte>& bytes) {
    return {reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size()};
}

class json_writer {
public:
    explicit json_writer(stored_bytes& out) : out_(out) {}

    void write(const json& value) {
        value.visit([this](const auto& held) { add(held); });
    }

private:
    void mark(tag t) { out_.push_back(static_cast<std::uint8_t>(t)); }
    void add(tag t, std::span<const std::uint8_t> bytes) {
        mark(t);
        put_bytes(out_, bytes);
    }

    void add(std::monostate) { mark(tag::null); }
    void add(bool b) { mark(b ? tag::true_ : tag::false_); }
    void add(const number& n) {
        const auto d = decimal::from_number(n);
        if (!d) fail(ora::numeric_overflow, 0);
        std::array<std::uint8_t, decimal::max_stored_size> room{};
        add(tag::number, {room.data(), d->store(room)});
    }
    void add(double d) { add(tag::double_, store_double(d)); }
    void add(float f) { add(tag::float_, store_float(f)); }
    void add(const std::string& s) { add(tag::text, base::as_bytes(s)); }
    void add(const std::vector<std::byte>& b) { add(tag::bytes, unsigned_bytes(b)); }
    void add(const json_id& id) { add(tag::id, unsigned_bytes(id.bytes)); }
    void add(const date& d) { add(tag::date, store(from_date(d))); }
    void add(const timestamp& t) { add(tag::timestamp, store(from_timestamp(t))); }
    void add(const timestamp_tz& t) {
        add(tag::timestamp_tz, store(zoned_instant{from_timestamp(t.utc), t.offset_minutes, t.region_id}));
    }
    void add(const interval_ym& i) { add(tag::interval_ym, store(instant{i.total_months(), 0})); }
    void add(const interval_ds& i) { add(tag::interval_ds, store(from_interval(i))); }
    void add(const oraxx::vector& v) { add(tag::vector, store_vector(v)); }
    void add(const json_array& elements) {
        mark(tag::array);
        put_size(out_, elements.size());
        for (const auto& e : elements) write(e);
    }
    void add(const json_object& object) {
        mark(tag::object);
        put_size(out_, object.size());
        for (const auto& m : object.members()) {
            put_bytes(out_, base::as_bytes(m.name));
            write(m.value);
        }
    }

    stored_bytes& out_;
};

class form_reader {
public:
    explicit form_reader(std::span<const std::uint8_t> in) : in_(in) {}

    std::span<const std::uint8_t> take(std::size_t size) {
        if (size > in_.size()) throw std::runtime_error("a stored document or vector is damaged");
        const auto out = in_.first(size);
        in_ = in_.subspan(size);
        return out;
    }
    std::uint8_t byte() { return take(1)[0]; }
    std::size_t size() {
        std::size_t out = 0;
        for (const auto b : take(4)) out = out << 8U | b;
        return out;
    }
    std::span<const std::uint8_t> bytes() { return take(size()); }
    // A count of things that take a byte at least.
    std::size_t count() {
        const auto out = size();
        if (out > in_.size()) throw std::runtime_error("a stored document or vector is damaged");
        return out;
    }

private:
    std::span<const std::uint8_t> in_;
};

std::vector<std::byte> to_bytes(std::span<const std::uint8_t> in) {
    const auto* data = reinterpret_cast<const std::byte*>(in.data());
    return {data, data + in.size()};
}

json read_json(form_reader& in, int depth) {
    if (depth > json::max_depth) throw std::runtime_error("a stored document is too deep");
    switch (static_cast<tag>(in.byte())) {
    case tag::null: return {};
    case tag::false_: return false;
    case tag::true_: return true;
    case tag::number: return decimal::from_stored(in.bytes()).to_number();
    case tag::double_: return load_double(in.bytes());
    case tag::float_: return load_float(in.bytes());
    case tag::text: return base::to_string(in.bytes());
    case tag::bytes: return to_bytes(in.bytes());
    case tag::id: return json_id{to_bytes(in.bytes())};
    case tag::date: return to_date(load_instant(in.bytes()));
    case tag::timestamp: return to_timestamp(load_instant(in.bytes()));
    case tag::timestamp_tz: {
        const auto t = load_zoned(in.bytes());
        return timestamp_tz{to_timestamp(t.utc), t.offset_minutes, t.region_id};
    }
    case tag::interval_ym: {
        const auto months = load_instant(in.bytes()).seconds;
        return interval_ym{static_cast<std::int32_t>(months / 12), static_cast<std::int32_t>(months % 12)};
    }
    case tag::interval_ds: return to_interval(load_instant(in.bytes()));
    case tag::vector: return load_vector(in.bytes());
    case tag::array: {
        json_array out;
        for (auto left = in.count(); left > 0; --left) out.push_back(read_json(in, depth + 1));
        return out;
    }
    case tag::object: {
        std::vector<json_member> members;
        for (auto left = in.count(); left > 0; --left) {
            auto name = base::to_string(in.bytes());
            members.push_back({std::move(name), read_json(in, depth + 1)});
        }
        auto object = json_object::from_members(std::move(members));
        if (!object) break;
        return std::move(*object);
    }
    }
    throw std::runtime_error("a stored document is damaged");
}

template <class T>
std::vector<T> numbers_of(std::span<const std::uint8_t> bytes) {
    std::vector<T> out(bytes.size() / sizeof(T));
    if (!out.empty()) std::memcpy(out.data(), bytes.data(), out.size() * sizeof(T));
    return out;
}

oraxx::vector::numbers numbers_of(vector_format format, std::span<const std::uint8_t> bytes) {
    switch (format) {
    case vector_format::float32: return numbers_of<float>(bytes);
    case vector_format::float64: return numbers_of<double>(bytes);
    case vector_format::int8: return numbers_of<std::int8_t>(bytes);
    case vector_format::binary: break;
    }
    return numbers_of<std::uint8_t>(bytes);
}

}  // namespace

stored_bytes store_json(const json& from) {
    stored_bytes out;
    json_writer(out).write(from);
    return out;
}

json load_json(std::span<const std::uint8_t> bytes) {
    form_reader in(bytes);
    return read_json(in, 0);
}

// Format, sparse or not, dimensions, indices, numbers as they are in memory.
stored_bytes store_vector(const oraxx::vector& from) {
    stored_bytes out{static_cast<std::uint8_t>(from.format()), static_cast<std::uint8_t>(from.is_sparse())};
    put_size(out, from.dimensions());
    put_size(out, from.indices().size());
    for (const auto index : from.indices()) put_size(out, index);
    std::visit(
        [&out](const auto& numbers) {
            const auto* data = reinterpret_cast<const std::uint8_t*>(numbers.data());
            out.insert(out.end(), data, data + numbers.size() * sizeof(numbers[0]));
        },
        from.alternatives());
    return out;
}

oraxx::vector load_vector(std::span<const std::uint8_t> bytes) {
    form_reader in(bytes);
    const auto format = static_cast<vector_format>(in.byte());
    const bool is_sparse = in.byte() != 0;
    const auto dimensions = in.size();
    std::vector<std::uint32_t> indices;
    auto left = in.size();
    std::size_t used = 10;
    for (; left > 0; --left, used += 4) indices.push_back(static_cast<std::uint32_t>(in.size()));
    auto numbers = numbers_of(format, bytes.subspan(used));
    if (is_sparse) {
        return oraxx::vector::sparse(static_cast<std::uint32_t>(dimensions), std::move(indices), std::move(numbers));
    }
    return std::visit([](auto& held) { return oraxx::vector(std::move(held)); }, numbers);
}

}  // namespace oraxx::sandbox::engine
