#include "cli/value_json.hpp"

#include <limits>

#include <oraxx/region.hpp>

namespace oraxx::cli {
namespace {

// Reads the fields of one object; done() refuses those nobody asked for.
class field_reader {
public:
    explicit field_reader(const json& object) : object_(object) {
        if (!object.is_object()) throw value_error("a JSON object of the value's fields is wanted");
    }
    const json& field(const char* name) {
        const auto at = object_.find(name);
        if (at == object_.end()) throw value_error(std::string("the field \"") + name + "\" is missing");
        ++used_;
        return *at;
    }
    template <class Integer>
    void integer(const char* name, Integer& out) {
        const auto& value = field(name);
        // The parser keeps integers above 2^63 - 1 apart; no field is that large.
        const bool is_small =
            value.is_number_integer() && (!value.is_number_unsigned() || value.get<std::uint64_t>() <= max_int64);
        const auto number = is_small ? value.get<std::int64_t>() : std::int64_t{0};
        if (!is_small || number < std::int64_t{std::numeric_limits<Integer>::min()} ||
            number > std::int64_t{std::numeric_limits<Integer>::max()}) {
            throw value_error(std::string("the field \"") + name + "\" is not an integer in range");
        }
        out = static_cast<Integer>(number);
    }
    void done() const {
        if (object_.size() != used_) throw value_error("the object has fields that the type does not know");
    }

private:
    static constexpr auto max_int64 = static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max());

    const json& object_;
    std::size_t used_ = 0;
};

void read_fields(field_reader& in, date& out) {
    in.integer("year", out.year);
    in.integer("month", out.month);
    in.integer("day", out.day);
    in.integer("hour", out.hour);
    in.integer("minute", out.minute);
    in.integer("second", out.second);
}

}  // namespace

json parse_json(std::string_view text) {
    try {
        return json::parse(text);
    } catch (const json::parse_error& reason) {
        throw value_error(std::string("not JSON: ") + reason.what());
    }
}

json to_json(const date& value) {
    return {{"year", value.year}, {"month", value.month},   {"day", value.day},
            {"hour", value.hour}, {"minute", value.minute}, {"second", value.second}};
}

json to_json(const timestamp& value) {
    auto out = to_json(value.date);
    out["nanosecond"] = value.nanosecond;
    return out;
}

json to_json(const timestamp_tz& value) {
    return {{"utc", to_json(value.utc)}, {"offset_minutes", value.offset_minutes}};
}

json region_to_json(const timestamp_tz& value) {
    const auto name = region_name(value.region_id);
    return {{"utc", to_json(value.utc.date)},
            {"region_id", value.region_id},
            {"region_name", name.empty() ? json() : json(name)}};
}

json to_json(const interval_ds& value) {
    return {{"days", value.days},
            {"hours", value.hours},
            {"minutes", value.minutes},
            {"seconds", value.seconds},
            {"nanoseconds", value.nanoseconds}};
}

json to_json(const interval_ym& value) {
    return {{"years", value.years}, {"months", value.months}};
}

void from_json(const json& in, date& out) {
    field_reader fields(in);
    read_fields(fields, out);
    fields.done();
}

void from_json(const json& in, timestamp& out) {
    field_reader fields(in);
    read_fields(fields, out.date);
    fields.integer("nanosecond", out.nanosecond);
    fields.done();
}

void from_json(const json& in, timestamp_tz& out) {
    field_reader fields(in);
    from_json(fields.field("utc"), out.utc);
    fields.integer("offset_minutes", out.offset_minutes);
    fields.done();
}

void from_json(const json& in, interval_ds& out) {
    field_reader fields(in);
    fields.integer("days", out.days);
    fields.integer("hours", out.hours);
    fields.integer("minutes", out.minutes);
    fields.integer("seconds", out.seconds);
    fields.integer("nanoseconds", out.nanoseconds);
    fields.done();
}

void from_json(const json& in, interval_ym& out) {
    field_reader fields(in);
    fields.integer("years", out.years);
    fields.integer("months", out.months);
    fields.done();
}

}  // namespace oraxx::cli
