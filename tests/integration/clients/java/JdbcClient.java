// Runs the interop scenarios through Oracle's JDBC driver (thin) and prints what happened, one JSON object a line.
//
// What is right is not known here: tools/interop.py compares. The forms of values are described in
// tests/integration/scenarios/README.md.

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Timer;
import java.util.TimerTask;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import oracle.jdbc.OracleCallableStatement;
import oracle.jdbc.OracleDatabaseException;
import oracle.jdbc.OracleDriver;

final class JdbcClient {
    private static final int DEFAULT_FETCH_SIZE = 100;
    private static final int CANCELLED = 1013;
    private static final String STORE_PASSWORD = "interop";
    private static final Pattern QUERY = Pattern.compile("\\s*(select|with)\\b.*", Pattern.CASE_INSENSITIVE | Pattern.DOTALL);
    // Text and comments are passed over, so that what is found in the first group is a placeholder.
    private static final Pattern PLACEHOLDER = Pattern.compile("'[^']*'|\"[^\"]*\"|--[^\n]*|/\\*.*?\\*/|:(\\w+)", Pattern.DOTALL);

    private final JsonObject target;
    private final Map<String, Connection> sessions = new HashMap<>();

    private JdbcClient(JsonObject target) {
        this.target = target;
    }

    // The binds of a step in the order of the statement's placeholders: JDBC knows positions only.
    private static List<JsonObject> bindsByPosition(JsonObject step) {
        List<JsonObject> given = new ArrayList<>();
        Map<String, JsonObject> named = new HashMap<>();
        if (!step.has("binds")) return given;
        for (JsonElement each : step.getAsJsonArray("binds")) {
            JsonObject bind = each.getAsJsonObject();
            given.add(bind);
            if (bind.has("name")) named.put(bind.get("name").getAsString(), bind);
        }
        if (named.isEmpty()) return given;
        List<JsonObject> ordered = new ArrayList<>();
        Matcher found = PLACEHOLDER.matcher(step.get("sql").getAsString());
        while (found.find()) {
            if (found.group(1) != null) ordered.add(named.get(found.group(1)));
        }
        return ordered;
    }

    private JsonObject connect(String name, JsonObject settings) throws SQLException {
        JsonObject given = target.deepCopy();
        settings.entrySet().forEach(each -> given.add(each.getKey(), each.getValue()));
        String field = given.has("sid") ? "(SID=" + given.get("sid").getAsString() + ")"
            : "(SERVICE_NAME=" + given.get("service").getAsString() + ")";
        Properties properties = new Properties();
        properties.setProperty("user", given.get("user").getAsString());
        properties.setProperty("password", given.get("password").getAsString());
        String wallet = given.get("wallet").getAsString();
        if (!wallet.isEmpty()) addStores(wallet, properties);
        Connection made = DriverManager.getConnection("jdbc:oracle:thin:@(DESCRIPTION="
            + given.get("options").getAsString() + "(ADDRESS=(PROTOCOL=" + given.get("protocol").getAsString() + ")(HOST="
            + given.get("host").getAsString() + ")(PORT=" + given.get("port").getAsInt() + "))(CONNECT_DATA=" + field
            + "))", properties);
        made.setAutoCommit(false);
        sessions.put(name, made);
        JsonObject result = new JsonObject();
        result.addProperty("version", made.getMetaData().getDatabaseProductVersion());
        return result;
    }

    /** Java's form of the wallet, which lies beside it. */
    private static void addStores(String wallet, Properties properties) {
        for (String store : new String[] {"trustStore", "keyStore"}) {
            properties.setProperty("javax.net.ssl." + store, wallet + "/" + store + ".p12");
            properties.setProperty("javax.net.ssl." + store + "Type", "PKCS12");
            properties.setProperty("javax.net.ssl." + store + "Password", STORE_PASSWORD);
        }
    }

    private JsonObject manage(String name, Connection connection, String what) throws SQLException {
        switch (what) {
            case "commit" -> connection.commit();
            case "rollback" -> connection.rollback();
            case "ping" -> {
                if (!connection.isValid(60)) throw new SQLException("not valid");
            }
            case "close" -> {
                connection.rollback(); // closing would commit
                sessions.remove(name).close();
            }
            default -> throw new IllegalArgumentException("nothing is called " + what);
        }
        return new JsonObject();
    }

    private JsonObject describeSession(Connection connection, JsonArray given) throws SQLException {
        connection.setClientInfo("OCSID.MODULE", given.get(0).getAsString());
        connection.setClientInfo("OCSID.ACTION", given.get(1).getAsString());
        connection.setClientInfo("OCSID.CLIENTID", given.get(0).getAsString());
        return new JsonObject();
    }

    private JsonObject execute(Connection connection, JsonObject step) throws SQLException {
        String sql = step.has("call") ? callOf(step) : step.get("sql").getAsString();
        List<JsonObject> binds = bindsByPosition(step);
        if (step.has("returns")) binds.add(0, valueOf(step));
        boolean hasOutput = binds.stream().anyMatch(bind -> bind.has("out"));
        try (PreparedStatement statement = hasOutput ? connection.prepareCall(sql) : prepare(connection, sql, step)) {
            statement.setFetchSize(step.has("fetch_size") ? step.get("fetch_size").getAsInt() : DEFAULT_FETCH_SIZE);
            if (step.has("parse_only")) return JdbcResults.described(statement.getMetaData());
            for (int i = 0; i < binds.size(); ++i) bind(statement, i + 1, binds.get(i));
            JdbcResults.registerReturning(statement, binds.size(), step);
            limit(statement, step);
            if (step.has("lob")) return JdbcResults.lob(statement, step.getAsJsonArray("lob"));
            if (step.has("scroll")) return JdbcResults.scrolled(statement, step.getAsJsonArray("scroll"));
            if (QUERY.matcher(sql).matches()) return JdbcResults.rows(statement, step.has("locators"));
            statement.execute();
            JsonObject result = new JsonObject();
            if (step.has("implicit_results")) result.add("implicit", JdbcResults.implicit(statement));
            if (!step.has("call")) result.addProperty("count", Math.max(0, statement.getUpdateCount()));
            if (hasOutput) result.add("out", outputs((CallableStatement) statement, binds));
            if (step.has("returning")) result.add("returned", JdbcResults.returned(statement, step));
            return result;
        }
    }

    private static PreparedStatement prepare(Connection connection, String sql, JsonObject step) throws SQLException {
        if (!step.has("scroll")) return connection.prepareStatement(sql);
        return connection.prepareStatement(sql, ResultSet.TYPE_SCROLL_INSENSITIVE, ResultSet.CONCUR_READ_ONLY);
    }

    // JDBC's own way to say a call by name.
    private static String callOf(JsonObject step) {
        int count = step.has("binds") ? step.getAsJsonArray("binds").size() : 0;
        return (step.has("returns") ? "{? = call " : "{call ") + step.get("call").getAsString() + "("
            + String.join(",", Collections.nCopies(count, "?")) + ")}";
    }

    private static JsonObject valueOf(JsonObject step) {
        JsonObject bind = new JsonObject();
        bind.add("out", step.get("returns"));
        return bind;
    }

    private static void bind(PreparedStatement statement, int at, JsonObject bind) throws SQLException {
        String type = bind.get(bind.has("out") ? "out" : "type").getAsString();
        if (bind.has("values") || bind.has("elements")) {
            JdbcStructures.bindArray((OracleCallableStatement) statement, at, type, bind);
            return;
        }
        if (bind.has("out") && JdbcStructures.isStructure(type)) {
            JdbcStructures.register((CallableStatement) statement, at, type);
        } else if (bind.has("out")) {
            ((CallableStatement) statement).registerOutParameter(at, JdbcValues.codeOf(type));
        }
        if (bind.has("value")) JdbcValues.set(statement, at, type, bind.get("value"));
    }

    private static void limit(Statement statement, JsonObject step) throws SQLException {
        if (step.has("call_timeout_ms")) {
            statement.setQueryTimeout((step.get("call_timeout_ms").getAsInt() + 999) / 1000); // it counts seconds
        }
        if (!step.has("cancel_after_ms")) return;
        new Timer(true).schedule(new TimerTask() {
            @Override
            public void run() {
                try {
                    statement.cancel();
                } catch (SQLException closed) {
                    return; // it has ended before
                }
            }
        }, step.get("cancel_after_ms").getAsInt());
    }

    private static JsonArray outputs(CallableStatement statement, List<JsonObject> binds) throws SQLException {
        JsonArray values = new JsonArray();
        JdbcValues.Source source = JdbcValues.of(statement);
        for (int i = 0; i < binds.size(); ++i) {
            if (!binds.get(i).has("out")) continue;
            String type = binds.get(i).get("out").getAsString();
            values.add(binds.get(i).has("elements")
                ? JdbcStructures.shownArray((OracleCallableStatement) statement, i + 1)
                : JdbcValues.shown(source, type, i + 1));
        }
        return values;
    }

    private JsonObject executeMany(Connection connection, JsonObject step) throws SQLException {
        JsonArray types = step.getAsJsonArray("many_types");
        try (PreparedStatement statement = connection.prepareStatement(step.get("sql").getAsString())) {
            for (JsonElement row : step.getAsJsonArray("many")) {
                for (int i = 0; i < types.size(); ++i) {
                    JdbcValues.set(statement, i + 1, types.get(i).getAsString(), row.getAsJsonArray().get(i));
                }
                statement.addBatch();
            }
            int[] counts = statement.executeBatch();
            // Servers before 12.1 tell the total only.
            boolean onlyTotal = Arrays.stream(counts).anyMatch(each -> each == Statement.SUCCESS_NO_INFO);
            long count = onlyTotal ? statement.getUpdateCount() : Arrays.stream(counts).asLongStream().sum();
            JsonObject result = new JsonObject();
            result.addProperty("count", count);
            if (step.has("row_counts_on")) {
                JsonArray each = new JsonArray();
                for (int one : counts) each.add(one);
                result.add("row_counts", each);
            }
            return result;
        }
    }

    private JsonObject act(JsonObject step) throws SQLException {
        String name = step.has("session") ? step.get("session").getAsString() : "main";
        if (step.has("connect")) return connect(name, step.getAsJsonObject("connect"));
        Connection connection = sessions.get(name);
        if (connection == null) throw new SQLException("there is no session " + name);
        if (step.has("do")) return manage(name, connection, step.get("do").getAsString());
        if (step.has("describe_session")) return describeSession(connection, step.getAsJsonArray("describe_session"));
        if (step.has("temporary")) return JdbcResults.temporary(connection, step);
        if (step.has("many")) return executeMany(connection, step);
        return execute(connection, step);
    }

    private static JsonObject failure(SQLException error, JsonObject step) {
        JsonObject facts = new JsonObject();
        if (error.getErrorCode() == CANCELLED && step.has("call_timeout_ms")) {
            facts.addProperty("timeout", true);
        } else {
            facts.addProperty("code", error.getErrorCode());
            if (error.getCause() instanceof OracleDatabaseException told) {
                facts.addProperty("offset", told.getErrorPosition());
            }
            facts.addProperty("text", String.valueOf(error.getMessage()).split("\n")[0]);
        }
        JsonObject result = new JsonObject();
        result.add("error", facts);
        return result;
    }

    private JsonObject run(JsonObject step) {
        long started = System.nanoTime();
        JsonObject result;
        try {
            result = act(step);
        } catch (SQLException error) {
            result = failure(error, step);
        }
        result.addProperty("ms", (System.nanoTime() - started) / 1_000_000);
        return result;
    }

    public static void main(String[] arguments) throws Exception {
        JdbcClient runner = new JdbcClient(JsonParser.parseString(System.getenv("INTEROP_TARGET")).getAsJsonObject());
        JsonObject who = new JsonObject();
        who.addProperty("client", "ojdbc");
        who.addProperty("version", OracleDriver.getDriverVersion());
        System.out.println(who);
        BufferedReader steps = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = steps.readLine(); line != null; line = steps.readLine()) {
            System.out.println(runner.run(JsonParser.parseString(line).getAsJsonObject()));
        }
    }
}
