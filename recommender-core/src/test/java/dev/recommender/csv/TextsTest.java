package dev.recommender.csv;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.recommender.RefusedFileException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files are opened as the text that they are, or refused by name with what to do. */
class TextsTest {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"UTF-8", "UTF-16LE", "UTF-16BE", "UTF-32LE", "UTF-32BE"})
    void aMarkSaysTheCharsetWhateverIsSaidElse(String charset) throws IOException {
        Path file = file("a.csv", "\ufeffü\ud83d\ude00,€\n".getBytes(Charset.forName(charset)));
        assertThat(text(file, "windows-1252")).isEqualTo("ü\ud83d\ude00,€\n");
        assertThat(open(file, Optional.empty()).charset()).isEqualTo(charset);
    }

    @ParameterizedTest
    @CsvSource({"windows-1252, é€", "ISO-8859-15, é€", "UTF-16LE, é€", "Shift_JIS, 日本", "IBM1047, abc", "UTF-8, é€"})
    void aCharsetMayBeNamed(String charset, String text) throws IOException {
        Path file = file("a.csv", text.repeat(9000).getBytes(Charset.forName(charset)));
        assertThat(text(file, charset)).isEqualTo(text.repeat(9000));
    }

    @Test
    void whatIsNoTextOfTheCharsetBecomesAByteThatNoUtf8Has() throws IOException {
        byte[] undefined = {'a', (byte) 0x81, 'b', (byte) 0xE9, '\n'};
        assertThat(bytes(file("a.csv", undefined), Optional.of(Charset.forName("windows-1252"))))
                .containsExactly('a', 0xFF, 'b', 0xC3, 0xA9, '\n');
        byte[] half = "\ufeffab".getBytes(Charset.forName("UTF-16LE"));
        half[5] = (byte) 0xD8;
        assertThat(bytes(file("b.csv", half), Optional.empty())).containsExactly('a', 0xFF);
        assertThat(bytes(file("c.csv", Arrays.copyOf(half, 5)), Optional.empty()))
                .containsExactly('a', 0xFF);
    }

    @Test
    void anUnknownCharsetIsRefusedByName() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> UsageCsv.read(folder).charset("latin-nix"))
                .withMessageContaining("\"latin-nix\"")
                .withMessageContaining("windows-1252");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> IdList.read(folder).charset("§"))
                .withMessageContaining("\"§\"");
    }

    @Test
    void gzipIsToldByItsContentAndMayHaveManyMembers() throws IOException {
        byte[] members = joined(gzip("u,a\n"), gzip(""), gzip("u,b\n"), new byte[600]);
        for (String name : List.of("a.csv", "a.csv.gz", "noname")) {
            assertThat(text(file(name, members), "UTF-8")).isEqualTo("u,a\nu,b\n");
        }
        Random random = new Random(5);
        StringBuilder large = new StringBuilder();
        random.ints(300_000, 0x21, 0x2000).forEach(large::appendCodePoint);
        byte[] packed = joined(gzip(large.toString()), gzip(large.toString()));
        assertThat(text(file("large", packed), "UTF-8")).isEqualTo(large.toString() + large);
    }

    @Test
    void everyDamageOfGzipIsSaid() throws IOException {
        byte[] whole = joined(gzip("u,a\n".repeat(50)), gzip("u,b\n".repeat(50)));
        int first = gzip("u,a\n".repeat(50)).length;
        for (int length = 1; length < whole.length; length++) {
            if (length != first) {
                isDamaged(Arrays.copyOf(whole, length));
            }
        }
        for (int at : new int[] {0, 1, 2, first, first + 1, first + 2, first - 1, first - 5, whole.length - 1}) {
            byte[] flipped = whole.clone();
            flipped[at] ^= 0x40;
            isDamaged(flipped);
        }
        isDamaged(joined(whole, "garbage".getBytes(UTF_8)));
    }

    @Test
    void aFileNamedGzThatIsNoneIsRefused() throws IOException {
        Path plain = file("usage.csv.GZ", "u,a\n".getBytes(UTF_8));
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> open(plain, Optional.empty()))
                .withMessageContaining(plain.toString())
                .withMessageContaining("leave .gz out of its name");
    }

    @Test
    void aZipFileWithOneEntryIsRead() throws IOException {
        Path zip = zip("a.zip", "deep/er/u.csv", "__MACOSX/u.csv");
        assertThat(text(zip, "UTF-8")).isEqualTo("deep/er/u.csv,i\n");
        assertThat(open(zip, Optional.empty()).name()).isEqualTo("u.csv");
        assertThat(CollectedEvents.of(UsageCsv.read(zip)).users).containsExactly("deep/er/u.csv");
        assertThat(UsageCsv.read(zip).parts(1)).hasSize(1);
    }

    @Test
    void otherZipFilesAreRefused() throws IOException {
        refused(zip("two.zip", "a.csv", "b.csv"), "zip file with 2 files", "unzip it");
        refused(zip("book.xlsx", "[Content_Types].xml", "xl/workbook.xml"), "workbook", "save the sheet as CSV");
        refused(zip("book.ods", "mimetype", "content.xml"), "workbook", "save the sheet as CSV");
        refused(zip("none.zip"), "empty zip file", "something in it");
        refused(file("a.gz", gzip(Files.readAllBytes(zip("a.zip", "a.csv")))), "a zip file in another", "unpack");
        Path cut = zip("cut.zip", "a.csv");
        Files.write(cut, Arrays.copyOf(Files.readAllBytes(cut), 60));
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> open(cut, Optional.empty()))
                .withMessageContaining("cut.zip is not a whole zip file");
        assertThatExceptionOfType(RefusedFileException.class)
                .isThrownBy(
                        () -> Texts.open("standard input", Files.newInputStream(zip("s.zip", "a")), Optional.empty()))
                .withMessageContaining("standard input is a zip file");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "50415231150415|Parquet|convert it to CSV",
                "4F52430801|ORC|convert it to CSV",
                "4F626A0104|Avro|convert it to CSV",
                "4152524F57310000|Arrow|convert it to CSV",
                "53455106|Hadoop sequence|convert it to CSV",
                "D0CF11E0A1B11AE1|old Excel workbook|save the sheet as CSV",
                "255044462D312E37|PDF|convert it to CSV",
                "53514C69746520666F726D6174203300|SQLite|export its table as CSV",
                "89484446|HDF5|convert it to CSV",
                "377ABCAF271C|7z|unpack it",
                "28B52FFD|zstd|unpack it",
                "425A6839314159265359002A|bzip2|unpack it",
                "FD377A585A00|xz|unpack it",
                "04224D18|lz4|unpack it",
                "FF060000734E61507059|snappy|unpack it",
                "1F9D90|compress|unpack it"
            })
    void whatIsNoTextIsRefusedByName(String start, String kind, String remedy) throws IOException {
        byte[] head = new byte[start.length() / 2];
        for (int at = 0; at < head.length; at++) {
            head[at] = (byte) Integer.parseInt(start.substring(2 * at, 2 * at + 2), 16);
        }
        byte[] rest = new byte[500];
        new Random(3).nextBytes(rest);
        refused(file("usage.csv", joined(head, rest)), kind, remedy);
        refused(file("usage.csv", gzip(joined(head, rest))), kind, remedy);
    }

    @ParameterizedTest
    @ValueSource(strings = {"PAR1,item\n", "ORC,item\n", "SEQ1,i\n", "BZh,i\n", "ARROW1,i\n", "PK,i\n", "7z,i\n"})
    void aTextMayStartWithTheLettersOfASignature(String text) throws IOException {
        assertThat(text(file("usage.csv", text.getBytes(UTF_8)), "UTF-8")).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-16LE", "UTF-16BE"})
    void utf16WithoutAMarkIsRefusedUnlessItIsNamed(String charset) throws IOException {
        Path file = file("usage.csv", "user,item\nü,i\n".getBytes(Charset.forName(charset)));
        refused(file, "no byte order mark", charset);
        assertThat(CollectedEvents.of(UsageCsv.read(file).charset(charset)).users)
                .containsExactly("ü");
    }

    @Test
    void otherNulBytesAreRefusedAtTheStartAndCostTheirLineLaterOn() throws IOException {
        refused(file("usage.csv", "u,a\nu\0\0,b\n".getBytes(UTF_8)), "has NUL bytes, so it is no text", "convert");
        Path late = file("usage.csv", ("u,a\n".repeat(5000) + "u,b\0\nu,c\n").getBytes(UTF_8));
        CollectedEvents read = CollectedEvents.of(UsageCsv.read(late));
        assertThat(read.items).containsExactlyInAnyOrder("a", "c");
        assertThat(read.report.errors()).singleElement().satisfies(problem -> {
            assertThat(problem.line()).isEqualTo(5001);
            assertThat(problem.detail()).contains("a NUL is at byte 4");
        });
    }

    @Test
    void aFolderIsCalledOne() {
        assertThatExceptionOfType(NoSuchFileException.class)
                .isThrownBy(() -> IdList.read(folder).load())
                .withMessageContaining("is a folder");
    }

    @Test
    void ofASlowStreamOnlyWhatComesFirstIsWaitedFor() throws IOException {
        for (String first : List.of("u\n", "P\n", "7\n", "é\n", "\ufeffu\n")) {
            InputStream slow = new OneThenNothing(first.getBytes(UTF_8));
            try (IdReader reader = IdList.read("standard input", slow).open()) {
                assertThat(reader.next()).isEqualTo(first.replace("\ufeff", "").strip());
                assertThat(reader.line()).isEqualTo(1);
            }
        }
    }

    private void isDamaged(byte[] gzip) throws IOException {
        Path file = file("damaged.csv.gz", gzip);
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> text(file, "UTF-8"))
                .withMessageContaining(file + " is not a whole gzip file");
    }

    private static void refused(Path file, String kind, String remedy) {
        assertThatExceptionOfType(RefusedFileException.class)
                .isThrownBy(() -> CollectedEvents.of(UsageCsv.read(file)))
                .withMessageContaining(file.toString())
                .withMessageContaining(kind)
                .satisfies(e -> assertThat(e.remedy()).contains(remedy))
                .satisfies(e -> assertThat(e.file()).startsWith(file.toString()));
        assertThatExceptionOfType(RefusedFileException.class)
                .isThrownBy(() -> CatalogCsv.read(file).load())
                .withMessageContaining(kind);
        assertThatExceptionOfType(RefusedFileException.class)
                .isThrownBy(() -> IdList.read(file).load())
                .withMessageContaining(kind);
        assertThatExceptionOfType(RefusedFileException.class)
                .isThrownBy(() -> TextFile.read(file).load())
                .withMessageContaining(kind);
    }

    private static String text(Path file, String charset) throws IOException {
        try (Text text = open(file, Optional.of(Charset.forName(charset)))) {
            byte[] bytes = text.bytes().readAllBytes();
            return new String(bytes, UTF_8);
        }
    }

    private static int[] bytes(Path file, Optional<Charset> charset) throws IOException {
        try (Text text = open(file, charset)) {
            byte[] bytes = text.bytes().readAllBytes();
            int[] unsigned = new int[bytes.length];
            Arrays.setAll(unsigned, at -> bytes[at] & 0xFF);
            return unsigned;
        }
    }

    private static Text open(Path file, Optional<Charset> charset) throws IOException {
        return Texts.open(file, charset);
    }

    @ParameterizedTest
    @CsvSource({"12, bzip2", "9, deflate64", "93, zstd", "14, LZMA", "77, method 77"})
    void aZipOfAnotherMethodIsRefusedByItsName(int method, String name) throws IOException {
        Path zip = zip("a.zip", "a.csv");
        patchLastEntry(zip, 10, method);
        refused(zip, "is a zip file compressed by " + name + ", which cannot be unpacked", "unzip it");
        assertThatExceptionOfType(RefusedFileException.class)
                .isThrownBy(() -> CollectedEvents.of(UsageCsv.read(zip)))
                .withMessageContaining(zip + " is a zip file compressed by " + name);
        assertThatExceptionOfType(RefusedFileException.class)
                .isThrownBy(() -> CatalogCsv.read(zip).load())
                .withMessageContaining(name);
    }

    @Test
    void anEncryptedZipIsRefusedAsSuch() throws IOException {
        Path zip = zip("a.zip", "a.csv");
        patchLastEntry(zip, 8, 1);
        refused(zip, "is an encrypted zip file", "unzip it");
    }

    /** Sets a field of the last entry in the directory of a zip file. */
    private static void patchLastEntry(Path zip, int field, int value) throws IOException {
        byte[] bytes = Files.readAllBytes(zip);
        int place = new String(bytes, ISO_8859_1).lastIndexOf("PK\u0001\u0002");
        bytes[place + field] = (byte) value;
        Files.write(zip, bytes);
    }

    private Path file(String name, byte[] bytes) throws IOException {
        return Files.write(folder.resolve(name), bytes);
    }

    private Path zip(String name, String... entries) throws IOException {
        Path file = folder.resolve(name);
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
            zip.putNextEntry(new ZipEntry("folder/"));
            for (String entry : entries) {
                zip.putNextEntry(new ZipEntry(entry));
                zip.write((entry + ",i\n").getBytes(UTF_8));
            }
        }
        if (entries.length == 0) {
            Files.write(file, new byte[] {'P', 'K', 5, 6, 0, 0, 0, 0});
        }
        return file;
    }

    private static byte[] gzip(String text) throws IOException {
        return gzip(text.getBytes(UTF_8));
    }

    private static byte[] gzip(byte[] plain) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream out = new GZIPOutputStream(bytes)) {
            out.write(plain);
        }
        return bytes.toByteArray();
    }

    private static byte[] joined(byte[]... parts) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            bytes.writeBytes(part);
        }
        return bytes.toByteArray();
    }

    /** Gives its bytes at once, and fails if it is asked for more, where a person would be waited for. */
    private static final class OneThenNothing extends ByteArrayInputStream {
        OneThenNothing(byte[] bytes) {
            super(bytes);
        }

        @Override
        public synchronized int read(byte[] target, int offset, int length) {
            assertThat(available()).as("bytes that are there").isPositive();
            return super.read(target, offset, length);
        }
    }
}
