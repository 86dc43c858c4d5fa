// Command helmcases renders templates with Helm's own engine, so that ours can be held against it.
//
// helmcases VALUES reads one JSON object a line with a member "template" from its input and writes each of them with
// "output" or "error" added. Templates for which Helm gives no answer, or not the same one twice, are left out.
// helmcases -functions prints the name and Go type of every function.
package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/exec"
	"sort"
	"time"

	"github.com/Masterminds/sprig/v3"
	"helm.sh/helm/v3/pkg/chart"
	"helm.sh/helm/v3/pkg/chartutil"
	"helm.sh/helm/v3/pkg/engine"
)

const (
	patience = 10 * time.Second
	// Maps are walked in random order: what depends on it differs soon.
	times = 4
)

type answer struct {
	Template string  `json:"template"`
	Output   *string `json:"output,omitempty"`
	Error    *string `json:"error,omitempty"`
}

func main() {
	switch {
	case len(os.Args) == 2 && os.Args[1] == "-functions":
		functions()
	case len(os.Args) == 3 && os.Args[1] == "-worker":
		work(os.Args[2])
	case len(os.Args) == 2:
		supervise(os.Args[1])
	default:
		fail(fmt.Errorf("usage: helmcases VALUES | helmcases -functions"))
	}
}

// work answers each line of the input with a line: nothing for a template that is to be left out.
func work(file string) {
	values, err := os.ReadFile(file)
	fail(err)
	in := bufio.NewScanner(os.Stdin)
	in.Buffer(nil, 64<<20)
	for in.Scan() {
		var one answer
		fail(json.Unmarshal(in.Bytes(), &one))
		first := text(render(values, one.Template))
		for i := 1; i < times && len(first) > 1; i++ {
			if !bytes.Equal(first, text(render(values, one.Template))) {
				first = []byte("\n")
			}
		}
		_, err := os.Stdout.Write(first)
		fail(err)
	}
	fail(in.Err())
}

func text(one answer) []byte {
	var out bytes.Buffer
	encoder := json.NewEncoder(&out)
	encoder.SetEscapeHTML(false)
	fail(encoder.Encode(one))
	return out.Bytes()
}

// worker is a process that a template can take down.
type worker struct {
	command *exec.Cmd
	in      io.WriteCloser
	lines   chan []byte
}

func start(values string) *worker {
	self, err := os.Executable()
	fail(err)
	w := &worker{command: exec.Command(self, "-worker", values), lines: make(chan []byte)}
	w.in, err = w.command.StdinPipe()
	fail(err)
	out, err := w.command.StdoutPipe()
	fail(err)
	fail(w.command.Start())
	go func() {
		defer close(w.lines)
		reader := bufio.NewReader(out)
		for {
			line, err := reader.ReadBytes('\n')
			if err != nil {
				return
			}
			w.lines <- line
		}
	}()
	return w
}

func (w *worker) stop() {
	_ = w.in.Close()
	_ = w.command.Process.Kill()
	_ = w.command.Wait()
}

func supervise(values string) {
	in := bufio.NewScanner(os.Stdin)
	in.Buffer(nil, 64<<20)
	w := start(values)
	for in.Scan() {
		_, _ = fmt.Fprintf(w.in, "%s\n", in.Bytes())
		select {
		case line, alive := <-w.lines:
			if !alive {
				w.stop()
				w = start(values)
			} else if len(line) > 1 {
				_, err := os.Stdout.Write(line)
				fail(err)
			}
		case <-time.After(patience):
			w.stop()
			w = start(values)
		}
	}
	fail(in.Err())
	w.stop()
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
