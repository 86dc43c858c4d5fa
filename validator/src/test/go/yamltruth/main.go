// Command yamltruth says how Kubernetes reads YAML: documents are split by apimachinery and turned into JSON by
// sigs.k8s.io/yaml, strictly, as kubectl and Helm do.
//
//	go run . < cases.jsonl > truth.jsonl
//
// Each line of the input is {"id": ..., "yaml": ...}; each line of the output adds "documents", one entry for each
// document: {"json": ...} or {"error": ...}.
package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"

	k8syaml "k8s.io/apimachinery/pkg/util/yaml"
	"sigs.k8s.io/yaml"
)

type testCase struct {
	ID        string     `json:"id"`
	YAML      string     `json:"yaml"`
	Documents []document `json:"documents"`
}

type document struct {
	JSON  json.RawMessage `json:"json,omitempty"`
	Error string          `json:"error,omitempty"`
}

func main() {
	in := bufio.NewScanner(os.Stdin)
	in.Buffer(nil, 64<<20)
	out := json.NewEncoder(os.Stdout)
	out.SetEscapeHTML(false)
	for in.Scan() {
		var c testCase
		if err := json.Unmarshal(in.Bytes(), &c); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		c.Documents = read(c.YAML)
		if err := out.Encode(c); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
	}
}

func read(text string) []document {
	documents := []document{}
	reader := k8syaml.NewYAMLReader(bufio.NewReader(bytes.NewReader([]byte(text))))
	for {
		part, err := reader.Read()
		if errors.Is(err, io.EOF) {
			return documents
		}
		if err != nil {
			return append(documents, document{Error: err.Error()})
		}
		converted, err := yaml.YAMLToJSONStrict(part)
		switch {
		case err != nil:
			documents = append(documents, document{Error: err.Error()})
		case string(converted) != "null":
			documents = append(documents, document{JSON: converted})
		}
	}
}
