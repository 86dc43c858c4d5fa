package main

import (
	"regexp"

	"k8s.io/apimachinery/pkg/runtime"
)

// Kinds of decoding errors, beside those of the server's field.Error.
const (
	unknownField   = "UnknownField"
	duplicateField = "DuplicateField"
	undecodable    = "Undecodable"
)

// decodingError is what the server says of an object that it cannot read.
type decodingError struct {
	cause error
}

func (e *decodingError) Error() string {
	return e.cause.Error()
}

var strictMessage = regexp.MustCompile(`^(unknown|duplicate) field "(.*)"$`)

func (e *decodingError) fields() []fieldError {
	strict, ok := runtime.AsStrictDecodingError(e.cause)
	if !ok {
		return []fieldError{{Type: undecodable, Detail: e.cause.Error()}}
	}
	var fields []fieldError
	for _, one := range strict.Errors() {
		found := fieldError{Type: undecodable, Detail: one.Error()}
		if parts := strictMessage.FindStringSubmatch(one.Error()); parts != nil {
			found.Field = parts[2]
			found.Type = unknownField
			if parts[1] == "duplicate" {
				found.Type = duplicateField
			}
		}
		fields = append(fields, found)
	}
	return fields
}
