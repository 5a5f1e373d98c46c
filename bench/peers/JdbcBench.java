// The workloads of bench/client.cpp with Oracle's JDBC driver (thin): JdbcBench WORKLOAD COUNT.
//
// The virtual machine compiles what runs often while it runs: warm-up is long enough for that to be over. CPU time is
// that of the whole process, its compiler and garbage collector included.

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Locale;
import java.util.Properties;
import oracle.jdbc.OracleConnection;
import oracle.jdbc.OracleDriver;

final class JdbcBench {
    private static final int FETCH3_ROWS = 100_000;
    private static final int FETCH_SIZE = 10_000;
    private static final int STATEMENT_CACHE = 20;

    private interface Workload {
        void run(long times) throws SQLException;
    }

    private JdbcBench() {}

    private static Connection logOn() throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", System.getenv("ORAXX_BENCH_USER"));
        properties.setProperty("password", System.getenv("ORAXX_BENCH_PASSWORD"));
        Connection made = DriverManager.getConnection("jdbc:oracle:thin:@//" + System.getenv("ORAXX_BENCH_DSN"), properties);
        OracleConnection oracle = made.unwrap(OracleConnection.class);
        oracle.setImplicitCachingEnabled(true);
        oracle.setStatementCacheSize(STATEMENT_CACHE);
        return made;
    }

    private static Workload connect() {
        return times -> {
            for (long i = 0; i < times; ++i) logOn().close();
        };
    }

    private static Workload select1() throws SQLException {
        Connection connection = logOn();
        return times -> {
            for (long i = 0; i < times; ++i) {
                try (PreparedStatement statement = connection.prepareStatement("select 1 from dual");
                     ResultSet rows = statement.executeQuery()) {
                    if (!rows.next() || rows.getLong(1) != 1) throw new SQLException("wrong answer");
                }
            }
        };
    }

    private static Workload fetch3() throws SQLException {
        Connection connection = logOn();
        return times -> {
            for (long i = 0; i < times; ++i) {
                try (PreparedStatement statement = connection.prepareStatement("select n, s, d from bench_rows3")) {
                    statement.setFetchSize(FETCH_SIZE);
                    if (readAll(statement) != FETCH3_ROWS) throw new SQLException("wrong number of rows");
                }
            }
        };
    }

    private static long readAll(PreparedStatement statement) throws SQLException {
        long count = 0;
        long check = 0;
        try (ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                check += rows.getLong(1) + rows.getString(2).length() + rows.getTimestamp(3).getNanos();
                ++count;
            }
        }
        if (check == 0) throw new SQLException("no values");
        return count;
    }

    private static double peakMemoryMb() throws IOException {
        for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
            if (line.startsWith("VmHWM:")) return Long.parseLong(line.replaceAll("\\D", "")) / 1024.0;
        }
        return 0;
    }

    public static void main(String[] arguments) throws Exception {
        long count = Long.parseLong(arguments[1]);
        long units = count;
        Workload workload;
        switch (arguments[0]) {
            case "connect" -> (workload = connect()).run(5);
            case "select1" -> (workload = select1()).run(5000);
            case "fetch3" -> {
                (workload = fetch3()).run(5);
                units = count * FETCH3_ROWS;
            }
            default -> throw new IllegalArgumentException("no workload of this name");
        }
        OperatingSystemMXBean system = (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
        long wall = System.nanoTime();
        long cpu = system.getProcessCpuTime();
        workload.run(count);
        cpu = system.getProcessCpuTime() - cpu;
        wall = System.nanoTime() - wall;
        System.out.printf(Locale.ROOT, "{\"version\": \"%s\", \"units\": %d, \"wall_us\": %.3f, \"cpu_us\": %.3f, "
            + "\"allocations\": null, \"rss_mb\": %.2f}%n", OracleDriver.getDriverVersion(), units, wall / 1e3, cpu / 1e3,
            peakMemoryMb());
        System.exit(0);
    }
}
