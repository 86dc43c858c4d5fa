// Command helmcases renders templates with Helm's own engine, so that ours can be held against it.
//
// helmcases VALUES reads one JSON object a line with a member "template" from its input and writes each of them with
// "output" or "error" added, in the same order. helmcases -functions prints the name and Go type of every function.
package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"sort"
	"time"

	"github.com/Masterminds/sprig/v3"
	"helm.sh/helm/v3/pkg/chart"
	"helm.sh/helm/v3/pkg/chartutil"
	"helm.sh/helm/v3/pkg/engine"
)

const patience = 20 * time.Second

type answer struct {
	Template string  `json:"template"`
	Output   *string `json:"output,omitempty"`
	Error    *string `json:"error,omitempty"`
}

func main() {
	if len(os.Args) == 2 && os.Args[1] == "-functions" {
		functions()
		return
	}
	if len(os.Args) != 2 {
		fail(fmt.Errorf("usage: helmcases VALUES | helmcases -functions"))
	}
	values, err := os.ReadFile(os.Args[1])
	fail(err)
	in := bufio.NewScanner(os.Stdin)
	in.Buffer(nil, 64<<20)
	out := bufio.NewWriter(os.Stdout)
	defer out.Flush()
	for in.Scan() {
		var one answer
		fail(json.Unmarshal(in.Bytes(), &one))
		write(out, ask(values, one.Template))
	}
	fail(in.Err())
}

func write(out *bufio.Writer, one answer) {
	var text bytes.Buffer
	encoder := json.NewEncoder(&text)
	encoder.SetEscapeHTML(false)
	fail(encoder.Encode(one))
	_, err := out.Write(text.Bytes())
	fail(err)
}

func ask(values []byte, template string) answer {
	done := make(chan answer, 1)
	go func() { done <- render(values, template) }()
	select {
	case one := <-done:
		return one
	case <-time.After(patience):
		late := fmt.Sprintf("no answer within %s", patience)
		return answer{Template: template, Error: &late}
	}
}

func render(values []byte, template string) answer {
	one := answer{Template: template}
	read, err := chartutil.ReadValues(values)
	fail(err)
	c := &chart.Chart{
		Metadata:  &chart.Metadata{APIVersion: "v2", Name: "c", Version: "0.1.0"},
		Values:    read,
		Templates: []*chart.File{{Name: "templates/t.yaml", Data: []byte(template)}},
	}
	capabilities := chartutil.DefaultCapabilities.Copy()
	capabilities.KubeVersion = chartutil.KubeVersion{Version: "v1.34.0", Major: "1", Minor: "34"}
	options := chartutil.ReleaseOptions{Name: "rel", Namespace: "ns", Revision: 1, IsInstall: true}
	all, err := chartutil.ToRenderValues(c, map[string]interface{}{}, options, capabilities)
	fail(err)
	rendered, err := engine.Render(c, all)
	if err != nil {
		text := err.Error()
		one.Error = &text
		return one
	}
	text := rendered["c/templates/t.yaml"]
	one.Output = &text
	return one
}

// functions prints what Sprig exposes through Helm; Helm's own are written down, since its table is not exported.
func functions() {
	all := sprig.TxtFuncMap()
	delete(all, "env")
	delete(all, "expandenv")
	asText := func(interface{}) string { return "" }
	decode := func(string) map[string]interface{} { return nil }
	decodeArray := func(string) []interface{} { return nil }
	for _, name := range []string{"toToml", "toYaml", "toYamlPretty", "toJson"} {
		all[name] = asText
	}
	for _, name := range []string{"fromToml", "fromYaml", "fromJson"} {
		all[name] = decode
	}
	for _, name := range []string{"fromYamlArray", "fromJsonArray"} {
		all[name] = decodeArray
	}
	all["include"] = func(string, interface{}) (string, error) { return "", nil }
	all["tpl"] = func(string, interface{}) (string, error) { return "", nil }
	all["required"] = func(string, interface{}) (interface{}, error) { return nil, nil }
	all["lookup"] = func(string, string, string, string) (map[string]interface{}, error) { return nil, nil }
	names := make([]string, 0, len(all))
	for name := range all {
		names = append(names, name)
	}
	sort.Strings(names)
	for _, name := range names {
		fmt.Printf("%s\t%T\n", name, all[name])
	}
}

func fail(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, "helmcases:", err)
		os.Exit(1)
	}
}
