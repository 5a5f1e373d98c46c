// What statements bring, in the form of the scenarios.

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.sql.Blob;
import java.sql.Clob;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.HexFormat;
import oracle.jdbc.LargeObjectAccessMode;
import oracle.jdbc.OracleBfile;
import oracle.jdbc.OracleBlob;
import oracle.jdbc.OracleClob;
import oracle.jdbc.OraclePreparedStatement;

final class JdbcResults {
    private JdbcResults() {}

    static JsonObject described(ResultSetMetaData columns) throws SQLException {
        JsonObject result = new JsonObject();
        if (columns == null) return result;
        JsonArray names = new JsonArray();
        JsonArray types = new JsonArray();
        for (int i = 1; i <= columns.getColumnCount(); ++i) {
            names.add(columns.getColumnName(i));
            types.add(JdbcValues.nameOf(columns.getColumnTypeName(i)));
        }
        result.add("names", names);
        result.add("types", types);
        return result;
    }

    static JsonObject rows(PreparedStatement statement, boolean locators) throws SQLException {
        JsonArray rows = new JsonArray();
        try (ResultSet found = statement.executeQuery()) {
            JsonObject result = described(found.getMetaData());
            while (found.next()) rows.add(row(found, locators));
            result.add("rows", rows);
            return result;
        }
    }

    private static JsonArray row(ResultSet found, boolean locators) throws SQLException {
        ResultSetMetaData columns = found.getMetaData();
        JdbcValues.Source source = JdbcValues.of(found);
        JsonArray row = new JsonArray();
        for (int i = 1; i <= columns.getColumnCount(); ++i) {
            String type = JdbcValues.nameOf(columns.getColumnTypeName(i));
            row.add(locators && type.endsWith("LOB") ? byLocator(found, type, i) : JdbcValues.shown(source, type, i));
        }
        return row;
    }

    private static JsonElement byLocator(ResultSet found, String type, int at) throws SQLException {
        if (type.equals("BLOB")) {
            Blob lob = found.getBlob(at);
            return lob == null ? JsonNull.INSTANCE
                : new JsonPrimitive(HexFormat.of().withUpperCase().formatHex(lob.getBytes(1, (int) lob.length())));
        }
        Clob lob = found.getClob(at);
        return lob == null ? JsonNull.INSTANCE : new JsonPrimitive(lob.getSubString(1, (int) lob.length()));
    }

    static JsonObject scrolled(PreparedStatement statement, JsonArray moves) throws SQLException {
        JsonArray rows = new JsonArray();
        try (ResultSet found = statement.executeQuery()) {
            JsonObject result = described(found.getMetaData());
            for (JsonElement each : moves) {
                JsonArray move = each.getAsJsonArray();
                int by = move.size() > 1 ? move.get(1).getAsInt() : 0;
                boolean there = switch (move.get(0).getAsString()) {
                    case "first" -> found.first();
                    case "last" -> found.last();
                    case "next" -> found.next();
                    case "prior" -> found.previous();
                    case "absolute" -> found.absolute(by);
                    default -> found.relative(by);
                };
                rows.add(there ? row(found, false) : JsonNull.INSTANCE);
            }
            result.add("rows", rows);
            return result;
        }
    }

    static JsonArray implicit(PreparedStatement statement) throws SQLException {
        JsonArray results = new JsonArray();
        while (statement.getMoreResults()) results.add(JdbcStructures.shownRows(statement.getResultSet()));
        return results;
    }

    static void registerReturning(PreparedStatement statement, int before, JsonObject step) throws SQLException {
        if (!step.has("returning")) return;
        OraclePreparedStatement own = statement.unwrap(OraclePreparedStatement.class);
        JsonArray types = step.getAsJsonArray("returning");
        for (int i = 0; i < types.size(); ++i) {
            own.registerReturnParameter(before + i + 1, JdbcValues.codeOf(types.get(i).getAsString()));
        }
    }

    static JsonArray returned(PreparedStatement statement, JsonObject step) throws SQLException {
        JsonArray types = step.getAsJsonArray("returning");
        JsonArray[] binds = new JsonArray[types.size()];
        for (int i = 0; i < binds.length; ++i) binds[i] = new JsonArray();
        try (ResultSet found = statement.unwrap(OraclePreparedStatement.class).getReturnResultSet()) {
            JdbcValues.Source source = JdbcValues.of(found);
            while (found.next()) {
                for (int i = 0; i < binds.length; ++i) binds[i].add(JdbcValues.shown(source, types.get(i).getAsString(), i + 1));
            }
        }
        JsonArray out = new JsonArray();
        for (JsonArray rows : binds) {
            JsonArray once = new JsonArray();
            once.add(rows);
            out.add(once);
        }
        return out;
    }

    static JsonObject temporary(Connection connection, JsonObject step) throws SQLException {
        return lobResult(switch (step.get("temporary").getAsString()) {
            case "BLOB" -> connection.createBlob();
            case "NCLOB" -> connection.createNClob();
            default -> connection.createClob();
        }, step.getAsJsonArray("lob"));
    }

    static JsonObject lob(PreparedStatement statement, JsonArray operations) throws SQLException {
        try (ResultSet found = statement.executeQuery()) {
            found.next();
            return lobResult(found.getObject(1), operations);
        }
    }

    private static JsonObject lobResult(Object lob, JsonArray operations) throws SQLException {
        JsonArray results = new JsonArray();
        for (JsonElement each : operations) {
            JsonArray operation = each.getAsJsonArray();
            results.add(lob instanceof OracleClob text ? onText(text, operation)
                : lob instanceof OracleBlob bytes ? onBytes(bytes, operation) : onFile((OracleBfile) lob, operation));
        }
        JsonObject result = new JsonObject();
        result.add("lob_results", results);
        return result;
    }

    private static JsonElement onText(OracleClob lob, JsonArray operation) throws SQLException {
        switch (operation.get(0).getAsString()) {
            case "size" -> { return new JsonPrimitive(lob.length()); }
            case "read" -> { return new JsonPrimitive(lob.getSubString(operation.get(1).getAsLong(), operation.get(2).getAsInt())); }
            case "write" -> lob.setString(operation.get(1).getAsLong(), operation.get(2).getAsString());
            case "append" -> lob.setString(lob.length() + 1, operation.get(1).getAsString());
            case "trim" -> lob.truncate(operation.get(1).getAsLong());
            case "open" -> lob.openLob(LargeObjectAccessMode.MODE_READWRITE);
            case "close" -> lob.closeLob();
            default -> { return new JsonPrimitive(lob.isOpenLob()); }
        }
        return JsonNull.INSTANCE;
    }

    private static JsonElement onBytes(OracleBlob lob, JsonArray operation) throws SQLException {
        HexFormat hex = HexFormat.of().withUpperCase();
        switch (operation.get(0).getAsString()) {
            case "size" -> { return new JsonPrimitive(lob.length()); }
            case "read" -> { return new JsonPrimitive(hex.formatHex(lob.getBytes(operation.get(1).getAsLong(), operation.get(2).getAsInt()))); }
            case "write" -> lob.setBytes(operation.get(1).getAsLong(), hex.parseHex(operation.get(2).getAsString()));
            case "append" -> lob.setBytes(lob.length() + 1, hex.parseHex(operation.get(1).getAsString()));
            case "trim" -> lob.truncate(operation.get(1).getAsLong());
            case "open" -> lob.openLob(LargeObjectAccessMode.MODE_READWRITE);
            case "close" -> lob.closeLob();
            default -> { return new JsonPrimitive(lob.isOpenLob()); }
        }
        return JsonNull.INSTANCE;
    }

    private static JsonElement onFile(OracleBfile file, JsonArray operation) throws SQLException {
        switch (operation.get(0).getAsString()) {
            case "size" -> { return new JsonPrimitive(file.length()); }
            case "exists" -> { return new JsonPrimitive(file.fileExists()); }
            case "read" -> { return readFile(file, operation); }
            case "names" -> {
                JsonArray names = new JsonArray();
                names.add(file.getDirAlias());
                names.add(file.getName());
                return names;
            }
            case "open" -> file.openFile();
            case "close" -> file.closeFile();
            default -> { return new JsonPrimitive(file.isFileOpen()); }
        }
        return JsonNull.INSTANCE;
    }

    private static JsonElement readFile(OracleBfile file, JsonArray operation) throws SQLException {
        boolean opens = !file.isFileOpen();
        if (opens) file.openFile();
        byte[] read = file.getBytes(operation.get(1).getAsLong(), operation.get(2).getAsInt());
        if (opens) file.closeFile();
        return new JsonPrimitive(HexFormat.of().withUpperCase().formatHex(read));
    }
}
