// Vectors, objects, collections and cursors of the scenarios, to JDBC and back.

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import java.math.BigDecimal;
import java.sql.Array;
import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Struct;
import java.sql.Timestamp;
import java.time.LocalDateTime;
import java.util.stream.IntStream;
import oracle.jdbc.OracleCallableStatement;
import oracle.jdbc.OracleConnection;
import oracle.jdbc.OracleTypes;
import oracle.sql.ArrayDescriptor;
import oracle.sql.StructDescriptor;
import oracle.sql.TypeDescriptor;
import oracle.sql.VECTOR;

final class JdbcStructures {
    private static final String OBJECT = "OBJECT ";
    private static final int LONGEST_ELEMENT = 4000; // bytes, of a table of texts

    private JdbcStructures() {}

    static boolean isStructure(String type) {
        return type.startsWith(OBJECT);
    }

    static String nameOf(String type) {
        return type.substring(OBJECT.length());
    }

    static Object vector(String type, String text) throws SQLException {
        String[] words = type.split(" ");
        JsonArray given = JsonParser.parseString(text).getAsJsonArray();
        if (words.length > 2) return sparse(words[1], given);
        double[] values = numbers(given);
        return switch (words[1]) {
            case "FLOAT32" -> VECTOR.ofFloat32Values(values);
            case "FLOAT64" -> VECTOR.ofFloat64Values(values);
            case "INT8" -> VECTOR.ofInt8Values(values);
            default -> VECTOR.ofBinaryValues(bytes(values));
        };
    }

    private static Object sparse(String element, JsonArray given) throws SQLException {
        int length = given.get(0).getAsInt();
        int[] indices = IntStream.range(0, given.get(1).getAsJsonArray().size())
            .map(i -> given.get(1).getAsJsonArray().get(i).getAsInt()).toArray();
        double[] values = numbers(given.get(2).getAsJsonArray());
        float[] floats = new float[values.length];
        for (int i = 0; i < values.length; ++i) floats[i] = (float) values[i];
        return switch (element) {
            case "FLOAT32" -> VECTOR.SparseFloatArray.of(length, indices, floats);
            case "FLOAT64" -> VECTOR.SparseDoubleArray.of(length, indices, values);
            default -> VECTOR.SparseByteArray.of(length, indices, bytes(values));
        };
    }

    private static double[] numbers(JsonArray given) {
        return IntStream.range(0, given.size()).mapToDouble(i -> given.get(i).getAsDouble()).toArray();
    }

    private static byte[] bytes(double[] values) {
        byte[] out = new byte[values.length];
        for (int i = 0; i < values.length; ++i) out[i] = (byte) (int) values[i];
        return out;
    }

    static String shownVector(VECTOR value) throws SQLException {
        return value == null ? null : value.stringValue();
    }

    static void set(PreparedStatement statement, int at, String type, JsonElement value) throws SQLException {
        String name = nameOf(type);
        Object made = value == null ? null : make(statement.getConnection(), name, value);
        if (made == null) {
            statement.setNull(at, OracleTypes.STRUCT, name);
        } else {
            statement.setObject(at, made);
        }
    }

    // An instance of a type of users: an object from the list of its attributes, a collection from its elements.
    private static Object make(Connection connection, String name, JsonElement value) throws SQLException {
        if (isCollection(connection, name)) {
            ArrayDescriptor described = ArrayDescriptor.createDescriptor(name, connection);
            JsonArray given = value.getAsJsonArray();
            Object[] elements = new Object[given.size()];
            for (int i = 0; i < elements.length; ++i) elements[i] = part(connection, described.getBaseName(), given.get(i));
            return connection.unwrap(OracleConnection.class).createOracleArray(name, elements);
        }
        ResultSetMetaData attributes = StructDescriptor.createDescriptor(name, connection).getMetaData();
        JsonArray given = value.getAsJsonArray();
        Object[] values = new Object[given.size()];
        for (int i = 0; i < values.length; ++i) {
            values[i] = part(connection, attributes.getColumnTypeName(i + 1), given.get(i));
        }
        return connection.createStruct(name, values);
    }

    private static boolean isCollection(Connection connection, String name) throws SQLException {
        return TypeDescriptor.getTypeDescriptor(name, connection.unwrap(oracle.jdbc.OracleConnection.class))
            instanceof ArrayDescriptor;
    }

    private static Object part(Connection connection, String type, JsonElement value) throws SQLException {
        if (value.isJsonNull()) return null;
        if (type.contains(".")) return make(connection, type, value);
        Object made = JdbcValues.nativeValue(JdbcValues.nameOf(type), value.getAsString());
        return made instanceof LocalDateTime time ? Timestamp.valueOf(time) : made;
    }

    static void register(CallableStatement statement, int at, String type) throws SQLException {
        boolean isArray = isCollection(statement.getConnection(), nameOf(type));
        statement.registerOutParameter(at, isArray ? OracleTypes.ARRAY : OracleTypes.STRUCT, nameOf(type));
    }

    // Tables indexed by integers.
    static void bindArray(OracleCallableStatement statement, int at, String type, JsonObject bind) throws SQLException {
        boolean isText = type.equals("VARCHAR2");
        int code = isText ? OracleTypes.VARCHAR : OracleTypes.NUMBER;
        int size = bind.has("size") ? bind.get("size").getAsInt() : isText ? LONGEST_ELEMENT : 0;
        JsonArray given = bind.has("values") ? bind.getAsJsonArray("values") : new JsonArray();
        int elements = Math.max(Math.max(given.size(), bind.has("elements") ? bind.get("elements").getAsInt() : 0), 1);
        if (bind.has("values")) {
            Object values = isText ? texts(given) : decimals(given);
            statement.setPlsqlIndexTable(at, values, elements, given.size(), code, size);
        }
        if (bind.has("out")) statement.registerIndexTableOutParameter(at, elements, code, size);
    }

    private static String[] texts(JsonArray given) {
        String[] out = new String[given.size()];
        for (int i = 0; i < out.length; ++i) out[i] = given.get(i).isJsonNull() ? null : given.get(i).getAsString();
        return out;
    }

    private static BigDecimal[] decimals(JsonArray given) {
        BigDecimal[] out = new BigDecimal[given.size()];
        for (int i = 0; i < out.length; ++i) out[i] = given.get(i).isJsonNull() ? null : given.get(i).getAsBigDecimal();
        return out;
    }

    static JsonElement shownArray(OracleCallableStatement statement, int at) throws SQLException {
        return shownAll((Object[]) statement.getPlsqlIndexTable(at));
    }

    static JsonElement shown(Object value) throws SQLException {
        if (value == null) return JsonNull.INSTANCE;
        if (value instanceof Struct struct) return shownAll(struct.getAttributes());
        if (value instanceof Array array) return shownAll((Object[]) array.getArray());
        if (value instanceof BigDecimal number) return new JsonPrimitive(JdbcValues.plain(number));
        if (value instanceof byte[] raw) return new JsonPrimitive(JdbcValues.hex(raw));
        if (value instanceof Timestamp time) return new JsonPrimitive(JdbcValues.time(time.toLocalDateTime()));
        return new JsonPrimitive(value.toString());
    }

    private static JsonArray shownAll(Object[] parts) throws SQLException {
        JsonArray out = new JsonArray();
        for (Object part : parts) out.add(shown(part));
        return out;
    }

    static JsonElement shownRows(ResultSet cursor) throws SQLException {
        if (cursor == null) return JsonNull.INSTANCE;
        JsonArray rows = new JsonArray();
        try (cursor) {
            JdbcValues.Source source = JdbcValues.of(cursor);
            while (cursor.next()) {
                JsonArray row = new JsonArray();
                for (int i = 1; i <= cursor.getMetaData().getColumnCount(); ++i) {
                    row.add(JdbcValues.shown(source, JdbcValues.nameOf(cursor.getMetaData().getColumnTypeName(i)), i));
                }
                rows.add(row);
            }
        }
        return rows;
    }
}
