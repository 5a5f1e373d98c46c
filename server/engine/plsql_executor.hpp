// Runs PL/SQL by walking its tree. Expressions and SQL go through the binder and SQLite as all SQL does; names of
// variables become parameters there.
#pragma once

#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "server/engine/block_cursor.hpp"
#include "server/engine/failure.hpp"
#include "server/engine/plsql_state.hpp"
#include "server/engine/plsql_value.hpp"

namespace oraxx::sandbox::engine {

// A text of PL/SQL: an anonymous block or stored code.
struct code_unit {
    std::string name{};  // "SCOTT.P"; empty: an anonymous block
    std::string text{};
    plsql_unit_ptr anonymous{};
    std::shared_ptr<const plsql_subprogram> subprogram{};  // PROCEDURE, FUNCTION
    std::shared_ptr<const plsql_block> specification{};    // PACKAGE ...
    std::shared_ptr<const plsql_block> body{};             // ... and its BODY
    std::string body_text{};
};

// A name that a block declares.
struct frame_item {
    enum class kind : std::uint8_t { variable, type, cursor, exception, subprogram };
    kind what = kind::variable;
    std::string name{};
    variable data{};
    data_type_ref type{};
    const plsql_declaration* declaration = nullptr;
    std::int64_t number = 0;  // exception: what EXCEPTION_INIT says
    std::shared_ptr<block_cursor> open{};
    std::shared_ptr<const plsql_subprogram> subprogram{};
};

struct frame {
    frame* outer = nullptr;
    std::string label{};
    const code_unit* code = nullptr;
    std::deque<frame_item> items{};
    std::shared_ptr<const code_unit> keeps{};  // of stored code: what the items point into
};

struct builtin_call;

struct builtin_parameter {
    db_type type = db_type::varchar2;  // unknown: a collection
    parameter_mode mode = parameter_mode::in;
};

// A procedure or function of Oracle's packages.
struct builtin {
    std::string_view name;
    std::size_t least;
    std::vector<builtin_parameter> parameters;
    void (*run)(builtin_call&);
    db_type returns = db_type::unknown;  // a function's
};
// The type of a parameter or result; of collections a table of VARCHAR2.
[[nodiscard]] data_type_ref builtin_type(db_type type);
// Without "SYS."; nullptr: unknown.
[[nodiscard]] const builtin* find_builtin(std::string name);

// Throws what the compiler has to say about stored code.
void compile_code(const std::shared_ptr<session_core>& core, const std::string& owner, const std::string& name,
                  bool is_body);

// Makes the package's types anew in the dictionary.
void publish_package_types(const std::shared_ptr<session_core>& core, const std::string& owner,
                           const std::string& name);

class plsql_executor final : private block_names {
public:
    plsql_executor(std::shared_ptr<session_core> core, std::shared_ptr<const code_unit> main,
                   const std::vector<bind_value>& binds);
    ~plsql_executor() override;

    // Resolves every name before anything runs, and marks how the slots are used. Throws sql_failure.
    void check(std::vector<bind_slot>& slots);
    // The same for stored code.
    void check_stored(const std::string& owner, const std::string& name, bool is_body);
    // The types of a package's specification into the dictionary, for clients to describe.
    void publish_types(const std::string& owner, const std::string& name);
    // Throws sql_failure; then the data is what it was before.
    [[nodiscard]] execute_result run(const std::vector<bind_slot>& slots);

private:
    friend struct builtin_call;

    enum class flow : std::uint8_t { normal, exit, continue_, return_ };

    // A value with the type that its expression has.
    struct typed_value {
        value data{};
        sql_type type{};
    };
    // An expression or statement as SQLite runs it.
    struct compiled_text {
        sqlite::statement main{};
        compiled_change change{};
        sql_type type{};
        std::vector<const expression*> sources{};  // of the parameters behind the binds
        std::vector<sql_type> bind_types{};
        std::int64_t catalog_version = -1;
    };
    // Code that a call runs.
    struct callee {
        std::shared_ptr<const plsql_subprogram> subprogram{};
        frame* scope = nullptr;  // where it was declared
        const builtin* known = nullptr;
        explicit operator bool() const noexcept { return subprogram != nullptr || known != nullptr; }
    };
    // What the leading parts of a path name.
    struct found_name {
        frame_item* item = nullptr;
        std::size_t used = 0;
        frame* in = nullptr;
    };
    // A conversion between two types, kept for the next time.
    struct conversion {
        sql_type from{};
        sql_type to{};
        sqlite::statement prepared{};
    };
    // Where find() notes what the parameters of a text are.
    class source_list {
    public:
        source_list(plsql_executor& owner, std::vector<const expression*>& list)
            : owner_(owner), before_(std::exchange(owner.sources_, &list)) {}
        source_list(const source_list&) = delete;
        source_list& operator=(const source_list&) = delete;
        ~source_list() { owner_.sources_ = before_; }

    private:
        plsql_executor& owner_;
        std::vector<const expression*>* before_;
    };
    // Everything that a call changes in the executor, put back when it is over.
    class call_guard {
    public:
        call_guard(plsql_executor& owner, frame* scope)
            : owner_(owner),
              frame_(owner.frame_),
              code_(owner.code_),
              returned_(std::exchange(owner.returned_, {})),
              has_returned_(std::exchange(owner.has_returned_, false)),
              errors_(std::exchange(owner.errors_, {})) {
            ++owner.depth_;
            owner.frame_ = scope;
            if (scope != nullptr && scope->code != nullptr) owner.code_ = scope->code;
        }
        call_guard(const call_guard&) = delete;
        call_guard& operator=(const call_guard&) = delete;
        ~call_guard() {
            --owner_.depth_;
            owner_.frame_ = frame_;
            owner_.code_ = code_;
            owner_.returned_ = std::move(returned_);
            owner_.has_returned_ = has_returned_;
            owner_.errors_ = std::move(errors_);
        }

    private:
        plsql_executor& owner_;
        frame* frame_;
        const code_unit* code_;
        variable returned_;
        bool has_returned_;
        std::vector<sql_failure> errors_;
    };
    // Makes a frame the innermost one as long as it lives.
    class frame_guard {
    public:
        frame_guard(plsql_executor& owner, frame& own, frame* outer) : owner_(owner), before_(owner.frame_) {
            own.outer = outer;
            owner.frame_ = &own;
        }
        frame_guard(const frame_guard&) = delete;
        frame_guard& operator=(const frame_guard&) = delete;
        ~frame_guard() { owner_.frame_ = before_; }

    private:
        plsql_executor& owner_;
        frame* before_;
    };

    // plsql_run.cpp: statements
    flow run_block(const plsql_block& block);
    flow run_handled(const plsql_block& block);
    flow run_statements(const std::vector<plsql_statement>& statements);
    flow run_statement(const plsql_statement& s);
    flow dispatch(const plsql_statement& s);
    void run_assignment(const plsql_statement& s);
    flow run_if(const plsql_statement& s);
    flow run_case(const plsql_statement& s);
    flow run_loop(const plsql_statement& s);
    flow run_range(const plsql_statement& s);
    flow run_query_loop(const plsql_statement& s);
    void run_forall(const plsql_statement& s);
    void run_forall_passes(const plsql_statement& s, const std::function<void(std::int64_t)>& pass);
    void note_bulk_exception(std::size_t pass, int code);
    // One pass through a loop's body; false: the loop is over, with `out` for what is around it.
    bool run_pass(const plsql_statement& loop, flow& out);
    void note_place(sql_failure& failure, std::size_t position) const;
    [[nodiscard]] std::string place_text(std::size_t position) const;
    void note_step();

    // plsql_exception.cpp
    [[nodiscard]] const plsql_handler* find_handler(const plsql_block& block, const sql_failure& failure);
    [[noreturn]] void raise(const plsql_statement& s);
    [[nodiscard]] bool is_named(const std::vector<std::string>& path, const sql_failure& failure);
    [[nodiscard]] std::int64_t error_number() const;
    [[nodiscard]] std::string error_text() const;
    [[nodiscard]] static std::string message_of(std::int64_t number);
    void check_exception(const std::vector<std::string>& path, std::size_t position);
    [[noreturn]] void fail_undeclared(const std::vector<std::string>& path, std::size_t position) const;

    // plsql_declare.cpp
    void declare(const std::vector<plsql_declaration>& declarations, frame& into);
    void declare_variable(const plsql_declaration& d, frame& into);
    frame_item& add_item(frame& into, const std::string& name, frame_item::kind what);
    [[nodiscard]] data_type_ref resolve_type(const plsql_type& type);
    [[nodiscard]] data_type_ref type_of_path(const plsql_type& type);
    [[nodiscard]] data_type_ref row_type_of(const plsql_type& type);
    [[nodiscard]] data_type_ref named_type(const plsql_type& type);
    [[nodiscard]] static data_type_ref row_type(const std::vector<output_column>& columns);
    [[nodiscard]] data_type_ref declared_type(const plsql_declaration& d);
    void declare_subprogram(const plsql_declaration& d, frame& into);
    void initialise(variable& v);
    [[nodiscard]] table_ref table_of(const std::vector<std::string>& path, std::size_t position);
    [[nodiscard]] std::vector<output_column> describe_query(const plsql_declaration& cursor);

    // plsql_names.cpp: what names mean
    [[nodiscard]] std::optional<parameter> find(const expression& e) override;
    [[nodiscard]] std::vector<parameter> fields_of(const expression& e) override;
    // SQL%BULK_EXCEPTIONS, SQL%BULK_ROWCOUNT; nullptr: the path begins with neither.
    [[nodiscard]] variable* bulk_variable(const std::vector<std::string>& path);
    [[nodiscard]] found_name find_name(const std::vector<std::string>& path);
    [[nodiscard]] found_name find_in_package(const std::vector<std::string>& path);
    [[nodiscard]] frame_item* find_item(frame& in, const std::string& name) const;
    [[nodiscard]] variable* find_variable(const std::vector<std::string>& path, std::size_t& used);
    [[nodiscard]] data_type_ref type_of(const expression& e);
    [[nodiscard]] data_type_ref type_of_name(const expression& e);
    [[nodiscard]] data_type_ref type_of_call(const expression& e);
    // The variable that an expression names; nullptr: it is none, or the element is not there.
    [[nodiscard]] variable* locate(const expression& e);
    // The same for something that gets a value: elements come into being.
    [[nodiscard]] variable& target(const expression& e);
    void check_is_made(const std::vector<std::string>& path);
    [[nodiscard]] table_key key_of(const variable& table, const expression& index);
    [[nodiscard]] typed_value read(const expression& e);
    [[nodiscard]] std::optional<typed_value> read_method(const expression& e);
    [[nodiscard]] typed_value read_attribute(const expression& e);
    [[nodiscard]] bool run_method(const plsql_statement& s);
    void extend(variable& table, std::int64_t count);
    [[nodiscard]] bool mentions_column(const expression& e);
    [[nodiscard]] data_type_ref result_type(const callee& of);
    [[nodiscard]] std::shared_ptr<block_cursor> cursor_of(const expression& e);

    // plsql_evaluate.cpp: values
    [[nodiscard]] typed_value evaluate(const expression& e);
    [[nodiscard]] typed_value evaluate_logic(const expression& e);
    [[nodiscard]] std::optional<bool> is_true(const expression& e);
    [[nodiscard]] std::int64_t integer_of(const expression& e);
    [[nodiscard]] std::string text_of(const expression& e);
    [[nodiscard]] value coerced(typed_value from, const data_type& to);
    [[nodiscard]] value converted(const typed_value& from, const sql_type& to);
    void assign(variable& to, const expression& e);
    void assign(variable& to, typed_value from);
    void assign(variable& to, const variable& from);
    [[nodiscard]] data_type_ref constructed_type(const expression& e);
    void check_constructor(const data_type& type, const expression& e) const;
    [[nodiscard]] variable construct(const data_type_ref& type, const expression& e);
    [[nodiscard]] compiled_text& compiled(const expression& e);
    [[nodiscard]] std::vector<sql_type> bind_types() const;
    [[nodiscard]] bool is_current(const compiled_text& c) const;
    [[nodiscard]] std::vector<value> parameters(const std::vector<const expression*>& sources);
    void bind_all(sqlite::statement& to, const std::vector<const expression*>& sources);
    [[nodiscard]] binder_settings settings(bool is_sql);
    [[noreturn]] static void fail_value(const sql_failure& failure);
    void charge(const value& v, std::size_t elements);

    // plsql_sql.cpp: SQL statements and cursors
    void run_sql(const plsql_statement& s);
    void run_change_statement(const sql_text_statement& sql);
    [[nodiscard]] compiled_text& compiled_sql(const sql_text_statement& sql);
    [[nodiscard]] static typed_value natural(value v);
    static void clear_table(variable& table);
    void select_into(const plsql_statement& s);
    [[nodiscard]] std::shared_ptr<block_cursor> open_query(const query& q);
    [[nodiscard]] std::shared_ptr<block_cursor> open_declared(const std::vector<std::string>& path,
                                                              const std::vector<plsql_argument>& arguments,
                                                              std::size_t position);
    void open(const plsql_statement& s);
    void fetch(const plsql_statement& s);
    void close(const plsql_statement& s);
    void store_row(const std::vector<expression_ptr>& into, const std::vector<value>& row,
                   const std::vector<output_column>& columns);
    void store_rows(const std::vector<expression_ptr>& into, block_cursor& from, std::uint64_t limit);
    void store_only_row(const std::vector<expression_ptr>& into, block_cursor& from);
    void store_returned(const std::vector<expression_ptr>& into, bool is_bulk,
                        const std::vector<std::vector<value>>& returned);
    void store_returned_records(const expression& into, bool is_bulk,
                                const std::vector<std::vector<value>>& returned);
    [[nodiscard]] std::int64_t first_free_key(variable& table) const;
    void run_dynamic(const plsql_statement& s);
    [[nodiscard]] std::unique_ptr<statement> prepare_dynamic(const expression& text);
    [[nodiscard]] std::vector<bind_value> dynamic_binds(const std::vector<plsql_argument>& arguments,
                                                        const std::vector<bind_slot>& slots,
                                                        const std::vector<expression_ptr>& returning);
    void begin_changes();
    void end_changes();
    void undo_changes();

    // plsql_call.cpp
    [[nodiscard]] callee find_callee(const std::vector<std::string>& path);
    // plsql_code.cpp
    [[nodiscard]] callee find_stored(const std::vector<std::string>& path);
    [[nodiscard]] std::shared_ptr<const code_unit> load_code(const std::string& schema, const std::string& name);
    void revalidate(const catalog_object& object, bool has_body);
    [[nodiscard]] frame* package_frame(const std::shared_ptr<const code_unit>& code);
    void run_call(const plsql_statement& s);
    // The result of a function; of a procedure nothing.
    variable call(const callee& to, const std::vector<const expression*>& arguments);
    variable call_builtin(const builtin& known, const std::vector<const expression*>& arguments);
    variable call_function(const expression& e);
    // An expression for each parameter; nullptr: left out.
    [[nodiscard]] std::vector<const expression*> match_arguments(const callee& to,
                                                                 const std::vector<const expression*>& given,
                                                                 const std::vector<std::string>& names,
                                                                 std::size_t position, const std::string& name);
    [[nodiscard]] std::vector<const expression*> match_arguments(const callee& to, const expression& e);
    [[nodiscard]] std::vector<const expression*> match_arguments(const callee& to, const plsql_statement& s);

    // plsql_check.cpp
    void check_block(const plsql_block& block);
    void check_statements(const std::vector<plsql_statement>& statements);
    void check_statement(const plsql_statement& s);
    void check_parts(const plsql_statement& s);
    void check_call(const plsql_statement& s);
    void check_value(const expression* e);
    void check_target(const expression& e);
    void check_sql(const plsql_statement& s);
    void check_loop(const plsql_statement& s);
    void check_cursor(const expression& e);
    void check_query(const query& q, std::size_t position);
    void check_subprogram(const plsql_subprogram& code, frame* scope);
    [[nodiscard]] std::vector<output_column> query_columns(const query& q, std::size_t position);
    [[nodiscard]] std::vector<output_column> cursor_columns(const plsql_statement& s);
    [[nodiscard]] data_type_ref type_of_target(const expression& e);
    [[nodiscard]] const variable* locate_whole(const expression& e);
    [[noreturn]] void fail_embedded(const sql_failure& failure, std::size_t position) const;
    template <class Work>
    auto in_statement(std::size_t position, Work work) {
        try {
            return work();
        } catch (const sql_failure& f) {
            fail_embedded(f, position);
        }
    }
    [[nodiscard]] bool is_checking() const noexcept { return slots_ != nullptr; }
    void mark_argument(const expression& e, parameter_mode mode);

    [[nodiscard]] std::string_view text() const noexcept;
    void make_host_variables(const std::vector<bind_value>& binds);
    void tell_outputs(const std::vector<bind_slot>& slots, execute_result& out);

    std::shared_ptr<session_core> core_;
    std::shared_ptr<const code_unit> main_;
    std::vector<variable> host_{};  // the binds
    std::vector<db_type> host_kinds_{};
    std::vector<std::uint32_t> host_room_{};
    std::vector<std::uint32_t> host_elements_{};
    frame* frame_ = nullptr;
    const code_unit* code_ = nullptr;
    std::size_t depth_ = 0;  // of calls
    std::size_t steps_ = 0;
    std::size_t charged_ = 0;  // bytes that collections took
    variable returned_{};      // of the function that runs
    bool has_returned_ = false;
    std::string exit_label_{};
    std::vector<sql_failure> errors_{};  // those whose handlers run, the latest last
    std::map<const void*, compiled_text> compiled_{};
    std::vector<conversion> conversions_{};
    std::vector<const expression*>* sources_ = nullptr;  // of the text that is being bound
    std::vector<bind_slot>* slots_ = nullptr;            // while names are checked
    std::optional<std::uint64_t> sql_rows_{};            // SQL%ROWCOUNT
    variable bulk_exceptions_{};                         // of the last FORALL
    variable bulk_rows_{};
    bool appends_returned_ = false;  // RETURNING BULK COLLECT: to what earlier passes of a FORALL brought
    std::map<const expression*, std::vector<expression>> field_expressions_{};  // of records as rows of values
    std::map<const code_unit*, std::shared_ptr<frame>> code_frames_{};          // around stored subprograms
    std::map<std::string, std::shared_ptr<frame>> checked_packages_{};          // while names are checked
    std::vector<result_cursor> implicit_results_{};

    // The undo of the whole block.
    bool is_marked_ = false;
    bool began_ = false;
    std::int64_t changes_before_ = 0;
    std::uint64_t mark_ = 0;
    std::size_t locks_before_ = 0;
};

// What a built-in procedure sees of its call.
struct builtin_call {
    plsql_executor& executor;
    session_core& core;
    std::vector<variable>& args;
    value result{};

    [[nodiscard]] bool is_given(std::size_t at) const { return at < args.size() && !is_null(args[at].data); }
    [[nodiscard]] double number_at(std::size_t at) const;
    [[nodiscard]] std::string text_at(std::size_t at) const;
    void add_implicit_result(std::size_t at) const;
    [[nodiscard]] std::string backtrace() const;
    [[nodiscard]] std::string error_stack() const;
    [[nodiscard]] std::vector<std::string> lines_at(std::size_t at) const;
};

}  // namespace oraxx::sandbox::engine
