package dev.recommender.csv;

import dev.recommender.ParsingReason;
import dev.recommender.RefusedFileException;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A file that is read as one text, such as a query in JSON. It is opened as {@link UsageCsv} opens files. Immutable;
 * {@link #charset} returns a changed copy.
 */
public final class TextFile {
    private final Path file;
    private final Optional<Charset> charset;

    private TextFile(Path file, Optional<Charset> charset) {
        this.file = file;
        this.charset = charset;
    }

    /** The text in a file. */
    public static TextFile read(Path file) {
        return new TextFile(file, Optional.empty());
    }

    /**
     * The charset of a file without a byte order mark, such as {@code windows-1252}; default: UTF-8.
     *
     * @throws IllegalArgumentException if Java does not know it
     */
    public TextFile charset(String name) {
        return new TextFile(file, Optional.of(Texts.charset(name)));
    }

    /**
     * The whole text.
     *
     * @throws dev.recommender.ParsingException if it is no text, or a line of it is not
     * @throws java.nio.file.NoSuchFileException if there is no such file, or it is a folder
     * @throws IOException if it cannot be read
     */
    public String load() throws IOException {
        try (Text text = Texts.open(file, charset)) {
            byte[] bytes = text.bytes().readAllBytes();
            int bad = Utf8Check.malformed(bytes, 0, bytes.length);
            if (bad >= 0) {
                int line = 1;
                int start = 0;
                for (int at = 0; at < bad; at++) {
                    if (bytes[at] == '\n') {
                        line++;
                        start = at + 1;
                    }
                }
                throw new RefusedFileException(
                        text.name() + ":" + line,
                        "cannot be read: byte " + (bad - start + 1) + " of the line starts no character",
                        ParsingReason.MALFORMED_CHARACTERS.remedy());
            }
            return new String(bytes, StandardCharsets.UTF_8);
        }
    }
}
