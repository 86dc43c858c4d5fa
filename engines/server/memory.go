package main

import (
	"fmt"
	"os"
	"runtime/debug"
	"runtime/metrics"
	"time"
)

// memoryExceeded tells the caller why the program ended.
const memoryExceeded = 3

// watchMemory ends the program when its heap outgrows the limit: a manifest that needs that much is an error, and
// the caller starts another process for the others.
func watchMemory(limit uint64) {
	debug.SetMemoryLimit(int64(limit) / 10 * 9)
	sample := []metrics.Sample{{Name: "/memory/classes/heap/objects:bytes"}}
	for range time.Tick(20 * time.Millisecond) {
		metrics.Read(sample)
		if used := sample[0].Value.Uint64(); used > limit {
			fmt.Fprintf(os.Stderr, "more than %d MB of memory are needed\n", limit>>20)
			os.Exit(memoryExceeded)
		}
	}
}
