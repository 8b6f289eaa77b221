package dev.recommender.csv;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which column plays which role: by position, or by the header's names.
 *
 * @param <R> the roles
 */
final class Columns<R extends Enum<R>> {
    static final int ABSENT = -1;

    private final Class<R> roles;
    private final Map<R, Integer> positions;
    private final Map<R, String> names;
    private final int count;

    private Columns(Class<R> roles, Map<R, Integer> positions, Map<R, String> names, int count) {
        this.roles = roles;
        this.count = count;
        this.positions = positions;
        this.names = names;
    }

    /**
     * Reads {@code role,role,-,role} or {@code role=name,role=name}.
     *
     * @throws IllegalArgumentException if a role is unknown, repeats, or is mandatory and missing
     */
    static <R extends Enum<R>> Columns<R> parse(String text, Class<R> roles, Set<R> mandatory) {
        EnumMap<R, Integer> positions = new EnumMap<>(roles);
        EnumMap<R, String> names = new EnumMap<>(roles);
        List<String> parts = parts(text);
        for (int at = 0; at < parts.size(); at++) {
            String part = parts.get(at);
            int equals = part.indexOf('=');
            if (part.equals("-")) {
                continue;
            }
            R role = role(equals < 0 ? part : part.substring(0, equals).strip(), roles, text);
            boolean repeated = equals < 0
                    ? positions.put(role, at) != null
                    : names.put(role, column(part.substring(equals + 1), text)) != null;
            if (repeated) {
                throw new IllegalArgumentException("column " + name(role) + " repeats in \"" + text + "\"");
            }
        }
        if (!positions.isEmpty() && !names.isEmpty()) {
            throw new IllegalArgumentException(
                    "columns must be given all by position or all by name: \"" + text + "\"");
        }
        for (R role : mandatory) {
            if (!positions.containsKey(role) && !names.containsKey(role)) {
                throw new IllegalArgumentException("column " + name(role) + " is missing in \"" + text + "\"");
            }
        }
        return new Columns<>(roles, positions, names, parts.size());
    }

    /**
     * The parts between commas, without the white space at their ends; a comma in quotes does not separate.
     *
     * @throws IllegalArgumentException if a quote is not closed
     */
    static List<String> parts(String text) {
        List<String> parts = new ArrayList<>();
        boolean quoted = false;
        int from = 0;
        for (int at = 0; at < text.length(); at++) {
            char c = text.charAt(at);
            quoted ^= c == '"';
            if (c == ',' && !quoted) {
                parts.add(text.substring(from, at).strip());
                from = at + 1;
            }
        }
        if (quoted) {
            throw new IllegalArgumentException("a quote is not closed in \"" + text + "\"");
        }
        parts.add(text.substring(from).strip());
        return parts;
    }

    /**
     * The name of a column, out of its quotes if it has any.
     *
     * @throws IllegalArgumentException if it is blank
     */
    static String column(String given, String text) {
        String name = given.strip();
        if (name.length() > 1 && name.startsWith("\"") && name.endsWith("\"")) {
            name = name.substring(1, name.length() - 1).replace("\"\"", "\"").strip();
        }
        if (name.isEmpty()) {
            throw new IllegalArgumentException("a column's name is blank in \"" + text + "\"");
        }
        return name;
    }

    /** How many columns are given by position, those to skip included. */
    int count() {
        return count;
    }

    boolean byName() {
        return !names.isEmpty();
    }

    /** The position of each role that is there, for files whose columns are given by position. */
    Map<R, Integer> byPosition() {
        return Collections.unmodifiableMap(positions);
    }

    /** Whether a header has all the names. */
    boolean isUnder(List<String> header) {
        return header.containsAll(names.values());
    }

    /**
     * The position of each role that is there under a header, which stands in a line.
     *
     * @throws dev.recommender.ParsingException if the header lacks a name, or has it twice
     */
    Map<R, Integer> under(List<String> header, Problems problems, long line) {
        EnumMap<R, Integer> found = new EnumMap<>(roles);
        names.forEach((role, name) -> {
            int position = header.indexOf(name);
            if (position < 0) {
                throw problems.headerLacks(line, name, header);
            }
            problems.requireOnce(name, header, line);
            found.put(role, position);
        });
        return found;
    }

    /** The fields of the current record as names. */
    static List<String> header(Records reader) {
        List<String> header = new ArrayList<>();
        for (int at = 0; at < reader.fieldCount(); at++) {
            header.add(reader.field(at).toString());
        }
        return header;
    }

    /** The field of the current record at a position; null if the position or the field is absent. */
    static @Nullable Slice field(Records reader, int position) {
        return position == ABSENT || position >= reader.fieldCount() ? null : reader.field(position);
    }

    private static <R extends Enum<R>> R role(String name, Class<R> roles, String text) {
        for (R role : roles.getEnumConstants()) {
            if (name(role).equals(name)) {
                return role;
            }
        }
        throw new IllegalArgumentException("\"" + name + "\" in \"" + text + "\" is no column role; choose from "
                + Arrays.stream(roles.getEnumConstants()).map(Columns::name).toList() + " or - to skip one");
    }

    private static <R extends Enum<R>> String name(R role) {
        return role.name().toLowerCase(Locale.ROOT);
    }
}
