package dev.recommender.csv;

import dev.recommender.EventType;
import dev.recommender.UsageEvents;
import dev.recommender.csv.CollectedEvents.Event;
import dev.recommender.csv.UsageCsv.Role;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** A valid usage file, what was done to it, and what must become of each of its lines. */
final class DamagedFile {
    /** What must become of a line. */
    enum Fate {
        READ,
        REJECTED,
        LEFT_OUT,
        SKIPPED
    }

    /** A line as it is written, and the event that it means. */
    static final class Line {
        String text;
        Fate fate;
        final List<String> fields;
        Event event;

        Line(List<String> fields, Event event) {
            this.fields = new ArrayList<>(fields);
            this.text = "";
            this.event = event;
            this.fate = Fate.READ;
        }

        static Line of(String text, Fate fate) {
            Line line = new Line(List.of(), new Event("", "", 0, EventType.CUSTOM, 0));
            line.text = text;
            line.fate = fate;
            return line;
        }
    }

    static final UnaryOperator<byte[]> UNPACKED = bytes -> bytes;

    private static final String[] LETTERS = {"a", "Z", "7", "-", "_", "é", "ß", "ñ", "."};
    private static final String[] FAR_LETTERS = {"日", "я", "\ud83d\ude00", "€"};

    final Random random;
    final List<Line> lines = new ArrayList<>();
    final List<Role> roles = new ArrayList<>();
    final boolean header;
    final TimeUnit unit;
    String name = "usage.csv";
    String delimiter = ",";
    String end = "\n";
    UnaryOperator<UsageCsv> options = usage -> usage;
    boolean refused;
    UnaryOperator<byte[]> packing = UNPACKED;
    String charset = "UTF-8";

    /** How times are written. */
    enum TimeUnit {
        SECONDS,
        MILLIS,
        MICROS,
        NANOS,
        DAYS,
        COMPACT_MINUTES,
        COMPACT_MOMENTS,
        ISO,
        UTC;

        String write(long second) {
            java.time.LocalDateTime time = java.time.LocalDateTime.ofEpochSecond(second, 0, java.time.ZoneOffset.UTC);
            String digits = time.toString().replaceAll("[^0-9]", "") + (time.getSecond() == 0 ? "00" : "");
            return switch (this) {
                case SECONDS -> Long.toString(second);
                case MILLIS -> second + "000";
                case MICROS -> second + "000000";
                case NANOS -> second + "000000000";
                case DAYS -> digits.substring(0, 8);
                case COMPACT_MINUTES -> digits.substring(0, 12);
                case COMPACT_MOMENTS -> digits;
                case ISO -> time + "Z";
                case UTC -> time.toString().replace('T', ' ') + " UTC";
            };
        }

        boolean isCompact() {
            return this == DAYS || this == COMPACT_MINUTES || this == COMPACT_MOMENTS;
        }

        /** How many seconds are written no finer. */
        int step() {
            return this == DAYS ? 86_400 : this == COMPACT_MINUTES ? 60 : 1;
        }

        boolean isText() {
            return this == ISO || this == UTC;
        }
    }

    /** A valid file of one of several shapes. */
    DamagedFile(Random random) {
        this.random = random;
        this.unit = any(TimeUnit.values());
        int shape = random.nextInt(6);
        this.header = shape >= 3;
        switch (shape) {
            case 0 -> roles.addAll(List.of(Role.USER, Role.ITEM, Role.TIME));
            case 1 -> roles.addAll(List.of(Role.USER, Role.ITEM, Role.TIME, Role.TYPE, Role.WEIGHT));
            case 2 -> roles.addAll(List.of(Role.USER, Role.ITEM, Role.WEIGHT));
            default -> {
                roles.addAll(List.of(Role.values()));
                if (random.nextInt(4) == 0) {
                    roles.remove(Role.TYPE);
                }
                Collections.shuffle(roles, random);
            }
        }
        if (shape == 2 && random.nextBoolean()) {
            roles.add(Role.TIME);
        }
        end = any("\n", "\n", "\r\n", "\r");
        int rows = 5 + random.nextInt(30);
        for (int row = 0; row < rows; row++) {
            lines.add(row());
        }
        if (header) {
            Line names = new Line(roles.stream().map(this::name).toList(), lines.get(0).event);
            names.fate = Fate.SKIPPED;
            lines.add(0, names);
        }
        write();
    }

    /** The rows of data that are still valid. */
    List<Line> rows() {
        return lines.stream()
                .filter(line -> line.fate == Fate.READ && !line.fields.isEmpty())
                .toList();
    }

    Line anyRow() {
        List<Line> rows = rows();
        return rows.get(random.nextInt(rows.size()));
    }

    boolean has(Role role) {
        return roles.contains(role);
    }

    /** Changes a field of a row. */
    void set(Line row, Role role, String text) {
        row.fields.set(roles.indexOf(role), text);
        row.text = text(row);
    }

    void reject(Line row) {
        row.fate = Fate.REJECTED;
    }

    /** Writes all lines anew. */
    void write() {
        for (Line line : lines) {
            if (!line.fields.isEmpty()) {
                line.text = text(line);
            }
        }
    }

    String text(Line line) {
        return line.fields.stream().map(this::quoted).collect(Collectors.joining(delimiter));
    }

    /** The file's bytes. */
    byte[] bytes() {
        String text = lines.stream().map(line -> line.text + end).collect(Collectors.joining());
        return packing.apply(text.getBytes(java.nio.charset.Charset.forName(charset)));
    }

    /** The events that must come out, in their order. */
    List<Event> events() {
        return lines.stream()
                .filter(line -> line.fate == Fate.READ)
                .map(line -> line.event)
                .toList();
    }

    /** The numbers of lines of one fate. */
    List<Long> numbers(Fate fate) {
        List<Long> numbers = new ArrayList<>();
        for (int at = 0; at < lines.size(); at++) {
            if (lines.get(at).fate == fate) {
                numbers.add(at + 1L);
            }
        }
        return numbers;
    }

    @SafeVarargs
    final <T> T any(T... values) {
        return values[random.nextInt(values.length)];
    }

    private Line row() {
        long second = 1_100_000_000L + random.nextInt(400_000_000);
        second -= second % unit.step();
        String user = id("u");
        String item = id("i");
        String type = any("Purchase", "Click", "view");
        int stars = 1 + random.nextInt(5);
        Event event = new Event(
                user,
                item,
                has(Role.TIME) ? second * 1000 : UsageEvents.NO_TIME,
                has(Role.TYPE) ? EventType.of(type) : EventType.CUSTOM,
                has(Role.WEIGHT) ? stars : UsageEvents.NO_WEIGHT);
        long written = second;
        return new Line(
                roles.stream()
                        .map(role -> switch (role) {
                            case USER -> user;
                            case ITEM -> item;
                            case TIME -> unit.write(written);
                            case TYPE -> type;
                            case WEIGHT -> String.valueOf(stars);
                        })
                        .toList(),
                event);
    }

    private String id(String start) {
        StringBuilder id = new StringBuilder(start);
        for (int length = random.nextInt(5); length > 0; length--) {
            id.append(any(LETTERS));
        }
        return id.append(random.nextInt(100)).toString();
    }

    String farLetter() {
        return any(FAR_LETTERS);
    }

    private String name(Role role) {
        return switch (role) {
            case USER -> any("user", "User_ID", "customerId", "visitor-id");
            case ITEM -> any("item", "product_id", "movieId", "SKU");
            case TIME -> any("timestamp", "event_time", "Date");
            case TYPE -> any("type", "event_type");
            case WEIGHT -> any("rating", "Weight", "stars");
        };
    }

    private String quoted(String field) {
        boolean needs = field.contains(delimiter) || field.startsWith("\"");
        return needs ? "\"" + field.replace("\"", "\"\"") + "\"" : field;
    }

    static byte[] gzip(byte[] plain, int members) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (int member = 0; member < members; member++) {
            try (OutputStream out = new GZIPOutputStream(bytes)) {
                int from = plain.length * member / members;
                out.write(plain, from, plain.length * (member + 1) / members - from);
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        }
        return bytes.toByteArray();
    }

    static byte[] zip(byte[] plain) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            zip.putNextEntry(new ZipEntry("usage.csv"));
            zip.write(plain);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return bytes.toByteArray();
    }

    @Override
    public String toString() {
        return name + " " + charset + " " + roles + " " + unit + "\n"
                + Arrays.toString(lines.stream()
                                .map(line -> line.fate + " " + line.text.substring(0, Math.min(99, line.text.length())))
                                .toArray())
                        .replace(", READ", "\nREAD")
                        .toLowerCase(Locale.ROOT);
    }
}
