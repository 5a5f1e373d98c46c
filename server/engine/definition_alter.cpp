// ALTER TABLE: each action makes the table anew in the dictionary and, where its rows are concerned, in storage.
#include <algorithm>

#include "server/engine/change.hpp"
#include "server/engine/failure.hpp"
#include "server/engine/lexer.hpp"
#include "server/engine/statement.hpp"
#include "server/engine/table_builder.hpp"

namespace oraxx::sandbox::engine {
namespace {

using action = alter_table_action;

std::string constraint_label(const table_info& t, const table_constraint& c) {
    return "(" + t.owner + "." + c.name + ")";
}

// The SQL of every column as it is.
std::vector<std::string> same_columns(const table_info& t) {
    std::vector<std::string> out;
    for (std::size_t i = 0; i < t.columns.size(); ++i) out.push_back(storage_column(i));
    return out;
}

bool any_row(session_core& core, const table_info& t, const std::string& condition) {
    auto query = core.db().prepare("SELECT 1 FROM " + t.storage_name() + " WHERE " + condition + " LIMIT 1");
    if (!query) throw sql_failure{core.describe_failure(&t)};
    const int code = query.step();
    if (code != SQLITE_ROW && code != SQLITE_DONE) throw sql_failure{core.describe_failure(&t)};
    return code == SQLITE_ROW;
}

bool any_value(session_core& core, const table_info& t, std::size_t column) {
    return any_row(core, t, storage_column(column) + " IS NOT NULL");
}

class table_change {
public:
    table_change(session_core& core, const alter_table_statement& s)
        : core_(core), statement_(s), before_(definition_binder(core).find_own_table(s.table)) {}

    void apply(const action& a) {
        // Each action works on what the one before it left.
        before_ = core_.tables().table(before_->object_id);
        switch (a.what) {
        case action::kind::add_column: return add_column(a.column);
        case action::kind::add_constraint: return add_constraint(a.constraint);
        case action::kind::modify_column: return modify_column(a.column);
        case action::kind::drop_columns: return drop_columns(a);
        case action::kind::drop_constraint: return drop_constraint(a);
        case action::kind::drop_key: return drop_key(a);
        case action::kind::rename_column: return rename_column(a);
        case action::kind::rename_constraint: return rename_constraint(a);
        case action::kind::rename_table: return rename_table(a);
        }
    }

private:
    void add_column(const column_definition& c) {
        table_builder builder(core_, *before_);
        builder.add_column(c, ora::column_exists);
        auto fill = same_columns(*before_);
        const auto column = before_->columns.size();
        const bool is_mandatory = std::any_of(c.constraints.begin(), c.constraints.end(), [](const auto& k) {
            return k.kind == constraint_kind::not_null || k.kind == constraint_kind::primary_key;
        });
        if (is_mandatory && builder.table().columns[column].default_text.empty() &&
            any_row(core_, *before_, "true")) {
            fail(ora::must_be_empty_for_mandatory, statement_.table.position);
        }
        auto b = definition_binder(core_);
        fill.push_back(b.bind_new_column(builder.table(), column));
        const auto old_constraints = before_->constraints.size();
        builder.add_constraints({}, c.constraints);
        rebuild(builder.table(), fill, old_constraints);
    }

    void add_constraint(const constraint_definition& c) {
        table_builder builder(core_, *before_);
        builder.add_constraint(c);
        const auto& t = builder.table();
        if (c.kind == constraint_kind::primary_key) check_no_nulls(t.constraints.back(), c.position);
        position_ = c.position;
        rebuild(builder.table(), same_columns(*before_), before_->constraints.size());
    }

    void check_no_nulls(const table_constraint& key, std::size_t position) {
        for (const auto column : key.columns) {
            if (!any_row(core_, *before_, storage_column(column) + " IS NULL")) continue;
            fail(ora::column_contains_nulls, "column contains NULL values; cannot alter to NOT NULL", position);
        }
    }

    void modify_column(const column_definition& c) {
        table_builder builder(core_, *before_);
        const auto column = builder.column_index(c.name);
        auto& target = builder.table().columns[column];
        auto fill = same_columns(*before_);
        auto b = definition_binder(core_);
        if (c.type) {
            const auto& old = before_->columns[column];
            target.type = b.resolve_type(*c.type, c.type_position);
            const bool is_large = is_large_kind(old.type.kind) || is_large_kind(target.type.kind);
            if (is_large && target.type != old.type) fail(ora::invalid_alteration, c.name.position);
            target.in_chars = c.type->in_chars;
            target.is_float = c.type->is_float;
            check_type_change(column, old, target, c.name.position);
            if (target.type.kind == old.type.kind || any_value(core_, *before_, column)) {
                fill[column] = b.bind_changed_column(*before_, builder.table(), column);
            }
        }
        if (c.default_value) builder.set_default(target, c);
        if (c.allows_null) allow_null(builder.table(), column, c.name.position);
        for (const auto& k : c.constraints) {
            if (k.kind != constraint_kind::not_null) continue;
            if (!before_->columns[column].nullable) fail(ora::already_not_null, c.name.position);
            if (any_row(core_, *before_, storage_column(column) + " IS NULL")) {
                fail(ora::nulls_found, "cannot enable (" + before_->owner + ".) - null values found", 0);
            }
        }
        builder.add_constraints({}, c.constraints);
        position_ = c.name.position;
        rebuild(builder.table(), fill, before_->constraints.size());
    }

    // What may change while there are values.
    void check_type_change(std::size_t column, const table_column& from, const table_column& to,
                           std::size_t position) {
        const auto old_kind = from.type.kind;
        const auto new_kind = to.type.kind;
        const bool same_family =
            old_kind == new_kind ||
            (is_text(old_kind) && is_text(new_kind) && is_national(old_kind) == is_national(new_kind)) ||
            (is_timestamp(new_kind) && old_kind == db_type::date);
        if (!same_family && any_value(core_, *before_, column)) fail(ora::must_be_empty_for_type, position);
        if (old_kind != new_kind) return;
        const bool is_narrower =
            new_kind == db_type::number && to.type.precision != 0 &&
            (from.type.precision == 0 || to.type.precision - to.type.scale < from.type.precision - from.type.scale ||
             to.type.scale < from.type.scale);
        if (is_narrower && any_value(core_, *before_, column)) fail(ora::must_be_empty_for_precision, position);
    }

    static void allow_null(table_info& t, std::size_t column, std::size_t position) {
        const auto* primary = t.primary_key();
        const bool is_key = primary != nullptr && std::find(primary->columns.begin(), primary->columns.end(),
                                                            column) != primary->columns.end();
        if (t.columns[column].nullable || is_key) fail(ora::cannot_be_null, position);
        t.columns[column].nullable = true;
        remove_constraints(t, [&](const table_constraint& c) {
            return c.kind == constraint_kind::not_null && c.columns[0] == column;
        });
    }

    template <class Condition>
    static void remove_constraints(table_info& t, Condition is_removed) {
        t.constraints.erase(std::remove_if(t.constraints.begin(), t.constraints.end(), is_removed),
                            t.constraints.end());
    }

    void drop_columns(const action& a) {
        const table_builder lookup(core_, *before_);
        std::vector<bool> goes(before_->columns.size(), false);
        for (const auto& name : a.names) {
            const auto column = lookup.column_index(name);
            goes[column] = true;
            check_drop(column, a.names, a.cascades, name.position);
        }
        if (std::all_of(goes.begin(), goes.end(), [](bool g) { return g; })) {
            fail(ora::all_columns_dropped, a.names[0].position);
        }
        auto after = *before_;
        const auto is_gone = [&](std::size_t column) { return goes[column]; };
        for (const auto& c : before_->constraints) {
            if (c.is_key() && std::any_of(c.columns.begin(), c.columns.end(), is_gone)) drop_children(c);
        }
        remove_constraints(after, [&](const table_constraint& c) {
            return std::any_of(c.columns.begin(), c.columns.end(), is_gone);
        });
        auto& indexes = after.indexes;
        indexes.erase(std::remove_if(indexes.begin(), indexes.end(),
                                     [&](const table_index& i) {
                                         return std::any_of(i.columns.begin(), i.columns.end(),
                                                            [&](const index_column& c) { return goes[c.column]; });
                                     }),
                      indexes.end());
        rebuild(renumbered(std::move(after), goes), remaining_columns(goes), before_->constraints.size());
    }

    void check_drop(std::size_t column, const std::vector<column_name>& dropped, bool cascades,
                    std::size_t position) {
        if (cascades) return;
        for (const auto& c : before_->constraints) {
            if (std::find(c.columns.begin(), c.columns.end(), column) == c.columns.end()) continue;
            const bool all_go = std::all_of(c.columns.begin(), c.columns.end(), [&](std::size_t other) {
                return std::any_of(dropped.begin(), dropped.end(),
                                   [&](const column_name& n) { return n.name == before_->columns[other].name; });
            });
            if (!all_go) fail(ora::column_in_constraint, position);
            if (c.is_key() && is_referenced(c)) fail(ora::parent_key_column, position);
        }
    }

    static std::vector<std::string> remaining_columns(const std::vector<bool>& goes) {
        std::vector<std::string> out;
        for (std::size_t i = 0; i < goes.size(); ++i) {
            if (!goes[i]) out.push_back(storage_column(i));
        }
        return out;
    }

    // The columns that stay, and everything that counts them.
    static table_info renumbered(table_info t, const std::vector<bool>& goes) {
        const auto moved = [&](std::size_t column) {
            return column - static_cast<std::size_t>(
                                std::count(goes.begin(), goes.begin() + static_cast<std::ptrdiff_t>(column), true));
        };
        for (auto& c : t.constraints) {
            for (auto& column : c.columns) column = moved(column);
        }
        for (auto& index : t.indexes) {
            for (auto& c : index.columns) c.column = moved(c.column);
        }
        std::vector<table_column> columns;
        for (std::size_t i = 0; i < goes.size(); ++i) {
            if (!goes[i]) columns.push_back(std::move(t.columns[i]));
        }
        t.columns = std::move(columns);
        return t;
    }

    [[nodiscard]] bool is_referenced(const table_constraint& key) {
        const auto children = core_.tables().children(*before_);
        return std::any_of(children.begin(), children.end(), [&](const table_ref& child) {
            return std::any_of(child->constraints.begin(), child->constraints.end(),
                               [&](const table_constraint& c) { return c.parent_key == key.number; });
        });
    }

    // The foreign keys that refer to a key.
    void drop_children(const table_constraint& key) {
        const auto number = key.number;
        for (const auto& child : core_.tables().children(*before_)) {
            auto without = *child;
            remove_constraints(without, [&](const table_constraint& c) { return c.parent_key == number; });
            if (without.constraints.size() == child->constraints.size()) continue;
            core_.tables().rebuild(*child, without, same_columns(without));
        }
        before_ = core_.tables().table(before_->object_id);
    }

    void drop_constraint(const action& a) {
        const auto* known = before_->find_constraint(a.names[0].name);
        if (known == nullptr) fail(ora::no_such_constraint, a.names[0].position);
        remove_constraint(*known, a.cascades, a.names[0].position);
    }

    void drop_key(const action& a) {
        const table_builder lookup(core_, *before_);
        std::vector<std::size_t> columns;
        for (const auto& name : a.names) columns.push_back(lookup.column_index(name));
        const auto* known = a.names.empty() ? before_->primary_key() : before_->key_over(columns);
        if (known == nullptr) fail(a.names.empty() ? ora::no_primary_key : ora::no_unique_key, a.position);
        remove_constraint(*known, a.cascades, a.position);
    }

    void remove_constraint(table_constraint gone, bool cascades, std::size_t position) {
        if (gone.is_key() && is_referenced(gone)) {
            if (!cascades) fail(ora::key_is_referenced, position);
            drop_children(gone);
        }
        auto after = *before_;
        remove_constraints(after, [&](const table_constraint& c) { return c.number == gone.number; });
        if (gone.kind == constraint_kind::primary_key || gone.kind == constraint_kind::not_null) {
            for (const auto column : gone.columns) after.columns[column].nullable = !is_mandatory(after, column);
        }
        if (gone.is_key()) {
            auto& indexes = after.indexes;
            indexes.erase(
                std::remove_if(indexes.begin(), indexes.end(),
                               [&](const table_index& i) { return i.serves_key && i.covers(gone.columns); }),
                indexes.end());
        }
        rebuild(after, same_columns(after), before_->constraints.size());
    }

    // By a constraint or rule that is still there.
    static bool is_mandatory(const table_info& t, std::size_t column) {
        const auto& c = t.columns[column];
        return c.is_identity || c.rule == default_rule::on_null ||
               std::any_of(t.constraints.begin(), t.constraints.end(), [column](const table_constraint& k) {
                   return (k.kind == constraint_kind::not_null || k.kind == constraint_kind::primary_key) &&
                          std::find(k.columns.begin(), k.columns.end(), column) != k.columns.end();
               });
    }

    void rename_column(const action& a) {
        const table_builder lookup(core_, *before_);
        const auto column = lookup.column_index(a.names[0]);
        auto after = *before_;
        const bool is_known = std::any_of(after.columns.begin(), after.columns.end(),
                                          [&](const table_column& c) { return c.name == a.new_name; });
        if (is_known) fail(ora::duplicate_column, a.position);
        const auto old_name = std::exchange(after.columns[column].name, a.new_name);
        for (auto& c : after.constraints) {
            if (c.kind == constraint_kind::check)
                c.condition = with_column_renamed(c.condition, old_name, a.new_name);
        }
        core_.tables().update(after);
    }

    static std::string with_column_renamed(const std::string& condition, const std::string& from,
                                           const std::string& to) {
        std::string out;
        std::size_t copied = 0;
        for (const auto& token : tokenize(condition)) {
            const bool is_name = token.kind == token_kind::word || token.kind == token_kind::quoted_word;
            if (!is_name || token.text != from) continue;
            out += condition.substr(copied, token.begin - copied) + quoted(to);
            copied = token.end;
        }
        return out + condition.substr(copied);
    }

    void rename_constraint(const action& a) {
        auto after = *before_;
        const auto known = std::find_if(after.constraints.begin(), after.constraints.end(),
                                        [&](const table_constraint& c) { return c.name == a.names[0].name; });
        if (known == after.constraints.end()) fail(ora::no_constraint_to_rename, a.names[0].position);
        if (core_.tables().has_constraint(after.owner, a.new_name)) fail(ora::constraint_in_use, a.position);
        known->name = a.new_name;
        known->is_generated = false;
        core_.tables().update(after);
    }

    void rename_table(const action& a) {
        check_name_is_free(core_, before_->owner, a.new_name, a.position);
        core_.tables().rename_object(before_->object_id, a.new_name);
    }

    // Puts the new form in place; rows that do not fit it, or its new constraints, are the error.
    void rebuild(const table_info& after, const std::vector<std::string>& fill, std::size_t old_constraints) {
        try {
            core_.tables().rebuild(*before_, after, fill);
        } catch (const std::runtime_error&) {
            const bool has_duplicates = core_.db().code() == SQLITE_CONSTRAINT_UNIQUE && !core_.state().failure;
            if (has_duplicates) fail_duplicates(after, old_constraints);
            const auto error = core_.describe_failure(&after);
            if (error.code == ora::value_too_large) fail(ora::value_too_big_for_length, position_);
            throw sql_failure{error};
        }
        for (std::size_t i = old_constraints; i < after.constraints.size(); ++i)
            validate(after, after.constraints[i]);
    }

    [[noreturn]] void fail_duplicates(const table_info& after, std::size_t old_constraints) {
        for (std::size_t i = old_constraints; i < after.constraints.size(); ++i) {
            const auto& c = after.constraints[i];
            const auto label = "cannot validate " + constraint_label(after, c);
            if (c.kind == constraint_kind::primary_key) {
                fail(ora::primary_key_violated, label + " - primary key violated", position_);
            }
            if (c.kind == constraint_kind::unique) {
                fail(ora::duplicates_found, label + " - duplicate keys found", position_);
            }
        }
        throw sql_failure{core_.describe_failure(&after)};
    }

    void validate(const table_info& after, const table_constraint& c) {
        const auto label = "cannot validate " + constraint_label(after, c);
        if (c.kind == constraint_kind::check) {
            auto b = definition_binder(core_);
            if (any_row(core_, after, "NOT (" + b.bind_check(after, c) + ")")) {
                fail(ora::check_not_valid, label + " - check constraint violated", position_);
            }
        }
        if (c.kind == constraint_kind::foreign_key && find_orphan(core_, after) != nullptr) {
            fail(ora::orphans_found, label + " - parent keys not found", position_);
        }
    }

    session_core& core_;
    const alter_table_statement& statement_;
    table_ref before_;
    std::size_t position_ = 0;  // of what is being changed, for errors about its rows
};

}  // namespace

execute_result run_definition(session_core& core, const alter_table_statement& s, std::string_view /*text*/) {
    core.commit();
    const auto t = definition_binder(core).find_own_table(s.table);
    in_own_transaction(core, [&] {
        check_rows_are_free(core, *t, s.table.position);
        table_change change(core, s);
        for (const auto& each : s.actions) change.apply(each);
        revalidate_views(core);
    });
    return {};
}

}  // namespace oraxx::sandbox::engine
