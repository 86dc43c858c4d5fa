// Command auditflow-server-engine judges Kubernetes objects by the code that the API server itself runs:
// strict decoding, defaulting, and each kind's create and update strategy. It reads requests from standard
// input and writes answers to standard output, each a frame of a 4-byte big-endian length and JSON.
// It opens no file and no connection.
package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"runtime"
	"strconv"
	"sync"

	"k8s.io/component-base/version"
	"k8s.io/klog/v2"
)

// protocol is raised with every change of a frame's meaning, so that both sides can refuse the other.
const protocol = 1

func main() {
	klog.SetOutput(io.Discard)
	klog.LogToStderr(false)
	megabytes := 1024
	if len(os.Args) == 2 {
		given, err := strconv.Atoi(os.Args[1])
		if err != nil || given < 1 {
			fmt.Fprintln(os.Stderr, "usage: auditflow-server-engine [MEGABYTES]")
			os.Exit(2)
		}
		megabytes = given
	}
	go watchMemory(uint64(megabytes) << 20)
	if err := serve(os.Stdin, os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func serve(in io.Reader, out io.Writer) error {
	writer := &frameWriter{out: out}
	if err := writer.write(hello{Protocol: protocol, Kubernetes: version.Get().GitVersion}); err != nil {
		return err
	}
	definitions := newDefinitionSets()
	judge := newJudge(definitions)
	reader := bufio.NewReaderSize(in, 1<<16)
	slots := make(chan struct{}, runtime.GOMAXPROCS(0))
	var running sync.WaitGroup
	for {
		frame, err := readFrame(reader)
		if errors.Is(err, io.EOF) {
			running.Wait()
			return nil
		}
		if err != nil {
			return err
		}
		var asked request
		if err := json.Unmarshal(frame, &asked); err != nil {
			return fmt.Errorf("a request is not JSON: %w", err)
		}
		// Later requests of the stream name the set, so it is there before they are read.
		if asked.Definitions != nil {
			if err := writer.write(definitions.register(asked)); err != nil {
				return err
			}
			continue
		}
		slots <- struct{}{}
		running.Add(1)
		go func() {
			defer func() {
				<-slots
				running.Done()
			}()
			// A broken pipe means that nobody listens any more; the next read of the input ends the program.
			_ = writer.write(judge.answer(asked))
		}()
	}
}
