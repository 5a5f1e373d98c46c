//go:build go_ora

package main

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"database/sql"
	sqldriver "database/sql/driver"
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"strconv"
	"strings"
	"time"

	go_ora "github.com/sijms/go-ora/v2"
	"github.com/sijms/go-ora/v2/network"
)

type goOra struct{}

func newDriver() driver { return goOra{} }

func (goOra) client() string { return "go-ora" }
func (goOra) module() string { return "github.com/sijms/go-ora/v2" }

func (goOra) open(given target) (*sql.DB, error) {
	options := map[string]string{"TIMEOUT": "60"}
	service := given.Service
	if given.Sid != "" {
		service = ""
		options["SID"] = given.Sid
	}
	if given.Locators {
		options["LOB FETCH"] = "POST"
	}
	if given.Logon.Privilege != "" {
		options["DBA PRIVILEGE"] = given.Logon.Privilege
	}
	if given.Logon.ProxyClient != "" {
		options["PROXY CLIENT NAME"] = given.Logon.ProxyClient
	}
	if given.Wallet == "" {
		return sql.Open("oracle", go_ora.BuildUrl(given.Host, given.Port, service, given.User, given.Password, options))
	}
	options["SSL"] = "true"
	config, err := tlsConfig(given)
	if err != nil {
		return nil, err
	}
	connector := go_ora.NewConnector(go_ora.BuildUrl(given.Host, given.Port, service, given.User, given.Password, options))
	connector.(*go_ora.OracleConnector).WithTLSConfig(config)
	return sql.OpenDB(connector), nil
}

func tlsConfig(given target) (*tls.Config, error) {
	wallet := filepath.Join(given.Wallet, "ewallet.pem")
	roots, err := os.ReadFile(wallet)
	if err != nil {
		return nil, err
	}
	pool := x509.NewCertPool()
	pool.AppendCertsFromPEM(roots)
	mine, err := tls.LoadX509KeyPair(wallet, wallet)
	return &tls.Config{RootCAs: pool, Certificates: []tls.Certificate{mine}, ServerName: given.Host}, err
}

func (goOra) in(typeName string, text *string) (any, error) {
	if text == nil {
		return nullOf(typeName), nil
	}
	switch typeName {
	case "NUMBER":
		return go_ora.NewNumberFromString(*text)
	case "BINARY_FLOAT", "BINARY_DOUBLE":
		return strconv.ParseFloat(*text, 64)
	case "NVARCHAR2", "NCHAR":
		return go_ora.NVarChar(*text), nil
	case "CLOB":
		return go_ora.Clob{String: *text, Valid: true}, nil
	case "NCLOB":
		return go_ora.NClob{String: *text, Valid: true}, nil
	case "BLOB":
		data, err := hex.DecodeString(*text)
		return go_ora.Blob{Data: data, Valid: true}, err
	case "RAW":
		return hex.DecodeString(*text)
	case "BOOLEAN":
		return go_ora.PLBool(*text == "true"), nil
	case "DATE", "TIMESTAMP":
		when, err := parseTime(*text)
		return go_ora.TimeStamp(when), err
	case "TIMESTAMP WITH TIME ZONE", "TIMESTAMP WITH LOCAL TIME ZONE":
		when, err := parseTime(*text)
		return go_ora.TimeStampTZ(when.In(time.FixedZone("", 0))), err // UTC would be sent as a region's number
	}
	return *text, nil
}

func nullOf(typeName string) any {
	switch typeName {
	case "NUMBER", "BINARY_FLOAT", "BINARY_DOUBLE":
		return sql.NullFloat64{}
	case "NVARCHAR2", "NCHAR":
		return go_ora.NullNVarChar{}
	case "CLOB":
		return go_ora.Clob{}
	case "NCLOB":
		return go_ora.NClob{}
	case "BLOB":
		return go_ora.Blob{}
	case "RAW":
		return []byte(nil)
	case "DATE", "TIMESTAMP":
		return go_ora.NullTimeStamp{}
	case "TIMESTAMP WITH TIME ZONE", "TIMESTAMP WITH LOCAL TIME ZONE":
		return go_ora.NullTimeStampTZ{}
	}
	return sql.NullString{}
}

func (goOra) out(typeName string, size int, text *string) (any, func() any, error) {
	in := text != nil
	switch typeName {
	case "NUMBER", "BINARY_DOUBLE":
		value := sql.NullFloat64{}
		if in {
			number, err := strconv.ParseFloat(*text, 64)
			if err != nil {
				return nil, nil, err
			}
			value = sql.NullFloat64{Float64: number, Valid: true}
		}
		return go_ora.Out{Dest: &value, In: in}, func() any { return valueIf(value.Valid, value.Float64) }, nil
	case "DATE":
		value := sql.NullTime{}
		return go_ora.Out{Dest: &value, In: in}, func() any { return valueIf(value.Valid, value.Time) }, nil
	case "TIMESTAMP":
		value := go_ora.NullTimeStamp{}
		return go_ora.Out{Dest: &value, In: in}, func() any { return valueIf(value.Valid, time.Time(value.TimeStamp)) }, nil
	case "RAW":
		value := []byte{}
		return go_ora.Out{Dest: &value, Size: size, In: in}, func() any { return valueIf(value != nil, value) }, nil
	case "VARCHAR2":
		value := sql.NullString{}
		if in {
			value = sql.NullString{String: *text, Valid: true}
		}
		return go_ora.Out{Dest: &value, Size: size, In: in}, func() any { return valueIf(value.Valid, value.String) }, nil
	}
	if typeName == "CURSOR" {
		cursor := go_ora.RefCursor{}
		return go_ora.Out{Dest: &cursor}, func() any { return rowsOfCursor(&cursor) }, nil
	}
	if dest, received := lobOut(typeName, text); dest != nil {
		return go_ora.Out{Dest: dest, Size: size, In: in}, received, nil
	}
	return nil, nil, fmt.Errorf("go-ora has no OUT value of type %s", typeName)
}

func lobOut(typeName string, text *string) (dest any, received func() any) {
	given := ""
	if text != nil {
		given = *text
	}
	switch typeName {
	case "CLOB":
		value := go_ora.Clob{String: given, Valid: text != nil}
		return &value, func() any { return valueIf(value.Valid, value.String) }
	case "NCLOB":
		value := go_ora.NClob{String: given, Valid: text != nil}
		return &value, func() any { return valueIf(value.Valid, value.String) }
	case "BLOB":
		data, _ := hex.DecodeString(given)
		value := go_ora.Blob{Data: data, Valid: text != nil}
		return &value, func() any { return valueIf(value.Data != nil, value.Data) }
	}
	return nil, nil
}

// PL/SQL's tables indexed by integers are slices.
func (d goOra) structure(given bind) (argument any, received func() any, err error) {
	typeName := given.Type + given.Out
	switch {
	case strings.HasPrefix(typeName, "OBJECT "):
		return objectArgument(given)
	case given.Values == nil && given.Elements == 0:
		return nil, nil, nil
	case typeName == "NUMBER" || typeName == "VARCHAR2":
		values := []sql.NullString{}
		for _, text := range given.Values {
			values = append(values, sql.NullString{String: textOf(text), Valid: text != nil})
		}
		if typeName == "NUMBER" {
			return arrayOf(given, numbersOf(values))
		}
		return arrayOf(given, values)
	}
	return nil, nil, fmt.Errorf("the runner has no arrays of %s", typeName)
}

func textOf(text *string) string {
	if text == nil {
		return ""
	}
	return *text
}

func numbersOf(texts []sql.NullString) (values []sql.NullFloat64) {
	for _, each := range texts {
		number, _ := strconv.ParseFloat(each.String, 64)
		values = append(values, sql.NullFloat64{Float64: number, Valid: each.Valid})
	}
	return values
}

func arrayOf[T sqldriver.Valuer](given bind, values []T) (argument any, received func() any, err error) {
	if given.Out == "" {
		return values, nil, nil
	}
	return go_ora.Out{Dest: &values, Size: given.Elements, In: given.Values != nil}, func() any {
		all := []any{}
		for _, each := range values {
			value, _ := each.Value()
			all = append(all, shown(given.Out, value))
		}
		return all
	}, nil
}

func (goOra) operate(value any, operations [][]any) (results []any, err error) {
	file, ok := value.(go_ora.BFile)
	if !ok {
		return nil, fmt.Errorf("go-ora reads and writes LOBs as wholes: %T", value)
	}
	for _, operation := range operations {
		result, err := onFile(&file, operation)
		if err != nil {
			return nil, err
		}
		results = append(results, result)
	}
	return results, nil
}

func onFile(file *go_ora.BFile, operation []any) (any, error) {
	switch operation[0] {
	case "names":
		return []string{file.GetDirName(), file.GetFileName()}, nil
	case "open":
		return nil, file.Open()
	case "close":
		return nil, file.Close()
	case "is_open":
		return file.IsOpen(), nil
	case "exists":
		return file.Exists()
	case "size":
		return file.GetLength()
	case "read":
		data, err := file.ReadBytesFromPos(int64(operation[1].(float64))-1, int64(operation[2].(float64)))
		return shown("RAW", data), err
	}
	return nil, fmt.Errorf("a file has no operation %v", operation[0])
}

func rowsOfCursor(cursor *go_ora.RefCursor) any {
	defer cursor.Close()
	found, err := cursor.Query()
	if err != nil {
		return err.Error()
	}
	return rowsOf(found)
}

func (goOra) held(value any) any {
	if found, ok := value.(*go_ora.DataSet); ok {
		return rowsOf(found)
	}
	if object := reflect.ValueOf(value); object.IsValid() {
		if name := nameOfObject(object); name != "" {
			return shownObject(name, object)
		}
	}
	return value
}

func rowsOf(found *go_ora.DataSet) any {
	defer found.Close()
	rows := [][]any{}
	values := make([]sqldriver.Value, len(found.Columns()))
	for found.Next(values) == nil {
		row := make([]any, len(values))
		for at, value := range values {
			row[at] = shown(nameOf(found.ColumnTypeDatabaseTypeName(at)), value)
		}
		rows = append(rows, row)
	}
	return rows
}

// One call for all rows: go-ora takes a slice for each placeholder.
func (d goOra) many(connection execer, given step) (int64, error) {
	var columns []any
	for at, typeName := range given.ManyTypes {
		var column []any
		for _, row := range given.Many {
			value, err := d.in(typeName, row[at])
			if err != nil {
				return 0, err
			}
			column = append(column, value)
		}
		columns = append(columns, column)
	}
	done, err := connection.ExecContext(context.Background(), given.Sql, columns...)
	if err != nil {
		return 0, err
	}
	return done.RowsAffected()
}

var typeNames = map[string]string{
	"IBFloat":          "BINARY_FLOAT",
	"IBDouble":         "BINARY_DOUBLE",
	"TimeStampDTY":     "TIMESTAMP",
	"TimeStampTZ_DTY":  "TIMESTAMP WITH TIME ZONE",
	"TimeStampLTZ_DTY": "TIMESTAMP WITH LOCAL TIME ZONE",
	"IntervalYM_DTY":   "INTERVAL YEAR TO MONTH",
	"IntervalDS_DTY":   "INTERVAL DAY TO SECOND",
	"NCHAR":            "VARCHAR2", // go-ora's name of the type code 1, national or not
	"TNSType(252)":     "BOOLEAN",
	"OCIClobLocator":   "CLOB",
	"OCIBlobLocator":   "BLOB",
	"OCIFileLocator":   "BFILE",
	"REFCURSOR":        "CURSOR",
	"LongVarChar":      "LONG",
	"LongRaw":          "LONG RAW",
	"XMLType":          "XMLTYPE", // and all types of users
}

func (goOra) columnType(column *sql.ColumnType) string { return nameOf(column.DatabaseTypeName()) }

func nameOf(name string) string {
	if known, ok := typeNames[name]; ok {
		return known
	}
	return name
}

var position = regexp.MustCompile(`error occur at position: (\d+)`)

func (goOra) failure(err error) result {
	var told *network.OracleError
	if !errors.As(err, &told) {
		return nil
	}
	answer := result{"code": told.ErrCode}
	if found := position.FindStringSubmatch(err.Error()); found != nil {
		answer["offset"], _ = strconv.Atoi(found[1])
	}
	return answer
}
