#include <oraxx/json.hpp>

#include <algorithm>
#include <numeric>

namespace oraxx {
namespace {

// Few names are found soonest by looking at each.
constexpr std::size_t largest_without_index = 8;

bool are_few_and_unique(std::span<const json_member> members) noexcept {
    if (members.size() > largest_without_index) return false;
    for (std::size_t i = 1; i < members.size(); ++i) {
        const auto has_name = [&name = members[i].name](const json_member& other) { return other.name == name; };
        if (std::any_of(members.begin(), members.begin() + static_cast<std::ptrdiff_t>(i), has_name)) return false;
    }
    return true;
}

// Positions in the order of the names; equal names in the order of their positions.
std::vector<std::uint32_t> sorted_by_name(std::span<const json_member> members) {
    std::vector<std::uint32_t> out(members.size());
    std::iota(out.begin(), out.end(), 0U);
    std::sort(out.begin(), out.end(), [members](auto a, auto b) {
        const int order = members[a].name.compare(members[b].name);
        return order != 0 ? order < 0 : a < b;
    });
    return out;
}

// Of members of one name the first gets the value of the last; the others go.
void merge_repeated(std::vector<json_member>& members, std::span<const std::uint32_t> by_name) {
    std::vector<bool> superfluous(members.size());
    for (std::size_t first = 0, i = 1; i < by_name.size(); ++i) {
        if (members[by_name[i]].name != members[by_name[first]].name) {
            first = i;
            continue;
        }
        members[by_name[first]].value = std::move(members[by_name[i]].value);
        superfluous[by_name[i]] = true;
    }
    std::size_t position = 0;
    std::erase_if(members, [&](const auto&) { return superfluous[position++]; });
}

}  // namespace

std::optional<json_object> json_object::from_members(std::vector<json_member> members, repeated names) {
    json_object out;
    if (are_few_and_unique(members)) {
        out.members_ = std::move(members);
        return out;
    }
    auto by_name = sorted_by_name(members);
    const auto same_name = [&members](auto a, auto b) { return members[a].name == members[b].name; };
    if (std::adjacent_find(by_name.begin(), by_name.end(), same_name) != by_name.end()) {
        if (names == repeated::refuse) return std::nullopt;
        merge_repeated(members, by_name);
        by_name = sorted_by_name(members);
    }
    out.members_ = std::move(members);
    if (out.members_.size() > largest_without_index) out.by_name_ = std::move(by_name);
    return out;
}

std::size_t json_object::size() const noexcept {
    return members_.size();
}

std::span<const json_member> json_object::members() const noexcept {
    return members_;
}

json_object::index::const_iterator json_object::place_of(std::string_view name) const noexcept {
    return std::lower_bound(by_name_.begin(), by_name_.end(), name,
                            [this](auto position, auto wanted) { return members_[position].name < wanted; });
}

std::size_t json_object::position_of(std::string_view name) const noexcept {
    if (!by_name_.empty()) {
        const auto place = place_of(name);
        return place != by_name_.end() && members_[*place].name == name ? *place : members_.size();
    }
    const auto found = std::find_if(members_.begin(), members_.end(), [name](auto& m) { return m.name == name; });
    return static_cast<std::size_t>(found - members_.begin());
}

const json* json_object::find(std::string_view name) const noexcept {
    const auto position = position_of(name);
    return position < members_.size() ? &members_[position].value : nullptr;
}

json* json_object::find(std::string_view name) noexcept {
    const auto position = position_of(name);
    return position < members_.size() ? &members_[position].value : nullptr;
}

json& json_object::set(std::string name, json value) {
    if (auto* known = find(name)) return *known = std::move(value);
    const auto position = static_cast<std::uint32_t>(members_.size());
    if (!by_name_.empty()) by_name_.insert(place_of(name), position);
    members_.push_back({std::move(name), std::move(value)});
    if (by_name_.empty() && members_.size() > largest_without_index) by_name_ = sorted_by_name(members_);
    return members_.back().value;
}

bool json_object::erase(std::string_view name) {
    const auto position = position_of(name);
    if (position == members_.size()) return false;
    members_.erase(members_.begin() + static_cast<std::ptrdiff_t>(position));
    by_name_ = members_.size() > largest_without_index ? sorted_by_name(members_) : index();
    return true;
}

bool operator==(const json_object& a, const json_object& b) {
    if (a.size() != b.size()) return false;
    return std::all_of(a.members_.begin(), a.members_.end(), [&b](const json_member& member) {
        const auto* other = b.find(member.name);
        return other != nullptr && *other == member.value;
    });
}

}  // namespace oraxx
