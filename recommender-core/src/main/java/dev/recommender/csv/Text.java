package dev.recommender.csv;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;

/**
 * A text that is open for reading.
 *
 * @param name what messages call it: the name of its file, or of the entry in a zip file
 * @param bytes its characters as UTF-8, without a byte order mark; still to be checked
 * @param charset how the characters are written in the file
 * @param transcoded whether the bytes are made from another charset; then {@link Transcoded#MALFORMED} stands for what is
 *     malformed
 */
record Text(String name, InputStream bytes, String charset, boolean transcoded) implements Closeable {
    /** The same text from a place on. */
    Text with(InputStream rest) {
        return new Text(name, rest, charset, transcoded);
    }

    @Override
    public void close() throws IOException {
        bytes.close();
    }
}
