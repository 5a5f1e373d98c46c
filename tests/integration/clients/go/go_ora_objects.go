//go:build go_ora

package main

import (
	"database/sql"
	"encoding/json"
	"fmt"
	"reflect"
	"regexp"
	"strings"
	"time"

	go_ora "github.com/sijms/go-ora/v2"
)

// A type of a user as Go sees it: go-ora wants a struct for each, which a program has and a runner of scenarios makes.
type userType struct {
	owner      string
	goType     reflect.Type
	attributes []string // their types; of a collection one, its elements'
	collection bool
}

var (
	userTypes    = map[string]userType{} // by name
	creation     = regexp.MustCompile(`(?i)^\s*create\s+(?:or\s+replace\s+)?type\s+(\w+)\s+as\s+(object|varray|table)`)
	textType     = reflect.TypeOf(sql.NullString{}) // holds numbers with all their digits, too
	dateType     = reflect.TypeOf(sql.NullTime{})
	ofAttributes = `select attr_name, attr_type_name from all_type_attrs where owner = :1 and type_name = :2 order by attr_no`
	ofElements   = `select 'E', elem_type_name from all_coll_types where owner = :1 and type_name = :2`
)

func (goOra) made(s *session, statement string) error {
	found := creation.FindStringSubmatch(statement)
	if found == nil {
		return nil
	}
	// Types are registered by the handle, whose one connection is in use.
	s.db.SetMaxOpenConns(2)
	defer func() {
		s.db.SetMaxIdleConns(-1)
		s.db.SetMaxIdleConns(1)
		s.db.SetMaxOpenConns(1)
	}()
	name := strings.ToUpper(found[1])
	made, err := described(s.db, strings.ToUpper(s.given.User), name, !strings.EqualFold(found[2], "object"))
	if err != nil {
		return err
	}
	if made.collection {
		err = registerCollection(s.db, made, name)
	} else {
		err = go_ora.RegisterTypeWithOwner(s.db, made.owner, name, "", reflect.Zero(made.goType).Interface())
	}
	userTypes[name] = made
	return err
}

// Collections are registered together with the type of their elements.
func registerCollection(db *sql.DB, made userType, name string) error {
	element := made.attributes[0]
	var example any
	if object, ok := userTypes[element]; ok {
		example = reflect.Zero(object.goType).Interface()
	}
	return go_ora.RegisterTypeWithOwner(db, made.owner, element, name, example)
}

func described(db *sql.DB, owner, name string, collection bool) (made userType, err error) {
	made = userType{owner: owner, collection: collection}
	query := ofAttributes
	if collection {
		query = ofElements
	}
	rows, err := db.Query(query, owner, name)
	if err != nil {
		return made, err
	}
	defer rows.Close()
	var fields []reflect.StructField
	for rows.Next() {
		var attribute, typeName string
		if err := rows.Scan(&attribute, &typeName); err != nil {
			return made, err
		}
		made.attributes = append(made.attributes, typeName)
		fields = append(fields, reflect.StructField{Name: fmt.Sprintf("A%d", len(fields)), Type: fieldType(typeName),
			Tag: reflect.StructTag(`udt:"` + attribute + `"`)})
	}
	switch {
	case len(fields) == 0:
		err = fmt.Errorf("nothing is known of the type %s", name)
	case collection:
		made.goType = reflect.SliceOf(fields[0].Type)
	default:
		made.goType = reflect.StructOf(fields)
	}
	return made, err
}

// Of an attribute or an element.
func fieldType(typeName string) reflect.Type {
	if nested, ok := userTypes[typeName]; ok && nested.collection {
		return nested.goType
	} else if ok {
		return reflect.PointerTo(nested.goType)
	}
	if typeName == "DATE" {
		return dateType
	}
	return textType
}

// The argument for an object or a collection.
func objectArgument(given bind) (argument any, received func() any, err error) {
	_, name, _ := strings.Cut(given.Type+given.Out, " ")
	known, ok := userTypes[name]
	if !ok {
		return nil, nil, fmt.Errorf("go-ora was told of no type %s", name)
	}
	in := given.Value != nil && string(given.Value) != "null"
	place := reflect.New(known.goType)
	if !known.collection && !in {
		place = reflect.New(place.Type()) // a pointer that is null for a null object: go-ora follows it on the way out only
	}
	if in {
		var value any
		if err := json.Unmarshal(given.Value, &value); err != nil {
			return nil, nil, err
		}
		if err := fillObject(place.Elem(), known, value); err != nil {
			return nil, nil, err
		}
	}
	object := go_ora.NewObject(known.owner, name, place.Interface())
	if given.Out == "" {
		return object, nil, nil
	}
	return go_ora.Out{Dest: object, In: in}, func() any { return shownObject(name, place.Elem()) }, nil
}

func fillObject(place reflect.Value, known userType, value any) error {
	parts, ok := value.([]any)
	if !ok {
		return fmt.Errorf("a value of a type of a user is no list: %v", value)
	}
	if place.Kind() == reflect.Pointer {
		place.Set(reflect.New(known.goType))
		place = place.Elem()
	}
	if known.collection {
		place.Set(reflect.MakeSlice(known.goType, len(parts), len(parts)))
	}
	for at, part := range parts {
		into, typeName := place, known.attributes[0]
		if known.collection {
			into = place.Index(at)
		} else {
			into, typeName = place.Field(at), known.attributes[at]
		}
		if err := fillPart(into, typeName, part); err != nil {
			return err
		}
	}
	return nil
}

func fillPart(into reflect.Value, typeName string, part any) error {
	if part == nil {
		return nil
	}
	if nested, ok := userTypes[typeName]; ok {
		return fillObject(into, nested, part)
	}
	text, ok := part.(string)
	if !ok {
		return fmt.Errorf("an attribute is no text: %v", part)
	}
	if into.Type() == textType {
		into.Set(reflect.ValueOf(sql.NullString{String: text, Valid: true}))
		return nil
	}
	when, err := parseTime(text)
	into.Set(reflect.ValueOf(sql.NullTime{Time: when, Valid: true}))
	return err
}

// Attributes or elements as the scenarios write them.
func shownObject(typeName string, value reflect.Value) any {
	if value.Kind() == reflect.Pointer {
		if value.IsNil() {
			return nil
		}
		return shownObject(typeName, value.Elem())
	}
	switch held := value.Interface().(type) {
	case sql.NullString:
		return shown(typeName, valueIf(held.Valid, held.String))
	case sql.NullTime:
		return shown(typeName, valueIf(held.Valid, held.Time.In(time.UTC)))
	}
	known := userTypes[typeName]
	if known.collection && value.IsNil() {
		return nil
	}
	parts := []any{}
	if known.collection {
		for at := range value.Len() {
			parts = append(parts, shownObject(known.attributes[0], value.Index(at)))
		}
		return parts
	}
	for at, attribute := range known.attributes {
		parts = append(parts, shownObject(attribute, value.Field(at)))
	}
	return parts
}

// The name of the type that go-ora made a value of.
func nameOfObject(value reflect.Value) string {
	for name, known := range userTypes {
		if known.goType == value.Type() {
			return name
		}
	}
	return ""
}
