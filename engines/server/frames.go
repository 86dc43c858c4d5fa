package main

import (
	"encoding/binary"
	"encoding/json"
	"fmt"
	"io"
	"sync"
)

// maxFrame bounds what one request may hold; the API server itself takes 3 MiB.
const maxFrame = 64 << 20

// hello is the first frame that is written.
type hello struct {
	Protocol   int    `json:"protocol"`
	Kubernetes string `json:"kubernetes"`
}

// request asks for a verdict over an object, or, if Definitions is set, names a set of CRDs for later requests.
type request struct {
	ID          int64             `json:"id"`
	Namespace   string            `json:"namespace,omitempty"`
	Set         string            `json:"set,omitempty"`
	Definitions []json.RawMessage `json:"definitions,omitempty"`
	Object      json.RawMessage   `json:"object,omitempty"`
	// Old is the object as it was applied before; with it the answer is about the upgrade.
	Old json.RawMessage `json:"old,omitempty"`
}

// Outcomes of an answer.
const (
	valid       = "valid"
	invalid     = "invalid"
	unknownKind = "unknown-kind"
	notServed   = "not-served"
	unsupported = "unsupported"
	failed      = "failed"
)

type answer struct {
	ID       int64        `json:"id"`
	Outcome  string       `json:"outcome"`
	Message  string       `json:"message,omitempty"`
	Errors   []fieldError `json:"errors,omitempty"`
	Warnings []string     `json:"warnings,omitempty"`
}

// fieldError is the server's field.Error; Type holds its machine-readable name, for example FieldValueInvalid.
type fieldError struct {
	Type   string `json:"type"`
	Field  string `json:"field"`
	Detail string `json:"detail"`
}

func readFrame(in io.Reader) ([]byte, error) {
	var head [4]byte
	if _, err := io.ReadFull(in, head[:]); err != nil {
		return nil, err
	}
	size := binary.BigEndian.Uint32(head[:])
	if size > maxFrame {
		return nil, fmt.Errorf("a request of %d bytes is longer than %d", size, maxFrame)
	}
	frame := make([]byte, size)
	if _, err := io.ReadFull(in, frame); err != nil {
		return nil, fmt.Errorf("a request was cut off: %w", err)
	}
	return frame, nil
}

type frameWriter struct {
	lock sync.Mutex
	out  io.Writer
}

func (w *frameWriter) write(value any) error {
	body, err := json.Marshal(value)
	if err != nil {
		return err
	}
	frame := make([]byte, 4, 4+len(body))
	binary.BigEndian.PutUint32(frame, uint32(len(body)))
	w.lock.Lock()
	defer w.lock.Unlock()
	_, err = w.out.Write(append(frame, body...))
	return err
}
