//go:build go_oracledb

package main

import (
	"context"
	"database/sql"
	"encoding/hex"
	"errors"
	"fmt"
	"regexp"
	"strconv"
	"strings"

	_ "github.com/oracle/go-oracledb/v26/oracle"
)

type goOracledb struct{}

func newDriver() driver { return goOracledb{} }

func (goOracledb) client() string { return "go-oracledb" }
func (goOracledb) module() string { return "github.com/oracle/go-oracledb/v26" }

func (goOracledb) open(given target) (*sql.DB, error) {
	field := "SERVICE_NAME=" + given.Service
	if given.Sid != "" {
		field = "SID=" + given.Sid
	}
	return sql.Open("oracledb", fmt.Sprintf("%s/%s@(DESCRIPTION=%s(ADDRESS=(PROTOCOL=%s)(HOST=%s)(PORT=%d))(CONNECT_DATA=(%s))%s)",
		given.User, given.Password, given.Options, given.Protocol, given.Host, given.Port, field, given.Security))
}

// The driver chooses the type by the value's.
func (goOracledb) in(typeName string, text *string) (any, error) {
	if text == nil {
		return nullOf(typeName), nil
	}
	switch typeName {
	case "NUMBER":
		if whole, err := strconv.ParseInt(*text, 10, 64); err == nil {
			return whole, nil
		}
		return strconv.ParseFloat(*text, 64)
	case "BINARY_FLOAT", "BINARY_DOUBLE":
		return strconv.ParseFloat(*text, 64)
	case "RAW":
		return hex.DecodeString(*text)
	case "BOOLEAN":
		return *text == "true", nil
	case "DATE", "TIMESTAMP", "TIMESTAMP WITH TIME ZONE", "TIMESTAMP WITH LOCAL TIME ZONE":
		return parseTime(*text)
	}
	return *text, nil
}

func nullOf(typeName string) any {
	switch typeName {
	case "NUMBER", "BINARY_FLOAT", "BINARY_DOUBLE":
		return sql.NullFloat64{}
	case "BOOLEAN":
		return sql.NullBool{}
	case "DATE", "TIMESTAMP", "TIMESTAMP WITH TIME ZONE", "TIMESTAMP WITH LOCAL TIME ZONE":
		return sql.NullTime{}
	}
	return sql.NullString{}
}

func (goOracledb) out(typeName string, size int, text *string) (any, func() any, error) {
	in := text != nil
	switch typeName {
	case "NUMBER", "BINARY_DOUBLE":
		value := sql.NullFloat64{}
		return sql.Out{Dest: &value, In: in}, func() any { return valueIf(value.Valid, value.Float64) }, nil
	case "DATE", "TIMESTAMP":
		value := sql.NullTime{}
		return sql.Out{Dest: &value, In: in}, func() any { return valueIf(value.Valid, value.Time) }, nil
	case "VARCHAR2":
		value := sql.NullString{}
		if in {
			value = sql.NullString{String: *text, Valid: true}
		}
		return sql.Out{Dest: &value, In: in}, func() any { return valueIf(value.Valid, value.String) }, nil
	}
	return nil, nil, fmt.Errorf("go-oracledb has no OUT value of type %s", typeName)
}

// One call a row: the driver has no array DML.
func (d goOracledb) many(connection execer, given step) (int64, error) {
	var count int64
	for _, row := range given.Many {
		var arguments []any
		for at, typeName := range given.ManyTypes {
			value, err := d.in(typeName, row[at])
			if err != nil {
				return 0, err
			}
			arguments = append(arguments, value)
		}
		done, err := connection.ExecContext(context.Background(), given.Sql, arguments...)
		if err != nil {
			return 0, err
		}
		affected, err := done.RowsAffected()
		if err != nil {
			return 0, err
		}
		count += affected
	}
	return count, nil
}

func (goOracledb) structure(bind) (any, func() any, error) { return nil, nil, nil }

func (goOracledb) operate(any, [][]any) ([]any, error) {
	return nil, errors.New("go-oracledb has no operations on LOBs")
}

func (goOracledb) made(*session, string) error { return nil }

func (goOracledb) held(value any) any { return value }

func (goOracledb) columnType(column *sql.ColumnType) string {
	switch name := column.DatabaseTypeName(); name {
	case "INTERVALYM":
		return "INTERVAL YEAR TO MONTH"
	case "INTERVALDS":
		return "INTERVAL DAY TO SECOND"
	default:
		return name
	}
}

var oraNumber = regexp.MustCompile(`ORA-(\d{5})`)

// The driver wraps the database's errors in its own: the innermost number is the database's.
func (goOracledb) failure(err error) result {
	line, _, _ := strings.Cut(err.Error(), "\n")
	found := oraNumber.FindAllStringSubmatch(line, -1)
	if found == nil {
		return nil
	}
	code, _ := strconv.Atoi(found[len(found)-1][1])
	return result{"code": code}
}
