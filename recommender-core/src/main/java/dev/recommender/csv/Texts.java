package dev.recommender.csv;

import dev.recommender.RefusedFileException;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/**
 * Opens every file and list as text. A byte order mark says how characters are written; else the given charset does, and
 * else they are UTF-8. Gzip is unpacked, and so is a zip file with one entry. What is no text is refused.
 */
final class Texts {
    /** Whether a file is text is judged by so many bytes. */
    private static final int HEAD = 1 << 13;

    private static final String UNZIP = "unzip it, and name the file that is meant";

    private Texts() {}

    /**
     * The charset of this name.
     *
     * @throws IllegalArgumentException if there is none
     */
    static Charset charset(String name) {
        try {
            return Charset.forName(name.strip());
        } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
            throw new IllegalArgumentException(
                    "charset must be one that Java knows, such as UTF-8, UTF-16LE, windows-1252 or ISO-8859-1: \""
                            + name + "\"",
                    e);
        }
    }

    /**
     * Opens a file.
     *
     * @throws RefusedFileException if it is no text
     * @throws NoSuchFileException if it is not there, or is a folder
     */
    static Text open(Path file, Optional<Charset> charset) throws IOException {
        if (Files.isDirectory(file)) {
            throw new NoSuchFileException(file.toString(), null, "is a folder; name a file");
        }
        return open(file, Files.newInputStream(file), charset);
    }

    /** The same of a file whose bytes, or the first of them, are given; they are closed if they are no text. */
    static Text open(Path file, InputStream stream, Optional<Charset> charset) throws IOException {
        return closingOnFailure(stream, () -> {
            HeadStream head = HeadStream.whole(stream, HEAD);
            return head.startsWith(Signatures.ZIP)
                    ? unzipped(file, head, charset)
                    : open(file.toString(), CsvFiles.name(file), head, charset);
        });
    }

    /** Opens a stream that may give its bytes bit by bit; only what comes first is waited for. */
    static Text open(String name, InputStream stream, Optional<Charset> charset) throws IOException {
        HeadStream head = HeadStream.available(stream, HEAD);
        if (head.startsWith(Signatures.ZIP)) {
            throw new RefusedFileException(name, "is a zip file", UNZIP);
        }
        return open(name, name, head, charset);
    }

    /** Whether a file is plain UTF-8, so that its parts can be read on their own, and then how long its mark is. */
    static Optional<Integer> markOfPlainUtf8(Path file, Optional<Charset> charset) throws IOException {
        if (!Files.isRegularFile(file)
                || charset.filter(given -> !given.equals(StandardCharsets.UTF_8))
                        .isPresent()) {
            return Optional.empty();
        }
        try (HeadStream head = HeadStream.whole(Files.newInputStream(file), 4)) {
            ByteOrderMark mark = ByteOrderMark.of(head);
            boolean packed = head.startsWith(Signatures.GZIP) || head.startsWith(Signatures.ZIP) || named(file, ".gz");
            return packed
                            || mark.charset()
                                    .filter(found -> !found.equals(StandardCharsets.UTF_8))
                                    .isPresent()
                    ? Optional.empty()
                    : Optional.of(mark.length());
        }
    }

    /** The exception for a file that cannot be unpacked. */
    static IOException damaged(String file, String kind, IOException cause) {
        return new IOException(file + " is not a whole " + kind + " file: " + cause.getMessage(), cause);
    }

    private static Text open(String path, String name, HeadStream stream, Optional<Charset> charset)
            throws IOException {
        boolean gzip = stream.startsWith(Signatures.GZIP);
        if (!gzip && name.toLowerCase(Locale.ROOT).endsWith(".gz")) {
            if (stream.isEmpty()) {
                throw damaged(path, "gzip", new EOFException("it is empty"));
            }
            throw damaged(
                    path,
                    "gzip",
                    new ZipException(
                            "it does not start as one; leave .gz out of its name" + " if it is not compressed"));
        }
        return gzip
                ? text(path, name, HeadStream.whole(new Unpacked(path, "gzip", new Gunzip(stream)), HEAD), charset)
                : text(path, name, stream, charset);
    }

    private static Text text(String path, String name, HeadStream stream, Optional<Charset> charset)
            throws IOException {
        Signatures.refuse(path, stream);
        ByteOrderMark mark = ByteOrderMark.of(stream);
        stream.skipNBytes(mark.length());
        Charset used = mark.charset().or(() -> charset).orElse(StandardCharsets.UTF_8);
        if (used.equals(StandardCharsets.UTF_8)) {
            Signatures.refuseNul(path, stream);
            return new Text(name, stream, used.name(), false);
        }
        return new Text(name, new Transcoded(stream, used), used.name(), true);
    }

    private static Text unzipped(Path file, HeadStream stream, Optional<Charset> charset) throws IOException {
        stream.close();
        if (!file.getFileSystem().equals(FileSystems.getDefault())) {
            throw new RefusedFileException(file.toString(), "is a zip file", UNZIP);
        }
        ZipFile zip;
        try {
            zip = new ZipFile(file.toFile());
        } catch (ZipException e) {
            ZipDirectory.refuseUnreadable(file);
            throw damaged(file.toString(), "zip", e);
        }
        return closingOnFailure(zip, () -> {
            List<? extends ZipEntry> entries = zip.stream()
                    .filter(entry -> !entry.isDirectory() && !entry.getName().startsWith("__MACOSX/"))
                    .toList();
            Signatures.refuseZipped(file, entries);
            if (entries.size() != 1) {
                throw new RefusedFileException(
                        file.toString(), "is a zip file with " + entries.size() + " files in it, not one", UNZIP);
            }
            ZipEntry entry = entries.get(0);
            CheckedInputStream checked = new CheckedInputStream(zip.getInputStream(entry), new CRC32());
            InputStream unpacked = new Unpacked(file.toString(), "zip", checked) {
                @Override
                public int read(byte[] target, int offset, int length) throws IOException {
                    int read = super.read(target, offset, length);
                    // The JDK does not compare it.
                    if (read < 0 && checked.getChecksum().getValue() != entry.getCrc()) {
                        throw damaged(file.toString(), "zip", new ZipException("its checksum is wrong"));
                    }
                    return read;
                }

                @Override
                public void close() throws IOException {
                    zip.close();
                }
            };
            String name = entry.getName().substring(entry.getName().lastIndexOf('/') + 1);
            return open(file + "!" + entry.getName(), name, HeadStream.whole(unpacked, HEAD), charset);
        });
    }

    static boolean named(Path file, String... endings) {
        String name = CsvFiles.name(file).toLowerCase(Locale.ROOT);
        return Arrays.stream(endings).anyMatch(name::endsWith);
    }

    private static <T> T closingOnFailure(AutoCloseable resource, Opening<T> opening) throws IOException {
        try {
            return opening.open();
        } catch (IOException | RuntimeException e) {
            try {
                resource.close();
            } catch (Exception closing) {
                e.addSuppressed(closing);
            }
            throw e;
        }
    }

    private interface Opening<T> {
        T open() throws IOException;
    }

    /** Names the file where its compressed bytes are damaged. */
    private static class Unpacked extends FilterInputStream {
        private final String file;
        private final String kind;

        Unpacked(String file, String kind, InputStream unpacked) {
            super(unpacked);
            this.file = file;
            this.kind = kind;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            try {
                return in.read(target, offset, length);
            } catch (ZipException | EOFException e) {
                throw damaged(file, kind, e);
            }
        }
    }
}
