package dev.recommender.csv;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.recommender.ParsingException;
import dev.recommender.RefusedFileException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IdListTest {
    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r\n", "\r"})
    void eachLineIsAnIdAndBlankOnesAreSkipped(String end) throws IOException {
        String text = "\ufeffu1\n\n \u00a0\n  c, \"d\" \t\n#x\nu1\u00a0\nlast";
        assertThat(read(text.replace("\n", end).getBytes(UTF_8))).containsExactly("u1", "c, \"d\"", "#x", "u1", "last");
    }

    @Test
    void aMarkOfEachJoinedFileIsDropped() throws IOException {
        assertThat(read("\ufeffa\n\ufeffb\r\n\ufeff\n".getBytes(UTF_8))).containsExactly("a", "b");
    }

    @Test
    void listsAreTextsOfAnyKind() throws IOException {
        assertThat(read("\ufeffü\nb".getBytes(StandardCharsets.UTF_16LE))).containsExactly("ü", "b");
        assertThat(read("\ufeffü\nb".getBytes(StandardCharsets.UTF_16BE))).containsExactly("ü", "b");
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        for (String part : List.of("\ufeffa\n", "b\n")) {
            try (OutputStream out = new GZIPOutputStream(packed)) {
                out.write(part.getBytes(UTF_8));
            }
        }
        assertThat(read(packed.toByteArray())).containsExactly("a", "b");
        Path latin = Files.write(folder.resolve("latin"), "ü\n".getBytes(ISO_8859_1));
        assertThat(IdList.read(latin).charset("windows-1252").load()).containsExactly("ü");
        assertThat(read(new byte[0])).isEmpty();
    }

    @Test
    void readingGoesOnAfterALineThatIsNoText() throws IOException {
        byte[] text = "a\n\u00fc\n\nb\n".getBytes(ISO_8859_1);
        List<String> seen = new ArrayList<>();
        try (IdReader reader =
                IdList.read("standard input", new ByteArrayInputStream(text)).open()) {
            while (reader.hasNext()) {
                try {
                    seen.add(reader.next() + reader.line());
                } catch (ParsingException e) {
                    seen.add(e.getMessage());
                }
            }
            assertThatExceptionOfType(NoSuchElementException.class).isThrownBy(reader::next);
        }
        assertThat(seen).hasSize(3).startsWith("a1").endsWith("b4");
        assertThat(seen.get(1))
                .startsWith("standard input:2 cannot be read: byte 1 is 0xFC")
                .contains("charset");
    }

    @Test
    void aLineThatIsTooLongIsRefused() {
        String text = "a\n" + "x".repeat(RecordReader.MAX_RECORD + 1) + "\n";
        assertThatExceptionOfType(RefusedFileException.class)
                .isThrownBy(() -> read(text.getBytes(UTF_8)))
                .withMessageContaining("list.txt:2")
                .withMessageContaining("more than 1048576 characters");
    }

    @Test
    void aMissingFileIsNamed() {
        assertThatExceptionOfType(NoSuchFileException.class)
                .isThrownBy(() -> IdList.read(folder.resolve("nix")).load())
                .withMessageContaining("nix");
    }

    private List<String> read(byte[] bytes) throws IOException {
        List<String> ofFile =
                IdList.read(Files.write(folder.resolve("list.txt"), bytes)).load();
        assertThat(IdList.read("list", new ByteArrayInputStream(bytes)).load()).isEqualTo(ofFile);
        return ofFile;
    }
}
