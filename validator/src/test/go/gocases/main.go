// Command gocases writes what Go's standard library says of times in layouts, of durations and of quoted texts, so that ours can be
// held against it: TZ=UTC go run . FOLDER. The cases are made by chance from a fixed seed; the same Go gives the same files.
package main

import (
	"encoding/json"
	"fmt"
	"math/rand"
	"os"
	"strconv"
	"strings"
	"time"
)

type row map[string]any

var elements = []string{"January", "Jan", "1", "01", "Monday", "Mon", "2", "_2", "02", "__2", "002", "15", "3", "03", "4", "04", "5", "05",
	"2006", "06", "PM", "pm", "MST", "Z0700", "Z070000", "Z07", "Z07:00", "Z07:00:00", "-0700", "-070000", "-07", "-07:00", "-07:00:00",
	".000", ".999999999", ",000", ",999", ".00", ".9"}
var glue = []string{" ", "-", "/", ":", "T", ", ", "  ", "", "at ", "."}
var std = []string{time.ANSIC, time.UnixDate, time.RubyDate, time.RFC822, time.RFC822Z, time.RFC850, time.RFC1123, time.RFC1123Z, time.RFC3339,
	time.RFC3339Nano, time.Kitchen, time.Stamp, time.StampMilli, time.StampMicro, time.StampNano, time.DateTime, time.DateOnly, time.TimeOnly, "2006-002", "2006 __2 15:04"}

func main() {
	r := rand.New(rand.NewSource(7))
	zones := []*time.Location{time.UTC}
	for _, n := range []string{"Europe/Berlin", "America/New_York", "Asia/Kathmandu", "Pacific/Guam", "America/Sao_Paulo"} {
		l, e := time.LoadLocation(n)
		if e != nil {
			panic(e)
		}
		zones = append(zones, l)
	}
	zones = append(zones, time.FixedZone("", 3*3600+1800), time.FixedZone("X", -(5*3600+17*60+9)), time.FixedZone("GMT+4", 4*3600))
	write("times", func(e *json.Encoder) { times(r, zones, e) })
	write("durations", func(e *json.Encoder) { durations(r, e) })
	write("quotes", func(e *json.Encoder) { quotes(r, e) })
}

func write(name string, cases func(e *json.Encoder)) {
	f, err := os.Create(os.Args[1] + "/" + name + ".jsonl")
	if err != nil {
		panic(err)
	}
	e := json.NewEncoder(f)
	e.SetEscapeHTML(false)
	cases(e)
	if err := f.Close(); err != nil {
		panic(err)
	}
}

func times(r *rand.Rand, zones []*time.Location, e *json.Encoder) {
	seen := map[string]bool{}
	n := 0
	for n < 900 {
		var layout string
		if r.Intn(3) == 0 {
			layout = std[r.Intn(len(std))]
		} else {
			var b strings.Builder
			for i, c := 0, 1+r.Intn(6); i < c; i++ {
				b.WriteString(elements[r.Intn(len(elements))])
				b.WriteString(glue[r.Intn(len(glue))])
			}
			layout = b.String()
		}
		t := time.Unix(r.Int63n(4e9)-1e9, int64(r.Intn(3))*int64(r.Intn(1e9))/2).In(zones[r.Intn(len(zones))])
		value := t.Format(layout)
		switch r.Intn(6) {
		case 0:
			if len(value) > 0 {
				i := r.Intn(len(value))
				value = value[:i] + string("0159 -+:.ZaP\"é"[r.Intn(14)]) + value[i+1:]
			}
		case 1:
			if len(value) > 0 {
				value = value[:r.Intn(len(value))]
			}
		case 2:
			value += []string{" ", "x", ".5", "Z"}[r.Intn(4)]
		case 3:
			value = strings.ToUpper(value)
		}
		value = strings.ToValidUTF8(value, "?")
		if seen[layout+"|"+value] {
			continue
		}
		seen[layout+"|"+value] = true
		n++
		p, err := time.Parse(layout, value)
		o := row{"layout": layout, "value": value}
		if err != nil {
			o["error"] = err.Error()
		} else {
			name, off := p.Zone()
			o["seconds"], o["nanos"], o["zone"], o["offset"] = p.Unix(), p.Nanosecond(), name, off
			o["again"] = p.Format(layout)
		}
		e.Encode(o)
	}
}

func durations(r *rand.Rand, e *json.Encoder) {
	parts := []string{"1", "0", "12", ".5", "1.", "9223372036854775807", "9223372036854775808", "-", "+", "h", "m", "s", "ms", "us", "µs", "μs", "ns", "d", " ", "1.5h", "3m", "0.000000001s", "007ms", "1e3s", ""}
	for i := 0; i < 300; i++ {
		var b strings.Builder
		for j, c := 0, 1+r.Intn(3); j < c; j++ {
			if j == 0 && r.Intn(3) == 0 {
				b.WriteString("-")
			}
			if r.Intn(5) == 0 {
				b.WriteString(parts[r.Intn(len(parts))])
			} else {
				b.WriteString([]string{"1", "0", "12", ".5", "1.25", "9223372036854775807", "0.0000001"}[r.Intn(7)])
				b.WriteString([]string{"h", "m", "s", "ms", "us", "µs", "μs", "ns"}[r.Intn(8)])
			}
		}
		d, err := time.ParseDuration(b.String())
		o := row{"text": b.String()}
		if err != nil {
			o["error"] = err.Error()
		} else {
			o["nanos"] = int64(d)
		}
		e.Encode(o)
	}
}

func quotes(r *rand.Rand, e *json.Encoder) {
	chars := []string{"a", "Z", "\"", "'", "`", "\\", "\n", "\r", "\t", "\x00", "\x7f", "\u0080", "é", "\u2028", "\ufeff", "\U0001f600", "\U0010ffff", "\u00ad", "\u0378", " ", "\u00a0", "\u3000", "\v", "\x1b", "\ufffd"}
	for i := 0; i < 200; i++ {
		var b strings.Builder
		for j, c := 0, r.Intn(8); j < c; j++ {
			b.WriteString(chars[r.Intn(len(chars))])
		}
		s := b.String()
		e.Encode(row{"text": s, "quoted": strconv.Quote(s), "ascii": strconv.QuoteToASCII(s), "backquote": strconv.CanBackquote(s)})
	}
	lits := []string{"a", "\"", "'", "`", "\\n", "\\x41", "\\x4", "\\u00e9", "\\u00", "\\U0001f600", "\\U00110000", "\\101", "\\400", "\\8", "\\'", "\\\"", "\\z", "é", "\n", "\\"}
	for i := 0; i < 300; i++ {
		q := []string{"\"", "\"", "`"}[r.Intn(3)]
		var b strings.Builder
		b.WriteString(q)
		for j, c := 0, r.Intn(5); j < c; j++ {
			b.WriteString(lits[r.Intn(len(lits))])
		}
		b.WriteString(q)
		s := b.String()
		inside := strings.ReplaceAll(strings.ReplaceAll(s[1:len(s)-1], "\\\\", "__"), "\\\"", "__")
		if strings.HasSuffix(inside, "\\") || strings.ContainsAny(inside, q+"\n") {
			continue
		}
		o := row{"literal": s}
		u, err := strconv.Unquote(s)
		if err == nil && strings.ToValidUTF8(u, "?") == u {
			o["unquoted"] = u
		} else if err == nil {
			o["bytes"] = fmt.Sprintf("%x", u)
		}
		e.Encode(o)
	}
}
