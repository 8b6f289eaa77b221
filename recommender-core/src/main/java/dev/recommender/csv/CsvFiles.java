package dev.recommender.csv;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.PushbackInputStream;
import java.io.Reader;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/** Finds and opens the files of a source. */
final class CsvFiles {
    private static final int BUFFER = 1 << 16;
    private static final int MARK = 3;

    private CsvFiles() {}

    /** The files themselves, and the visible files directly in the folders, by name. */
    static List<Path> expand(List<Path> paths) throws IOException {
        List<Path> files = new ArrayList<>();
        for (Path path : paths) {
            if (Files.isDirectory(path)) {
                try (Stream<Path> children = Files.list(path)) {
                    children.filter(Files::isRegularFile)
                            .filter(child -> !name(child).startsWith("."))
                            .sorted()
                            .forEach(files::add);
                }
            } else if (Files.exists(path)) {
                files.add(path);
            } else {
                throw new NoSuchFileException(path.toString(), null, "no such file or folder");
            }
        }
        return files;
    }

    /** A file's text, ungzipped if its name ends in {@code .gz}: UTF-8, or UTF-16 if a byte order mark says so. */
    static Reader open(Path file) throws IOException {
        InputStream stream = Files.newInputStream(file);
        try {
            if (name(file).toLowerCase(Locale.ROOT).endsWith(".gz")) {
                stream = new GZIPInputStream(stream, BUFFER);
            }
            PushbackInputStream text = new PushbackInputStream(new BufferedInputStream(stream, BUFFER), MARK);
            byte[] head = text.readNBytes(MARK);
            boolean marked8 = startsWith(head, 0xEF, 0xBB, 0xBF);
            boolean bigEndian = startsWith(head, 0xFE, 0xFF);
            boolean marked16 = bigEndian || startsWith(head, 0xFF, 0xFE);
            int mark = marked8 ? MARK : marked16 ? 2 : 0;
            text.unread(head, mark, head.length - mark);
            Charset utf16 = bigEndian ? StandardCharsets.UTF_16BE : StandardCharsets.UTF_16LE;
            return new InputStreamReader(text, marked16 ? utf16 : StandardCharsets.UTF_8);
        } catch (ZipException | EOFException e) {
            stream.close();
            throw damaged(file, e);
        } catch (IOException e) {
            stream.close();
            throw e;
        }
    }

    /** The exception for a file that cannot be ungzipped. */
    static IOException damaged(Path file, IOException cause) {
        return new IOException(file + " is not a whole gzip file: " + cause.getMessage(), cause);
    }

    private static boolean startsWith(byte[] head, int... mark) {
        for (int at = 0; at < mark.length; at++) {
            if (at >= head.length || (head[at] & 0xFF) != mark[at]) {
                return false;
            }
        }
        return true;
    }

    static String name(Path file) {
        Path name = file.getFileName();
        return name == null ? file.toString() : name.toString();
    }
}
