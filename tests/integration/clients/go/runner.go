// Runs the interop scenarios through a database/sql driver and prints what happened, one JSON object a line.
//
// What is right is not known here: tools/interop.py compares. The forms of values are described in
// tests/integration/scenarios/README.md. What differs between drivers stands in one file for each (go_ora.go, ...),
// of which one is built in.
package main

import (
	"bufio"
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"regexp"
	"runtime/debug"
	"time"
)

type target struct {
	Host     string `json:"host"`
	Port     int    `json:"port"`
	Protocol string `json:"protocol"`
	Options  string `json:"options"`  // of the description
	Security string `json:"security"` // section of the description
	Wallet   string `json:"wallet"`   // folder; empty without TLS
	Service  string `json:"service"`
	Sid      string `json:"sid"`
	User     string `json:"user"`
	Password string `json:"password"`
	Logon    logon  `json:"-"`
	Locators bool   `json:"-"` // LOBs do not come with their rows
}

type logon struct {
	ProxyClient string `json:"proxy_client"`
	Privilege   string `json:"privilege"`
}

type bind struct {
	Name     string          `json:"name"`
	Type     string          `json:"type"`
	Out      string          `json:"out"`
	Value    json.RawMessage `json:"value"`
	Values   []*string       `json:"values"`
	Elements int             `json:"elements"`
	Size     int             `json:"size"`
}

// Of a scalar type.
func (b bind) text() (text *string, err error) {
	if b.Value != nil {
		err = json.Unmarshal(b.Value, &text)
	}
	return text, err
}

type step struct {
	Session       string          `json:"session"`
	Connect       json.RawMessage `json:"connect"`
	Logon         logon           `json:"logon"`
	Sql           string          `json:"sql"`
	Binds         []bind          `json:"binds"`
	Many          [][]*string     `json:"many"`
	ManyTypes     []string        `json:"many_types"`
	Returning     []string        `json:"returning"`
	Locators      bool            `json:"locators"`
	Lob           [][]any         `json:"lob"`
	Do            string          `json:"do"`
	FetchSize     int             `json:"fetch_size"`
	CancelAfterMs int             `json:"cancel_after_ms"`
	CallTimeoutMs int             `json:"call_timeout_ms"`
}

type result map[string]any

// What a driver does in its own way.
type driver interface {
	client() string // what it is called
	module() string // its path among the program's dependencies
	open(given target) (*sql.DB, error)
	in(typeName string, text *string) (any, error)
	// The argument, and where its value is when the call has returned.
	out(typeName string, size int, text *string) (argument any, received func() any, err error)
	// Arrays of PL/SQL, objects and collections; anything else is left to the two above.
	structure(given bind) (argument any, received func() any, err error)
	// What the first column of a row holds, for operations on LOBs.
	operate(value any, operations [][]any) ([]any, error)
	// Tells the driver of a type that a statement has made.
	made(s *session, statement string) error
	many(connection execer, given step) (int64, error)
	columnType(column *sql.ColumnType) string
	// What a row holds, where it is of a class of the driver's own: the rows of a cursor.
	held(value any) any
	failure(err error) result // nil when it is none of the driver's own errors
}

type execer interface {
	ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error)
}

// A database handle of one connection, which is always in a transaction: outside of one database/sql commits by itself.
type session struct {
	db       *sql.DB
	tx       *sql.Tx
	given    target
	locators *session // another session, for LOBs that do not come with their rows
}

func (s *session) end() error {
	if s.locators != nil {
		if err := s.locators.end(); err != nil {
			return err
		}
	}
	if err := s.tx.Rollback(); err != nil {
		return err
	}
	return s.db.Close()
}

func (s *session) begin() (err error) {
	s.tx, err = s.db.BeginTx(context.Background(), nil)
	return err
}

type runner struct {
	driver   driver
	target   target
	sessions map[string]*session
}

func (r *runner) connect(name string, step step) (result, error) {
	given := r.target
	if err := json.Unmarshal(step.Connect, &given); err != nil {
		return nil, err
	}
	given.Logon = step.Logon
	made, err := r.logOn(given)
	if err == nil {
		r.sessions[name] = made
	}
	return result{}, err
}

func (r *runner) logOn(given target) (*session, error) {
	db, err := r.driver.open(given)
	if err != nil {
		return nil, err
	}
	db.SetMaxOpenConns(1)
	made := &session{db: db, given: given}
	if err := made.begin(); err != nil {
		db.Close()
		return nil, err
	}
	return made, nil
}

// How LOBs come is a matter of the connection.
func (r *runner) withLocators(s *session) (_ *session, err error) {
	if s.locators == nil {
		given := s.given
		given.Locators = true
		s.locators, err = r.logOn(given)
	}
	return s.locators, err
}

func (r *runner) manage(name string, s *session, what string) (result, error) {
	switch what {
	case "commit":
		if err := s.tx.Commit(); err != nil {
			return nil, err
		}
		return result{}, s.begin()
	case "rollback":
		if err := s.tx.Rollback(); err != nil {
			return nil, err
		}
		return result{}, s.begin()
	case "ping": // within the transaction there is no ping
		if err := s.tx.Commit(); err != nil {
			return nil, err
		}
		if err := s.db.Ping(); err != nil {
			return nil, err
		}
		return result{}, s.begin()
	case "close":
		delete(r.sessions, name)
		return result{}, s.end()
	}
	return nil, fmt.Errorf("nothing is called %q", what)
}

var query = regexp.MustCompile(`(?is)^\s*(select|with)\b`)

func (r *runner) execute(s *session, given step) (result, error) {
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	if given.CancelAfterMs > 0 {
		timer := time.AfterFunc(time.Duration(given.CancelAfterMs)*time.Millisecond, cancel)
		defer timer.Stop()
	}
	if given.CallTimeoutMs > 0 {
		ctx, cancel = context.WithTimeout(ctx, time.Duration(given.CallTimeoutMs)*time.Millisecond)
		defer cancel()
	}
	arguments, received, err := r.arguments(given)
	if err != nil {
		return nil, err
	}
	if given.Locators {
		if s, err = r.withLocators(s); err != nil {
			return nil, err
		}
	}
	if given.Lob != nil {
		return r.lob(ctx, s, given, arguments)
	}
	if query.MatchString(given.Sql) {
		return r.rows(ctx, s, given.Sql, arguments)
	}
	done, err := s.tx.ExecContext(ctx, given.Sql, arguments...)
	if err != nil {
		return nil, withCause(ctx, err)
	}
	answer := result{}
	if answer["count"], err = done.RowsAffected(); err != nil {
		return nil, err
	}
	values := []any{}
	for _, each := range received {
		values = append(values, each())
	}
	if before := len(values) - len(given.Returning); before > 0 {
		answer["out"] = values[:before]
	} else if len(values) > 0 {
		answer["returned"] = returned(values, answer["count"].(int64))
	}
	return answer, r.driver.made(s, given.Sql)
}

// Each bind's list of iterations, of which there is one, with its rows, of which drivers of database/sql bring one.
func returned(values []any, rows int64) (all [][][]any) {
	for _, value := range values {
		if rows == 0 {
			all = append(all, [][]any{{}})
		} else {
			all = append(all, [][]any{{value}})
		}
	}
	return all
}

// Drivers report the end of a context in their own ways.
func withCause(ctx context.Context, err error) error {
	if ctx.Err() == nil {
		return err
	}
	return fmt.Errorf("%s: %w", err, ctx.Err())
}

func (r *runner) arguments(given step) (arguments []any, received []func() any, err error) {
	binds := given.Binds
	for _, typeName := range given.Returning {
		binds = append(binds, bind{Out: typeName, Size: 4000})
	}
	for _, each := range binds {
		argument, value, err := r.argument(each)
		if err != nil {
			return nil, nil, err
		}
		if value != nil {
			typeName := each.Out
			received = append(received, func() any { return shown(typeName, value()) })
		}
		if each.Name != "" {
			argument = sql.Named(each.Name, argument)
		}
		arguments = append(arguments, argument)
	}
	return arguments, received, nil
}

// What is handed over, and where its value is found, if it comes back.
func (r *runner) argument(given bind) (argument any, received func() any, err error) {
	if argument, received, err = r.driver.structure(given); argument != nil || err != nil {
		return argument, received, err
	}
	text, err := given.text()
	if err != nil {
		return nil, nil, err
	}
	if given.Out != "" {
		return r.driver.out(given.Out, given.Size, text)
	}
	argument, err = r.driver.in(given.Type, text)
	return argument, nil, err
}

func (r *runner) lob(ctx context.Context, s *session, given step, arguments []any) (result, error) {
	var value any
	if err := s.tx.QueryRowContext(ctx, given.Sql, arguments...).Scan(&value); err != nil {
		return nil, withCause(ctx, err)
	}
	results, err := r.driver.operate(value, given.Lob)
	return result{"lob_results": results}, err
}

func (r *runner) rows(ctx context.Context, s *session, text string, arguments []any) (result, error) {
	rows, err := s.tx.QueryContext(ctx, text, arguments...)
	if err != nil {
		return nil, withCause(ctx, err)
	}
	defer rows.Close()
	columns, err := rows.ColumnTypes()
	if err != nil {
		return nil, err
	}
	names, types := []string{}, []string{}
	for _, column := range columns {
		names = append(names, column.Name())
		types = append(types, r.driver.columnType(column))
	}
	values := make([]any, len(columns))
	places := make([]any, len(columns))
	for i := range values {
		places[i] = &values[i]
	}
	all := [][]any{}
	for rows.Next() {
		if err := rows.Scan(places...); err != nil {
			return nil, err
		}
		row := make([]any, len(columns))
		for i, value := range values {
			row[i] = shown(types[i], r.driver.held(value))
		}
		all = append(all, row)
	}
	if err := rows.Err(); err != nil {
		return nil, withCause(ctx, err)
	}
	return result{"names": names, "types": types, "rows": all}, nil
}

func (r *runner) act(given step) (result, error) {
	name := given.Session
	if name == "" {
		name = "main"
	}
	if given.Connect != nil {
		return r.connect(name, given)
	}
	s := r.sessions[name]
	if s == nil {
		return nil, fmt.Errorf("there is no session %q", name)
	}
	if given.Do != "" {
		return r.manage(name, s, given.Do)
	}
	if given.Many != nil {
		count, err := r.driver.many(s.tx, given)
		return result{"count": count}, err
	}
	return r.execute(s, given)
}

func (r *runner) run(given step) result {
	started := time.Now()
	answer, err := r.act(given)
	if err != nil {
		answer = r.failure(err)
	}
	answer["ms"] = time.Since(started).Milliseconds()
	return answer
}

func (r *runner) failure(err error) result {
	switch {
	case errors.Is(err, context.DeadlineExceeded):
		return result{"error": result{"timeout": true}}
	case errors.Is(err, context.Canceled):
		return result{"error": result{"code": 1013}}
	}
	if told := r.driver.failure(err); told != nil {
		told["text"] = err.Error()
		return result{"error": told}
	}
	return result{"error": result{"code": nil, "text": err.Error()}}
}

func versionOf(module string) string {
	info, _ := debug.ReadBuildInfo()
	for _, dependency := range info.Deps {
		if dependency.Path == module {
			return dependency.Version
		}
	}
	return "unknown"
}

func main() {
	runner := runner{driver: newDriver(), sessions: map[string]*session{}}
	if err := json.Unmarshal([]byte(os.Getenv("INTEROP_TARGET")), &runner.target); err != nil {
		fmt.Fprintln(os.Stderr, "INTEROP_TARGET:", err)
		os.Exit(1)
	}
	out := json.NewEncoder(os.Stdout)
	out.SetEscapeHTML(false)
	out.Encode(result{"client": runner.driver.client(), "version": versionOf(runner.driver.module())})
	in := json.NewDecoder(bufio.NewReader(os.Stdin))
	for in.More() {
		var given step
		if err := in.Decode(&given); err != nil {
			fmt.Fprintln(os.Stderr, "step:", err)
			os.Exit(1)
		}
		out.Encode(runner.run(given))
	}
}
