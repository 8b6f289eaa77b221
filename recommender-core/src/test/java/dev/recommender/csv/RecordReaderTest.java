package dev.recommender.csv;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("slow")
class RecordReaderTest {
    @ParameterizedTest
    @ValueSource(strings = {",", "\t", "::", "|", " ", "; ", " |", "ab"})
    void anyTextInAnyPortionsGivesWhatTheRulesSay(String delimiter) throws IOException {
        String[] alphabet = {
            "\"",
            "\"",
            delimiter,
            delimiter,
            delimiter.substring(0, 1),
            "\n",
            "\r\n",
            "\r",
            "a",
            "b",
            " ",
            "\t",
            "\u00a0",
            "\u2003",
            "\ud83d\ude00",
            "\u0001"
        };
        Random random = new Random(41);
        for (int round = 0; round < 20_000; round++) {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            for (int length = random.nextInt(16); length > 0; length--) {
                int part = random.nextInt(alphabet.length + 1);
                bytes.writeBytes(
                        part == alphabet.length
                                ? new byte[] {(byte) (0x80 + random.nextInt(0x80))}
                                : alphabet[part].getBytes(StandardCharsets.UTF_8));
            }
            String text = bytes.toString(StandardCharsets.UTF_8);
            assertThat(rows(new Portions(bytes.toByteArray(), random), delimiter))
                    .as("text <%s> with delimiter <%s>", text, delimiter)
                    .isEqualTo(PlainCsv.rows(text, delimiter));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\""})
    void aRecordMayBeAMillionCharactersLongAndNoLonger(String quote) throws IOException {
        String longest = quote + "x".repeat(RecordReader.MAX_RECORD - 2 * quote.length()) + quote;
        String text = longest + "\nnext\n" + longest.replace("xx", "xx ") + "\nlast";
        List<PlainCsv.Row> rows = rows(utf8(text), ",");
        assertThat(rows).extracting(PlainCsv.Row::malformed).containsExactly(false, false, true, false);
        assertThat(rows.get(0).fields().get(0)).hasSize(RecordReader.MAX_RECORD - 2 * quote.length());
        assertThat(rows.get(3)).isEqualTo(new PlainCsv.Row(4, false, List.of("last")));
    }

    @Test
    void aQuoteOpenForMoreThanAMillionCharactersCostsItsLineOnly() throws IOException {
        String text = "\"open\n" + "row,x\n".repeat(RecordReader.MAX_RECORD / 4);
        List<PlainCsv.Row> rows = rows(utf8(text), ",");
        assertThat(rows).hasSize(1 + RecordReader.MAX_RECORD / 4);
        assertThat(rows.get(0).malformed()).isTrue();
        assertThat(rows.subList(1, rows.size())).noneMatch(PlainCsv.Row::malformed);
    }

    @Test
    void complaintsSayWhatIsWrongAndShowTheLine() throws IOException {
        assertThat(complaint("u,\"i\nv,j")).isEqualTo("a quote is not closed in \"u,\"i\"");
        assertThat(complaint("u,\"i\"j\nv,k")).isEqualTo("text follows a closing quote in \"u,\"i\"j\"");
        assertThat(complaint("x".repeat(RecordReader.MAX_RECORD + 1)))
                .isEqualTo("more than 1048576 characters in \"" + "x".repeat(80) + "…\"");
        assertThat(complaint("u,i")).isEmpty();
    }

    private static String complaint(String text) throws IOException {
        RecordReader reader = new RecordReader(text(utf8(text)), ",");
        assertThat(reader.next()).isTrue();
        return reader.complaint();
    }

    private static Text text(InputStream bytes) {
        return new Text("test", bytes, "UTF-8", false);
    }

    private static InputStream utf8(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }

    private static List<PlainCsv.Row> rows(InputStream text, String delimiter) throws IOException {
        List<PlainCsv.Row> rows = new ArrayList<>();
        try (RecordReader reader = new RecordReader(text(text), delimiter)) {
            while (reader.next()) {
                rows.add(new PlainCsv.Row(reader.line(), reader.malformed(), Columns.header(reader)));
            }
        }
        return rows;
    }

    /** Gives bytes in portions of a few, as a slow stream would. */
    private static final class Portions extends InputStream {
        private final byte[] bytes;
        private final Random random;
        private int at;

        Portions(byte[] bytes, Random random) {
            this.bytes = bytes;
            this.random = random;
        }

        @Override
        public int read() {
            return at == bytes.length ? -1 : bytes[at++] & 0xFF;
        }

        @Override
        public int read(byte[] into, int offset, int length) {
            if (at == bytes.length) {
                return -1;
            }
            int portion = Math.min(Math.min(length, bytes.length - at), 1 + random.nextInt(4));
            System.arraycopy(bytes, at, into, offset, portion);
            at += portion;
            return portion;
        }
    }
}
