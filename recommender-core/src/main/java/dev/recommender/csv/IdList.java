package dev.recommender.csv;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A list of ids, one on each line: of users to recommend for, or of items to exclude. Blank lines are skipped, and white
 * space at the ends of lines. Immutable; {@link #charset} returns a changed copy.
 *
 * <p>The text is read as {@link UsageCsv} reads it: UTF-8, UTF-16 with a byte order mark, or another charset that is
 * named; gzip and zip are unpacked. What is no text is refused, and so is a line with malformed characters.
 */
public final class IdList {
    private final Opening source;
    private final Optional<Charset> charset;

    private IdList(Opening source, Optional<Charset> charset) {
        this.source = source;
        this.charset = charset;
    }

    /** The list in a file. */
    public static IdList read(Path file) {
        return new IdList(charset -> Texts.open(file, charset), Optional.empty());
    }

    /**
     * The list in a stream, which can be read once.
     *
     * @param name what messages call it
     */
    public static IdList read(String name, InputStream stream) {
        return new IdList(charset -> Texts.open(name, stream, charset), Optional.empty());
    }

    /**
     * The charset of a list without a byte order mark, such as {@code windows-1252}; default: UTF-8.
     *
     * @throws IllegalArgumentException if Java does not know it
     */
    public IdList charset(String name) {
        return new IdList(source, Optional.of(Texts.charset(name)));
    }

    /**
     * All ids, in their order.
     *
     * @throws dev.recommender.ParsingException if it is no text, or a line of it is not
     * @throws java.nio.file.NoSuchFileException if there is no such file, or it is a folder
     * @throws IOException if it cannot be read
     */
    public List<String> load() throws IOException {
        try (IdReader reader = open()) {
            List<String> ids = new ArrayList<>();
            reader.forEachRemaining(ids::add);
            return List.copyOf(ids);
        } catch (java.io.UncheckedIOException e) {
            throw e.getCause();
        }
    }

    /**
     * Opens the list for reading id by id. Of a stream only so much is read as it gives at once.
     *
     * @throws dev.recommender.ParsingException if it is no text
     * @throws java.nio.file.NoSuchFileException if there is no such file, or it is a folder
     * @throws IOException if it cannot be read
     */
    public IdReader open() throws IOException {
        return new IdReader(source.open(charset));
    }

    private interface Opening {
        Text open(Optional<Charset> charset) throws IOException;
    }
}
