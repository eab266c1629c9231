package main

import (
	"bytes"
	"fmt"
	"os"
	"sort"
	"syscall"
	"time"

	"github.com/ipld/go-ipld-prime/codec/dagcbor"
	"github.com/ipld/go-ipld-prime/datamodel"
	"github.com/ipld/go-ipld-prime/node/basicnode"
)

// cpu is the CPU time of this process in microseconds.
func cpu() float64 {
	var usage syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &usage); err != nil {
		panic(err)
	}
	micros := func(t syscall.Timeval) float64 { return float64(t.Sec)*1e6 + float64(t.Usec) }
	return micros(usage.Utime) + micros(usage.Stime)
}

// measure prints the median CPU microseconds a call, of seven rounds of 0.7 s after two to get warm.
func measure(name string, size int, work func()) {
	round := func() float64 {
		calls := 0
		end := time.Now().Add(700 * time.Millisecond)
		before := cpu()
		for time.Now().Before(end) {
			work()
			calls++
		}
		return (cpu() - before) / float64(calls)
	}
	round()
	round()
	var rounds []float64
	for i := 0; i < 7; i++ {
		rounds = append(rounds, round())
	}
	sort.Float64s(rounds)
	fmt.Printf("%-40s %12.3f us %9.1f MB/s\n", name, rounds[3], float64(size)/rounds[3])
}

func decode(data []byte) datamodel.Node {
	builder := basicnode.Prototype.Any.NewBuilder()
	if err := dagcbor.Decode(builder, bytes.NewReader(data)); err != nil {
		panic(err)
	}
	return builder.Build()
}

func main() {
	for _, name := range []string{"a", "b", "c"} {
		data, err := os.ReadFile(os.Args[1] + "/" + name + ".cbor")
		if err != nil {
			panic(err)
		}
		node := decode(data)
		measure("go-ipld-prime decode "+name, len(data), func() { decode(data) })
		measure("go-ipld-prime encode "+name, len(data), func() {
			var out bytes.Buffer
			if err := dagcbor.Encode(node, &out); err != nil {
				panic(err)
			}
		})
	}
}
