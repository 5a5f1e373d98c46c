// The workloads of bench/client.cpp with go-ora: client WORKLOAD COUNT. CPU time is that of the whole process, its
// garbage collector included.
package main

import (
	"database/sql"
	"encoding/json"
	"fmt"
	"net"
	"os"
	"regexp"
	"runtime/debug"
	"strconv"
	"strings"
	"syscall"
	"time"

	go_ora "github.com/sijms/go-ora/v2"
)

const (
	fetch3Rows = 100_000
	fetchSize  = 10_000
)

type workload func(times int) error

func open() (*sql.DB, error) {
	address, service, _ := strings.Cut(os.Getenv("ORAXX_BENCH_DSN"), "/")
	host, port, err := net.SplitHostPort(address)
	if err != nil {
		return nil, err
	}
	number, err := strconv.Atoi(port)
	if err != nil {
		return nil, err
	}
	db, err := sql.Open("oracle", go_ora.BuildUrl(host, number, service, os.Getenv("ORAXX_BENCH_USER"),
		os.Getenv("ORAXX_BENCH_PASSWORD"), map[string]string{"PREFETCH_ROWS": strconv.Itoa(fetchSize)}))
	if err != nil {
		return nil, err
	}
	db.SetMaxOpenConns(1)
	return db, db.Ping()
}

func connect() (workload, error) {
	return func(times int) error {
		for i := 0; i < times; i++ {
			db, err := open()
			if err != nil {
				return err
			}
			if err := db.Close(); err != nil {
				return err
			}
		}
		return nil
	}, nil
}

// database/sql keeps a prepared statement's cursor only as long as the statement: it is made once.
func select1() (workload, error) {
	db, err := open()
	if err != nil {
		return nil, err
	}
	statement, err := db.Prepare("select 1 from dual")
	return func(times int) error {
		for i := 0; i < times; i++ {
			var one int64
			if err := statement.QueryRow().Scan(&one); err != nil {
				return err
			}
		}
		return nil
	}, err
}

func fetch3() (workload, error) {
	db, err := open()
	return func(times int) error {
		for i := 0; i < times; i++ {
			rows, err := db.Query("select n, s, d from bench_rows3")
			if err != nil {
				return err
			}
			count := 0
			for rows.Next() {
				var (
					n int64
					s string
					d time.Time
				)
				if err := rows.Scan(&n, &s, &d); err != nil {
					return err
				}
				count++
			}
			if err := rows.Err(); err != nil {
				return err
			}
			rows.Close()
			if count != fetch3Rows {
				return fmt.Errorf("%d rows", count)
			}
		}
		return nil
	}, err
}

func cpuTime() time.Duration {
	var used syscall.Rusage
	syscall.Getrusage(syscall.RUSAGE_SELF, &used)
	return time.Duration(used.Utime.Nano() + used.Stime.Nano())
}

var peak = regexp.MustCompile(`VmHWM:\s*(\d+)`)

func peakMemoryMb() float64 {
	status, _ := os.ReadFile("/proc/self/status")
	kib, _ := strconv.Atoi(string(peak.FindSubmatch(status)[1]))
	return float64(kib) / 1024
}

func version() string {
	info, _ := debug.ReadBuildInfo()
	for _, dependency := range info.Deps {
		if dependency.Path == "github.com/sijms/go-ora/v2" {
			return dependency.Version
		}
	}
	return "unknown"
}

func measure(name string, count int) error {
	workloads := map[string]struct {
		start  func() (workload, error)
		warmUp int
		units  int
	}{
		"connect": {connect, 1, count},
		"select1": {select1, 50, count},
		"fetch3":  {fetch3, 1, count * fetch3Rows},
	}
	chosen, ok := workloads[name]
	if !ok {
		return fmt.Errorf("no workload %q", name)
	}
	run, err := chosen.start()
	if err != nil {
		return err
	}
	if err := run(chosen.warmUp); err != nil {
		return err
	}
	wall, cpu := time.Now(), cpuTime()
	if err := run(count); err != nil {
		return err
	}
	elapsed, used := time.Since(wall), cpuTime()-cpu
	return json.NewEncoder(os.Stdout).Encode(map[string]any{
		"version": version(), "units": chosen.units, "wall_us": float64(elapsed.Nanoseconds()) / 1e3,
		"cpu_us": float64(used.Nanoseconds()) / 1e3, "allocations": nil, "rss_mb": peakMemoryMb(),
	})
}

func main() {
	count, err := strconv.Atoi(os.Args[2])
	if err == nil {
		err = measure(os.Args[1], count)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "go-ora bench:", err)
		os.Exit(1)
	}
}
