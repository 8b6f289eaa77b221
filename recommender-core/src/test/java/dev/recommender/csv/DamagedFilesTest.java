package dev.recommender.csv;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.recommender.ParsingException;
import dev.recommender.ParsingReport;
import dev.recommender.RefusedFileException;
import dev.recommender.UsageEvents;
import dev.recommender.csv.CollectedEvents.Event;
import dev.recommender.csv.DamagedFile.Fate;
import dev.recommender.csv.DamagedFile.Line;
import dev.recommender.csv.DamagedFile.TimeUnit;
import dev.recommender.csv.UsageCsv.Role;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Predicate;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Valid files are damaged in every way that is known to have been misread. Each line must be read as it was meant, or be
 * reported with its number, a field or byte, and a remedy; or the file must be refused by name.
 */
@Tag("slow")
class DamagedFilesTest {
    private static final int CASES = 20_000;

    /** A way to damage a file; says no if it does not apply. */
    private interface Damage extends Predicate<DamagedFile> {}

    private static final Map<String, Damage> DAMAGES = new LinkedHashMap<>();

    static {
        DAMAGES.put("none", file -> true);
        DAMAGES.put("mark", file -> before(file, "\ufeff"));
        DAMAGES.put("mark in the midst", file -> before(file.anyRow(), "\ufeff"));
        DAMAGES.put("UTF-16 or UTF-32 with mark", file -> {
            file.charset = file.any("UTF-16LE", "UTF-16BE", "UTF-32LE", "UTF-32BE");
            return before(file, "\ufeff");
        });
        DAMAGES.put("UTF-16 without mark", file -> {
            file.charset = file.any("UTF-16LE", "UTF-16BE");
            file.refused = true;
            return true;
        });
        DAMAGES.put("letters from afar", file -> renamed(file, file.anyRow(), file.farLetter()));
        DAMAGES.put("Latin", DamagedFilesTest::latin);
        DAMAGES.put("Latin, named", file -> {
            file.charset = file.any("windows-1252", "ISO-8859-1");
            String charset = file.charset;
            file.options = usage -> usage.charset(charset);
            return true;
        });
        DAMAGES.put("gzip", file -> packed(file, 1 + file.random.nextInt(3)));
        DAMAGES.put("cut gzip", file -> {
            file.refused = true;
            file.packing = bytes -> {
                byte[] packed = DamagedFile.gzip(bytes, 2);
                // Not where the first member ends, which is a whole file.
                int cut = 2 + file.random.nextInt(packed.length - 2);
                int first = DamagedFile.gzip(Arrays.copyOf(bytes, bytes.length / 2), 1).length;
                return Arrays.copyOf(packed, cut == first ? cut + 1 : cut);
            };
            return true;
        });
        DAMAGES.put("zip", file -> {
            file.packing = DamagedFile::zip;
            return true;
        });
        DAMAGES.put("gzip by name only", file -> {
            file.name = "usage.csv.gz";
            file.refused = true;
            return true;
        });
        DAMAGES.put("another format", file -> {
            file.refused = true;
            file.packing = bytes -> ("PAR1\u0015\u0004" + new String(bytes, UTF_8)).getBytes(UTF_8);
            return true;
        });
        DAMAGES.put("NUL", file -> {
            Line row = file.anyRow();
            row.text = inserted(file, row.text, "\0");
            file.refused = true;
            return true;
        });
        DAMAGES.put("half of a surrogate pair", file -> {
            Line row = file.anyRow();
            row.text = "\u0001\u0001\u0001" + row.text;
            file.reject(row);
            file.packing = bytes -> replaced(bytes, (byte) 1, new byte[] {(byte) 0xED, (byte) 0xA0, (byte) 0x80});
            return true;
        });
        DAMAGES.put("swapped fields", DamagedFilesTest::swapped);
        DAMAGES.put("swapped names", file -> {
            file.refused = file.header && file.unit.ordinal() <= TimeUnit.NANOS.ordinal();
            if (file.refused) {
                List<String> names = file.lines.get(0).fields;
                Collections.swap(names, file.roles.indexOf(Role.TIME), file.roles.indexOf(Role.WEIGHT));
                file.write();
            }
            return file.refused;
        });
        DAMAGES.put("a field too many", file -> {
            if (!file.header && file.roles.size() == 3 && file.has(Role.TIME)) {
                return false;
            }
            Line row = file.anyRow();
            row.text += file.delimiter + file.any("x", "5", "1600000000");
            file.reject(row);
            return true;
        });
        DAMAGES.put("a delimiter in a name", file -> {
            Line row = file.anyRow();
            int item = file.roles.indexOf(Role.ITEM);
            row.fields.set(item, row.fields.get(item) + ", large");
            row.text = String.join(file.delimiter, row.fields);
            file.reject(row);
            return true;
        });
        DAMAGES.put("blank fields at the end", file -> {
            file.anyRow().text += ",,";
            return true;
        });
        DAMAGES.put("header again", file -> {
            if (file.header) {
                String names = file.lines.get(0).text;
                String quoted = "\"" + names.replace(",", "\",\"") + "\"";
                insert(file, Line.of(file.any("", "\ufeff") + file.any(names, quoted), Fate.LEFT_OUT), 2);
                return true;
            }
            if (file.roles.equals(List.of(Role.USER, Role.ITEM, Role.TIME))) {
                insert(file, Line.of(file.any("user_id,sku,date", "\"user\",\"item\",\"time\""), Fate.LEFT_OUT), 2);
                return true;
            }
            return false;
        });
        DAMAGES.put("another header", file -> {
            if (!file.header) {
                return false;
            }
            List<String> names = new ArrayList<>(file.lines.get(0).fields);
            Collections.rotate(names, 1);
            insert(file, Line.of(String.join(",", names), Fate.SKIPPED), 2);
            file.refused = true;
            return true;
        });
        DAMAGES.put("comments", file -> {
            for (int count = 1 + file.random.nextInt(3); count > 0; count--) {
                file.lines.add(0, Line.of(file.any("# export", "#", "# by \"x\", of May", ""), Fate.SKIPPED));
            }
            return true;
        });
        DAMAGES.put("a header in a comment", file -> {
            if (file.header) {
                before(file, file.any("#", "# "));
                Header header = file.any(Header.AUTO, Header.YES);
                file.options = usage -> usage.header(header);
            }
            return file.header;
        });
        DAMAGES.put("a spreadsheet's line", file -> {
            file.delimiter = file.any(";", "\t", "|", ",");
            file.write();
            file.lines.add(0, Line.of("sep=" + file.delimiter, Fate.SKIPPED));
            return true;
        });
        DAMAGES.put("a word for nothing", file -> {
            Line row = file.anyRow();
            Role role = file.any(Role.USER, Role.ITEM);
            file.set(row, role, file.any("NULL", "null", "\\N", "NaN", "nan", "None", "N/A", "#N/A", "NA", ""));
            boolean blank = row.text.isBlank();
            row.fate = blank ? Fate.SKIPPED : Fate.REJECTED;
            return true;
        });
        DAMAGES.put("blank times", file -> {
            for (int count = file.random.nextInt(3); file.has(Role.TIME) && count >= 0; count--) {
                Line row = file.anyRow();
                file.set(row, Role.TIME, file.any("", " ", "NULL", "\\N"));
                Event old = row.event;
                row.event = new Event(old.user(), old.item(), UsageEvents.NO_TIME, old.type(), old.weight());
            }
            return file.has(Role.TIME);
        });
        DAMAGES.put("another delimiter", file -> {
            file.delimiter = file.any(";", "\t", "|", "::");
            file.write();
            file.refused = true;
            return true;
        });
        DAMAGES.put("another delimiter, named", file -> {
            file.delimiter = file.any(";", "\t", "|", "::", "~");
            file.write();
            String delimiter = file.delimiter;
            file.options = usage -> usage.delimiter(delimiter);
            return true;
        });
        DAMAGES.put("an open quote", file -> {
            Line row = file.anyRow();
            row.text = file.any("\"" + row.text, row.text + ",\"x");
            file.reject(row);
            return true;
        });
        DAMAGES.put("text after a quote", file -> {
            Line row = file.anyRow();
            row.text = "\"" + row.fields.get(0) + "\"x"
                    + row.text.substring(row.fields.get(0).length());
            file.reject(row);
            return true;
        });
        DAMAGES.put("a long id", file -> renamed(file, file.anyRow(), "x".repeat(500)) && rejectedLongest(file));
        DAMAGES.put("a very long line", file -> {
            if (file.random.nextInt(40) > 0) {
                return false;
            }
            Line row = file.anyRow();
            row.text += " ".repeat(RecordReader.MAX_RECORD);
            file.reject(row);
            return true;
        });
        DAMAGES.put("another unit of time", DamagedFilesTest::anotherUnit);
        DAMAGES.put("a wrong weight", file -> {
            if (file.has(Role.WEIGHT)) {
                Line row = file.anyRow();
                file.set(row, Role.WEIGHT, file.any("x", "4,5", "1e99", "2020-01-01"));
                file.reject(row);
            }
            return file.has(Role.WEIGHT);
        });
    }

    @TempDir
    private Path folder;

    @Test
    void everyDamagedFileIsReadRightOrRefused() throws IOException {
        List<Map.Entry<String, Damage>> damages = List.copyOf(DAMAGES.entrySet());
        Map<String, Integer> counts = new LinkedHashMap<>();
        for (int number = 0; number < CASES; number++) {
            Random random = new Random(number);
            DamagedFile file = new DamagedFile(random);
            Map.Entry<String, Damage> damage = damages.get(number % damages.size());
            if (damage.getValue().test(file)) {
                if (!file.refused && file.packing == DamagedFile.UNPACKED && random.nextInt(4) == 0) {
                    packed(file, 2);
                }
                counts.merge(damage.getKey() + (file.refused ? ": refused" : ": read"), 1, Integer::sum);
            } else {
                file = new DamagedFile(new Random(number));
            }
            check(damage.getKey() + ", case " + number, file);
        }
        assertThat(counts)
                .hasSizeGreaterThanOrEqualTo(DAMAGES.size())
                .allSatisfy((damage, count) ->
                        assertThat(count).as(damage).isGreaterThan(damage.contains("very long") ? 4 : 60));
    }

    private void check(String what, DamagedFile file) throws IOException {
        Path path = Files.write(folder.resolve(file.name), file.bytes());
        List<Problem> problems = new ArrayList<>();
        UsageCsv usage =
                file.options.apply(UsageCsv.read(path)).errorBudget(1000).onProblem(problems::add);
        List<Event> events = new ArrayList<>();
        try {
            ParsingReport report = read(usage, file.random.nextInt(3) == 0, events);
            assertThat(file.refused)
                    .as("%s should be refused: %s%n%s", what, events, file)
                    .isFalse();
            assertThat(report.files()).as("%s: what it was taken for", what).hasSize(1);
        } catch (RefusedFileException e) {
            assertThat(file.refused)
                    .as("%s is refused by %s%n%s", what, e.getMessage(), file)
                    .isTrue();
            assertThat(e.file()).as(what).contains(file.name);
            assertThat(e.remedy()).as(what).isNotBlank();
            return;
        } catch (ParsingException e) {
            throw new AssertionError(what + "\n" + file, e);
        } catch (IOException e) {
            assertThat(file.refused)
                    .as("%s: %s%n%s", what, e.getMessage(), file)
                    .isTrue();
            assertThat(e.getMessage()).as(what).contains(path.toString());
            return;
        } finally {
            Files.delete(path);
        }
        assertThat(events).as("%s%n%s%n%s", what, problems, file).isEqualTo(file.events());
        List<Long> expected = new ArrayList<>(file.numbers(Fate.REJECTED));
        expected.addAll(file.numbers(Fate.LEFT_OUT));
        assertThat(problems).as("%s%n%s", what, file).extracting(Problem::line).hasSameElementsAs(expected);
        assertThat(problems).as(what).allSatisfy(problem -> {
            assertThat(problem.file()).isEqualTo(file.name);
            assertThat(problem.detail()).isNotBlank();
            assertThat(problem.reason().remedy()).isNotBlank();
        });
    }

    private static ParsingReport read(UsageCsv usage, boolean inParts, List<Event> events) throws IOException {
        List<ParsingReport> reports = new ArrayList<>();
        for (UsageEvents part : inParts ? usage.parts(100) : List.of((UsageEvents) usage)) {
            CollectedEvents read = CollectedEvents.of(part);
            events.addAll(read.events);
            reports.add(read.report);
        }
        return ParsingReport.merge(reports);
    }

    private static boolean before(DamagedFile file, String text) {
        return before(file.lines.get(0), text);
    }

    private static boolean before(Line line, String text) {
        line.text = text + line.text;
        return true;
    }

    private static boolean packed(DamagedFile file, int members) {
        file.name = file.any("usage.csv", "usage.csv.gz", "usage");
        file.packing = bytes -> DamagedFile.gzip(bytes, members);
        return true;
    }

    private static boolean renamed(DamagedFile file, Line row, String more) {
        String item = row.event.item() + more;
        file.set(row, Role.ITEM, item);
        row.event = new Event(row.event.user(), item, row.event.time(), row.event.type(), row.event.weight());
        return true;
    }

    private static boolean rejectedLongest(DamagedFile file) {
        file.rows().stream().filter(row -> row.event.item().length() > 450).forEach(file::reject);
        return true;
    }

    private static boolean latin(DamagedFile file) {
        file.charset = "windows-1252";
        file.lines.stream()
                .filter(line -> line.text.chars().anyMatch(c -> c > 0x7F))
                .forEach(file::reject);
        return file.rows().size() > 2;
    }

    /** Swaps a time with something that is no time. */
    private static boolean swapped(DamagedFile file) {
        if (!file.has(Role.TIME)) {
            return false;
        }
        Line row = file.anyRow();
        Role other = file.any(file.roles.toArray(Role[]::new));
        if (other == Role.TIME) {
            return false;
        }
        Collections.swap(row.fields, file.roles.indexOf(Role.TIME), file.roles.indexOf(other));
        row.text = file.text(row);
        file.reject(row);
        return true;
    }

    /** Writes one time in another unit; what can be read without a doubt is read. */
    private static boolean anotherUnit(DamagedFile file) {
        if (!file.has(Role.TIME)) {
            return false;
        }
        Line row = file.anyRow();
        TimeUnit other = file.any(TimeUnit.values());
        long second = row.event.time() / 1000;
        boolean same = other == file.unit || file.unit.isCompact() && other.isCompact();
        second -= second % other.step();
        file.set(row, Role.TIME, other.write(second));
        if (same || other.isText()) {
            Event old = row.event;
            row.event = new Event(old.user(), old.item(), second * 1000, old.type(), old.weight());
        } else {
            file.reject(row);
        }
        return true;
    }

    private static void insert(DamagedFile file, Line line, int from) {
        file.lines.add(from + file.random.nextInt(file.lines.size() - from), line);
    }

    private static String inserted(DamagedFile file, String text, String more) {
        int at = file.random.nextInt(text.length());
        return text.substring(0, at) + more + text.substring(at);
    }

    /** Replaces each three bytes of one kind. */
    private static byte[] replaced(byte[] bytes, byte mark, byte[] by) {
        for (int at = 0; at + 2 < bytes.length; at++) {
            if (bytes[at] == mark) {
                System.arraycopy(by, 0, bytes, at, by.length);
            }
        }
        return bytes;
    }
}
