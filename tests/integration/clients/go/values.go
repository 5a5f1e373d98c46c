package main

import (
	"encoding/hex"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"
)

const timeForm = "2006-01-02T15:04:05.999999999"

func parseTime(text string) (time.Time, error) { return time.Parse(timeForm, text) }

// The content of one of the sql.Null types.
func valueIf(valid bool, value any) any {
	if !valid {
		return nil
	}
	return value
}

// A value as the scenarios write it.
func shown(typeName string, value any) any {
	switch held := value.(type) {
	case nil:
		return nil
	case [][]any, []any: // rows, or attributes and elements that are shown already
		return held
	case bool:
		return strconv.FormatBool(held)
	case int64:
		return strconv.FormatInt(held, 10)
	case float32:
		return shownFloat(typeName, float64(held), 32)
	case float64:
		return shownFloat(typeName, held, 64)
	case []byte:
		return strings.ToUpper(hex.EncodeToString(held))
	case time.Time:
		if typeName == "TIMESTAMP WITH TIME ZONE" {
			return held.Format(timeForm + "-07:00")
		}
		return held.Format(timeForm)
	case string:
		return shownText(typeName, held)
	}
	return fmt.Sprintf("%v", value)
}

func shownFloat(typeName string, value float64, bits int) string {
	if typeName == "NUMBER" {
		return strconv.FormatFloat(value, 'f', -1, bits)
	}
	return strconv.FormatFloat(value, 'g', -1, bits)
}

var (
	interval  = regexp.MustCompile(`^([+-]?)0*(\d+)([ -].*)$`)
	shortHour = regexp.MustCompile(`([ :-])(\d)\b`)
	emptyEnd  = regexp.MustCompile(`(\.\d*?)0+$`)
)

func shownText(typeName, text string) any {
	switch {
	case text == "": // the drivers' strings have no NULL of their own, and neither has the database an empty one
		return nil
	case typeName == "NUMBER":
		return shownNumber(text)
	case strings.HasPrefix(typeName, "INTERVAL"):
		parts := interval.FindStringSubmatch(text)
		if parts == nil {
			return text
		}
		rest := shortHour.ReplaceAllString(parts[3], "${1}0$2")
		rest = strings.TrimSuffix(emptyEnd.ReplaceAllString(rest, "$1"), ".")
		return strings.TrimPrefix(parts[1], "+") + parts[2] + rest
	}
	return text
}

func shownNumber(text string) string {
	if strings.Contains(text, ".") {
		text = strings.TrimSuffix(strings.TrimRight(text, "0"), ".")
	}
	return text
}
