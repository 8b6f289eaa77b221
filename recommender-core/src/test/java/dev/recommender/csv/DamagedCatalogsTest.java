package dev.recommender.csv;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.recommender.CatalogItem;
import dev.recommender.ParsingException;
import dev.recommender.RefusedFileException;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** As {@link DamagedFilesTest}, for catalogs and lists of ids. */
@Tag("slow")
class DamagedCatalogsTest {
    private static final int CASES = 2_000;

    @TempDir
    private Path folder;

    /** A line of a catalog; what it means is empty if it must be reported, or null if it must be skipped in silence. */
    private static final class Line {
        String text;
        List<CatalogItem> meant;

        Line(String text, List<CatalogItem> meant) {
            this.text = text;
            this.meant = meant;
        }
    }

    @Test
    void everyDamagedCatalogIsReadRightOrRefused() throws IOException {
        int refusals = 0;
        for (int number = 0; number < CASES; number++) {
            Random random = new Random(number);
            boolean named = random.nextBoolean();
            String delimiter = List.of(",", ";", "\t").get(random.nextInt(3));
            List<Line> lines = catalog(random, named, delimiter);
            String charset = "UTF-8";
            boolean refused = false;
            int packing = 0;
            boolean chosen = true;
            Line row = lines.get(1 + random.nextInt(lines.size() - 1));
            switch (number % 14) {
                case 0 -> lines.get(0).text = "\ufeff" + lines.get(0).text;
                case 1 -> {
                    lines.get(0).text = "\ufeff" + lines.get(0).text;
                    charset = random.nextBoolean() ? "UTF-16LE" : "UTF-16BE";
                }
                case 2 -> {
                    charset = "UTF-16LE";
                    refused = true;
                }
                case 3 -> {
                    charset = "ISO-8859-1";
                    lines.stream().filter(line -> line.text.contains("é")).forEach(line -> line.meant = List.of());
                }
                case 4 -> packing = 1;
                case 5 -> {
                    packing = 2;
                    refused = true;
                }
                case 6 -> {
                    row.text += "\0";
                    refused = true;
                }
                case 7 -> {
                    row.text += delimiter + delimiter + "extra";
                    row.meant = List.of();
                }
                case 8 -> lines.add(2 + random.nextInt(3), new Line(lines.get(0).text, List.of()));
                case 9 -> lines.add(0, new Line("# export of May", null));
                case 10 -> {
                    lines.add(0, new Line("sep=" + delimiter, null));
                    chosen = false;
                }
                case 11 -> {
                    row.text =
                            (random.nextBoolean() ? "NULL" : "\\N") + row.text.substring(row.text.indexOf(delimiter));
                    row.meant = List.of();
                }
                case 12 -> {
                    refused = !delimiter.equals(",");
                    chosen = false;
                }
                default -> {
                    row.text = "\"" + row.text;
                    row.meant = List.of();
                }
            }
            byte[] bytes = lines.stream()
                    .map(line -> line.text + "\n")
                    .collect(Collectors.joining())
                    .getBytes(Charset.forName(charset));
            byte[] packed = packing == 0 ? bytes : DamagedFile.gzip(bytes, 1);
            Path file = Files.write(
                    folder.resolve("catalog.csv"), packing == 2 ? Arrays.copyOf(packed, packed.length - 9) : packed);
            List<Problem> problems = new ArrayList<>();
            CatalogCsv csv = CatalogCsv.read(file).errorBudget(100).onProblem(problems::add);
            csv = chosen ? csv.delimiter(delimiter) : csv;
            csv = named ? csv.columns("id=key,name=Title,category=kind,feature=brand") : csv;
            refusals +=
                    check(csv, refused, lines, problems, "case " + number + "\n" + new String(bytes, UTF_8)) ? 1 : 0;
        }
        assertThat(refusals).isBetween(CASES / 5, CASES / 2);
    }

    private static boolean check(CatalogCsv csv, boolean refused, List<Line> lines, List<Problem> problems, String what)
            throws IOException {
        try {
            List<CatalogItem> items = List.copyOf(csv.load().items());
            assertThat(refused).as(what).isFalse();
            assertThat(items)
                    .as(what)
                    .isEqualTo(lines.stream()
                            .filter(line -> line.meant != null)
                            .flatMap(line -> line.meant.stream())
                            .toList());
        } catch (ParsingException e) {
            assertThat(refused).as("%s: %s", what, e.getMessage()).isTrue();
            assertThat(e.getMessage()).as(what).contains("catalog.csv").contains(";");
            return true;
        } catch (IOException e) {
            assertThat(refused).as("%s: %s", what, e.getMessage()).isTrue();
            assertThat(e.getMessage()).as(what).contains("catalog.csv");
            return true;
        }
        List<Long> reported = new ArrayList<>();
        for (int at = 1; at < lines.size(); at++) {
            if (lines.get(at).meant != null && lines.get(at).meant.isEmpty()) {
                reported.add(at + 1L);
            }
        }
        if (lines.get(0).meant == null) {
            reported.remove(2L);
        }
        assertThat(problems).as(what).extracting(Problem::line).isEqualTo(reported);
        return false;
    }

    private static List<Line> catalog(Random random, boolean named, String delimiter) {
        List<Line> lines = new ArrayList<>();
        lines.add(new Line(
                String.join(
                        delimiter,
                        named ? "key" : "item_id",
                        named ? "Title" : "name",
                        "kind",
                        named ? "brand" : "text"),
                List.of()));
        int rows = 6 + random.nextInt(10);
        for (int row = 0; row < rows; row++) {
            String id = (random.nextInt(4) == 0 ? "é" : "i") + row;
            CatalogItem item = CatalogItem.of(id).name("name " + row).category("c" + row % 3);
            item = named ? item.feature("brand", "b" + row) : item;
            lines.add(new Line(String.join(delimiter, id, " name " + row, "c" + row % 3, "b" + row), List.of(item)));
        }
        return lines;
    }

    @Test
    void everyDamagedListIsReadRightOrRefused() throws IOException {
        int refusals = 0;
        for (int number = 0; number < CASES; number++) {
            Random random = new Random(number);
            List<String> ids = new ArrayList<>();
            for (int count = random.nextInt(20); count >= 0; count--) {
                ids.add(List.of("a", "é", "#x", "b c", "\"q\"", "日").get(random.nextInt(6)) + random.nextInt(100));
            }
            List<String> lines = new ArrayList<>(ids);
            lines.add(random.nextInt(lines.size()), random.nextBoolean() ? "" : "  \t");
            String text = String.join(List.of("\n", "\r\n", "\r").get(random.nextInt(3)), lines);
            String charset =
                    List.of("UTF-8", "UTF-16LE", "UTF-16BE", "windows-1252").get(number % 4);
            boolean marked = !charset.equals("windows-1252") && random.nextBoolean();
            boolean malformed = charset.equals("windows-1252") && text.contains("é");
            boolean refused = malformed || charset.startsWith("UTF-16") && !marked;
            byte[] bytes = ((marked ? "\ufeff" : "") + text).getBytes(Charset.forName(charset));
            byte[] packed = random.nextInt(3) == 0 ? DamagedFile.gzip(bytes, 2) : bytes;
            Path file = Files.write(folder.resolve("list.txt"), packed);
            String what = "case " + number + "\n" + text;
            try {
                List<String> read = IdList.read(file).load();
                assertThat(refused).as(what).isFalse();
                List<String> expected = new ArrayList<>(ids);
                if (charset.equals("windows-1252")) {
                    expected.replaceAll(id -> id.replace("日", "?"));
                }
                assertThat(read).as(what).isEqualTo(expected);
            } catch (RefusedFileException e) {
                assertThat(refused).as("%s: %s", what, e.getMessage()).isTrue();
                assertThat(e.file()).as(what).contains(malformed ? "list.txt:" : "list.txt");
                refusals++;
            }
        }
        assertThat(refusals).isBetween(CASES / 5, CASES / 2);
    }
}
