package dev.recommender.csv;

import dev.recommender.ParsingException;
import dev.recommender.ParsingReason;
import dev.recommender.RefusedFileException;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.NoSuchElementException;

/**
 * Reads ids line by line, as far as they are there. Close it after use. Used by one thread.
 *
 * @see IdList#open
 */
public final class IdReader implements Iterator<String>, Closeable {
    private final RecordReader lines;
    private final String name;
    private boolean ahead;
    private boolean ended;

    IdReader(Text text) {
        this.lines = RecordReader.ofLines(text);
        this.name = text.name();
    }

    /**
     * Whether there is another line that is not blank; waits for it.
     *
     * @throws UncheckedIOException if it cannot be read
     */
    @Override
    public boolean hasNext() {
        if (!ahead && !ended) {
            try {
                do {
                    ahead = lines.next();
                } while (ahead && !lines.malformed() && lines.field(0).isEmpty());
                ended = !ahead;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return ahead;
    }

    /**
     * The next line without the white space at its ends.
     *
     * @throws ParsingException if it is no text or has more than 1,048,576 characters; then reading can go on with the next
     * @throws UncheckedIOException if it cannot be read
     */
    @Override
    public String next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        ahead = false;
        if (lines.malformed()) {
            ParsingReason reason = lines.reason();
            throw new RefusedFileException(
                    name + ":" + lines.line(), "cannot be read: " + lines.complaint(), reason.remedy());
        }
        return lines.field(0).toString();
    }

    /** The line of the id that was read last, from 1. */
    public long line() {
        return lines.line();
    }

    @Override
    public void close() throws IOException {
        lines.close();
    }
}
