package dev.recommender.csv;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PushbackInputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/** Finds and opens the files of a source. */
final class CsvFiles {
    private static final int BUFFER = 1 << 16;
    private static final byte[] UTF_8_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};
    private static final byte[] BIG_ENDIAN_MARK = {(byte) 0xFE, (byte) 0xFF};
    private static final byte[] LITTLE_ENDIAN_MARK = {(byte) 0xFF, (byte) 0xFE};
    private static final int MARK = UTF_8_MARK.length;

    private CsvFiles() {}

    /** The files themselves, and the visible files directly in the folders, by name; each folder has some. */
    static List<Path> expand(List<Path> paths) throws IOException {
        List<Path> files = new ArrayList<>();
        for (Path path : paths) {
            if (Files.isDirectory(path)) {
                int before = files.size();
                try (Stream<Path> children = Files.list(path)) {
                    children.filter(Files::isRegularFile)
                            .filter(child ->
                                    !name(child).startsWith(".") && !name(child).startsWith("_"))
                            .sorted()
                            .forEach(files::add);
                }
                if (files.size() == before) {
                    throw new NoSuchFileException(
                            path.toString(),
                            null,
                            "no such files: the folder holds none, and folders in it are not read");
                }
            } else if (Files.exists(path)) {
                files.add(path);
            } else {
                throw new NoSuchFileException(path.toString(), null, "no such file or folder");
            }
        }
        return files;
    }

    /** A file's text as UTF-8, which it is unless a byte order mark says UTF-16; ungzipped if its name ends in {@code .gz}. */
    static InputStream open(Path file) throws IOException {
        return open(file, Files.newInputStream(file));
    }

    /** The same of a file whose bytes, or the first of them, are given; they are closed if they cannot be read. */
    static InputStream open(Path file, InputStream stream) throws IOException {
        try {
            InputStream plain = gzipped(file) ? new GZIPInputStream(stream, BUFFER) : stream;
            PushbackInputStream text = new PushbackInputStream(plain, MARK);
            byte[] head = text.readNBytes(MARK);
            int mark = startsWith(head, UTF_8_MARK) ? MARK : utf16(head) ? 2 : 0;
            text.unread(head, mark, head.length - mark);
            if (!utf16(head)) {
                return text;
            }
            Charset charset = startsWith(head, BIG_ENDIAN_MARK) ? StandardCharsets.UTF_16BE : StandardCharsets.UTF_16LE;
            return new Transcoded(new InputStreamReader(text, charset));
        } catch (ZipException | EOFException e) {
            stream.close();
            throw damaged(file, e);
        } catch (IOException e) {
            stream.close();
            throw e;
        }
    }

    static boolean gzipped(Path file) {
        return name(file).toLowerCase(Locale.ROOT).endsWith(".gz");
    }

    /** Whether a file that starts so is UTF-16. */
    static boolean utf16(byte[] head) {
        return startsWith(head, BIG_ENDIAN_MARK) || startsWith(head, LITTLE_ENDIAN_MARK);
    }

    /** The exception for a file that cannot be ungzipped. */
    static IOException damaged(Path file, IOException cause) {
        return new IOException(file + " is not a whole gzip file: " + cause.getMessage(), cause);
    }

    private static boolean startsWith(byte[] head, byte[] mark) {
        return head.length >= mark.length && Arrays.equals(head, 0, mark.length, mark, 0, mark.length);
    }

    static String name(Path file) {
        Path name = file.getFileName();
        return name == null ? file.toString() : name.toString();
    }
}
