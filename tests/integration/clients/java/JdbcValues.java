// Values of the scenarios, which are texts, to what JDBC binds and back from what it fetches.

import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonPrimitive;
import java.io.ByteArrayInputStream;
import java.io.StringReader;
import java.math.BigDecimal;
import java.sql.CallableStatement;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import oracle.jdbc.OracleTypes;
import oracle.sql.BINARY_DOUBLE;
import oracle.sql.BINARY_FLOAT;
import oracle.sql.INTERVALDS;
import oracle.sql.INTERVALYM;
import oracle.sql.VECTOR;

final class JdbcValues {
    private static final Map<String, Integer> CODES = Map.ofEntries(Map.entry("NUMBER", OracleTypes.NUMBER),
        Map.entry("VARCHAR2", OracleTypes.VARCHAR), Map.entry("NVARCHAR2", OracleTypes.NVARCHAR),
        Map.entry("CHAR", OracleTypes.CHAR), Map.entry("NCHAR", OracleTypes.NCHAR), Map.entry("RAW", OracleTypes.RAW),
        Map.entry("DATE", OracleTypes.DATE), Map.entry("TIMESTAMP", OracleTypes.TIMESTAMP),
        Map.entry("TIMESTAMP WITH TIME ZONE", OracleTypes.TIMESTAMPTZ),
        Map.entry("TIMESTAMP WITH LOCAL TIME ZONE", OracleTypes.TIMESTAMPLTZ),
        Map.entry("INTERVAL DAY TO SECOND", OracleTypes.INTERVALDS),
        Map.entry("INTERVAL YEAR TO MONTH", OracleTypes.INTERVALYM),
        Map.entry("BINARY_FLOAT", OracleTypes.BINARY_FLOAT), Map.entry("BINARY_DOUBLE", OracleTypes.BINARY_DOUBLE),
        Map.entry("BOOLEAN", OracleTypes.BOOLEAN), Map.entry("ROWID", OracleTypes.ROWID),
        Map.entry("UROWID", OracleTypes.ROWID), Map.entry("LONG", OracleTypes.LONGVARCHAR),
        Map.entry("LONG RAW", OracleTypes.LONGVARBINARY), Map.entry("CLOB", OracleTypes.CLOB),
        Map.entry("NCLOB", OracleTypes.NCLOB), Map.entry("BLOB", OracleTypes.BLOB),
        Map.entry("BFILE", OracleTypes.BFILE), Map.entry("JSON", OracleTypes.JSON),
        Map.entry("VECTOR", OracleTypes.VECTOR), Map.entry("VECTOR FLOAT32", OracleTypes.VECTOR_FLOAT32),
        Map.entry("VECTOR FLOAT64", OracleTypes.VECTOR_FLOAT64), Map.entry("VECTOR INT8", OracleTypes.VECTOR_INT8),
        Map.entry("VECTOR BINARY", OracleTypes.VECTOR_BINARY), Map.entry("CURSOR", OracleTypes.CURSOR),
        Map.entry("BINARY_INTEGER", OracleTypes.INTEGER),
        Map.entry("XMLTYPE", OracleTypes.SQLXML));
    private static final Map<String, String> NAMES = Map.of("INTERVALDS", "INTERVAL DAY TO SECOND", "INTERVALYM",
        "INTERVAL YEAR TO MONTH", "SYS.XMLTYPE", "XMLTYPE", "REFCURSOR", "CURSOR");
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.nnnnnnnnn");
    private static final DateTimeFormatter ZONED = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.nnnnnnnnnxxx");
    private static final String SPARSE = " SPARSE";
    private static final Pattern DAY_TO_SECOND = Pattern.compile("(-?)(\\d+) (\\d+):(\\d+):(\\d+)(?:\\.(\\d+))?");
    private static final Pattern YEAR_TO_MONTH = Pattern.compile("(-?)(\\d+)-(\\d+)");

    private JdbcValues() {}

    // What has columns or OUT values.
    interface Source {
        <T> T get(int at, Class<T> type) throws SQLException;

        // As the driver's own class for the type.
        Object get(int at) throws SQLException;
    }

    static Source of(ResultSet rows) {
        return new Source() {
            @Override
            public <T> T get(int at, Class<T> type) throws SQLException {
                return rows.getObject(at, type);
            }

            @Override
            public Object get(int at) throws SQLException {
                return rows.getObject(at);
            }
        };
    }

    static Source of(CallableStatement call) {
        return new Source() {
            @Override
            public <T> T get(int at, Class<T> type) throws SQLException {
                return call.getObject(at, type);
            }

            @Override
            public Object get(int at) throws SQLException {
                return call.getObject(at);
            }
        };
    }

    static int codeOf(String type) {
        if (JdbcStructures.isStructure(type)) return OracleTypes.STRUCT;
        return CODES.get(type.endsWith(SPARSE) ? "VECTOR" : type);
    }

    static String nameOf(String told) {
        // Types of users are told with their schema.
        return NAMES.getOrDefault(told, told.contains(".") ? "OBJECT " + told : told);
    }

    static void set(PreparedStatement statement, int at, String type, JsonElement value) throws SQLException {
        boolean isNull = value == null || value.isJsonNull();
        if (JdbcStructures.isStructure(type)) {
            JdbcStructures.set(statement, at, type, isNull ? null : value);
        } else if (isNull) {
            statement.setNull(at, codeOf(type));
        } else if (type.equals("CLOB") || type.equals("NCLOB")) {
            statement.setClob(at, new StringReader(value.getAsString()));
        } else if (type.equals("BLOB")) {
            statement.setBlob(at, new ByteArrayInputStream(HexFormat.of().parseHex(value.getAsString())));
        } else {
            statement.setObject(at, nativeValue(type, value.getAsString()), codeOf(type));
        }
    }

    static Object nativeValue(String type, String text) throws SQLException {
        if (type.startsWith("VECTOR")) return JdbcStructures.vector(type, text);
        return switch (type) {
            case "NUMBER" -> new BigDecimal(text);
            case "BINARY_INTEGER" -> Integer.valueOf(text);
            case "RAW", "LONG RAW" -> HexFormat.of().parseHex(text);
            case "DATE", "TIMESTAMP" -> LocalDateTime.parse(text);
            case "TIMESTAMP WITH TIME ZONE", "TIMESTAMP WITH LOCAL TIME ZONE" ->
                LocalDateTime.parse(text).atOffset(ZoneOffset.UTC);
            case "INTERVAL DAY TO SECOND" -> new INTERVALDS(text);
            case "INTERVAL YEAR TO MONTH" -> new INTERVALYM(text);
            case "BINARY_FLOAT" -> new BINARY_FLOAT(Float.parseFloat(text));
            case "BINARY_DOUBLE" -> new BINARY_DOUBLE(Double.parseDouble(text));
            case "BOOLEAN" -> Boolean.valueOf(text);
            default -> text;
        };
    }

    static JsonElement shown(Source source, String type, int at) throws SQLException {
        if (type.equals("CURSOR")) return JdbcStructures.shownRows(source.get(at, ResultSet.class));
        if (JdbcStructures.isStructure(type)) return JdbcStructures.shown(source.get(at));
        String text = switch (type) {
            case "NUMBER", "BINARY_INTEGER" -> plain(source.get(at, BigDecimal.class));
            case "VECTOR" -> JdbcStructures.shownVector(source.get(at, VECTOR.class));
            case "BLOB", "LONG RAW", "RAW" -> hex(source.get(at, byte[].class));
            case "DATE", "TIMESTAMP", "TIMESTAMP WITH LOCAL TIME ZONE" -> time(source.get(at, LocalDateTime.class));
            case "TIMESTAMP WITH TIME ZONE" -> zoned(source.get(at, OffsetDateTime.class));
            case "INTERVAL DAY TO SECOND" -> dayToSecond(source.get(at, INTERVALDS.class));
            case "INTERVAL YEAR TO MONTH" -> yearToMonth(source.get(at, INTERVALYM.class));
            case "BINARY_FLOAT" -> orNull(source.get(at, Float.class));
            case "BINARY_DOUBLE" -> orNull(source.get(at, Double.class));
            case "BOOLEAN" -> orNull(source.get(at, Boolean.class));
            default -> source.get(at, String.class);
        };
        return text == null ? JsonNull.INSTANCE : new JsonPrimitive(text);
    }

    private static String orNull(Object value) {
        return value == null ? null : value.toString();
    }

    static String plain(BigDecimal value) {
        if (value == null) return null;
        return value.signum() == 0 ? "0" : value.stripTrailingZeros().toPlainString();
    }

    static String hex(byte[] value) {
        return value == null ? null : HexFormat.of().withUpperCase().formatHex(value);
    }

    private static String withoutEmptyFraction(String text) {
        return text.replaceFirst("\\.0{9}", "");
    }

    static String time(LocalDateTime value) {
        return value == null ? null : withoutEmptyFraction(value.format(TIME));
    }

    private static String zoned(OffsetDateTime value) {
        return value == null ? null : withoutEmptyFraction(value.format(ZONED));
    }

    private static String dayToSecond(INTERVALDS value) {
        if (value == null) return null;
        Matcher parts = DAY_TO_SECOND.matcher(value.stringValue());
        if (!parts.matches()) return value.stringValue();
        String fraction = parts.group(6) == null ? "" : parts.group(6).replaceFirst("0+$", "");
        return String.format("%s%s %02d:%02d:%02d%s", parts.group(1), parts.group(2), Integer.parseInt(parts.group(3)),
            Integer.parseInt(parts.group(4)), Integer.parseInt(parts.group(5)), fraction.isEmpty() ? "" : "." + fraction);
    }

    private static String yearToMonth(INTERVALYM value) {
        if (value == null) return null;
        Matcher parts = YEAR_TO_MONTH.matcher(value.stringValue());
        if (!parts.matches()) return value.stringValue();
        return String.format("%s%s-%02d", parts.group(1), parts.group(2), Integer.parseInt(parts.group(3)));
    }
}
