package dev.recommender.csv;

import dev.recommender.RefusedFileException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;

/** Tells files that are no text by how they start. */
final class Signatures {
    static final byte[] GZIP = bytes(0x1F, 0x8B);
    static final byte[] ZIP = bytes('P', 'K', 3, 4);

    private static final String CONVERT = "convert it to CSV";
    private static final String SAVE_AS_CSV = "save the sheet as CSV";
    private static final String UNPACK = "unpack it; gzip and zip can be read as they are";

    /** Control characters after signatures of letters, with which a text could start. */
    private static final int LOOK_FOR_CONTROL = 64;

    private static final List<Kind> KINDS = List.of(
            new Kind("a Parquet file", CONVERT, true, bytes("PAR1")),
            new Kind("an ORC file", CONVERT, true, bytes("ORC")),
            new Kind("an Avro file", CONVERT, false, bytes('O', 'b', 'j', 1)),
            new Kind("an Arrow file", CONVERT, true, bytes("ARROW1")),
            new Kind("a Hadoop sequence file", CONVERT, true, bytes("SEQ")),
            new Kind("an old Excel workbook", SAVE_AS_CSV, false, bytes(0xD0, 0xCF, 0x11, 0xE0)),
            new Kind("a PDF file", CONVERT, false, bytes("%PDF-")),
            new Kind("an SQLite database", "export its table as CSV", false, bytes("SQLite format 3\0")),
            new Kind("an HDF5 file", CONVERT, false, bytes(0x89, 'H', 'D', 'F')),
            new Kind("a 7z archive", UNPACK, false, bytes('7', 'z', 0xBC, 0xAF)),
            new Kind("compressed by zstd", UNPACK, false, bytes(0x28, 0xB5, 0x2F, 0xFD)),
            new Kind("compressed by bzip2", UNPACK, true, bytes("BZh")),
            new Kind("compressed by xz", UNPACK, false, bytes(0xFD, '7', 'z', 'X', 'Z')),
            new Kind("compressed by lz4", UNPACK, false, bytes(0x04, 0x22, 0x4D, 0x18)),
            new Kind("compressed by snappy", UNPACK, false, bytes(0xFF, 6, 0, 0, 's', 'N')),
            new Kind("compressed by compress", UNPACK, false, bytes(0x1F, 0x9D)),
            new Kind("compressed twice", "unpack it once", false, GZIP),
            new Kind("a zip file in another", "unpack it once", false, ZIP),
            new Kind("an empty zip file", "name a file with something in it", false, bytes('P', 'K', 5, 6)));

    private Signatures() {}

    private static final class Kind {
        private final String name;
        private final String remedy;
        private final boolean letters;
        private final byte[] signature;

        /** A kind of file; a text could start with a signature of letters, so that control characters have to follow. */
        Kind(String name, String remedy, boolean letters, byte[] signature) {
            this.name = name;
            this.remedy = remedy;
            this.letters = letters;
            this.signature = signature;
        }

        boolean fits(HeadStream stream) {
            return stream.startsWith(signature) && (!letters || hasControl(stream.head()));
        }
    }

    /** Refuses a file that is no text by its first bytes. */
    static void refuse(String path, HeadStream stream) {
        KINDS.stream().filter(kind -> kind.fits(stream)).findFirst().ifPresent(kind -> {
            boolean packed = kind.name.startsWith("compressed");
            throw new RefusedFileException(path, "is " + kind.name + (packed ? "" : ", which is no text"), kind.remedy);
        });
    }

    /** Refuses what may be UTF-16 without a mark, and anything else with NUL bytes. */
    static void refuseNul(String path, HeadStream stream) {
        byte[] head = stream.head();
        int[] count = new int[2];
        for (int at = 0; at < head.length; at++) {
            count[at & 1] += head[at] == 0 ? 1 : 0;
        }
        if (count[0] + count[1] == 0) {
            return;
        }
        if (count[0] == 0 || count[1] == 0) {
            String charset = count[0] == 0 ? "UTF-16LE" : "UTF-16BE";
            throw new RefusedFileException(
                    path,
                    "has NUL bytes as UTF-16 has, but no byte order mark",
                    "name its charset, " + charset + ", or save it as UTF-8");
        }
        throw new RefusedFileException(path, "has NUL bytes, so it is no text", CONVERT);
    }

    /** Refuses a zip file that is a spreadsheet. */
    static void refuseZipped(Path file, List<? extends ZipEntry> entries) {
        Optional<String> sign = entries.stream()
                .map(ZipEntry::getName)
                .filter(name -> name.equals("[Content_Types].xml") || name.equals("mimetype"))
                .findFirst();
        if (sign.isPresent()) {
            throw new RefusedFileException(file.toString(), "is a workbook, which is no text", SAVE_AS_CSV);
        }
    }

    /** Whether more bytes could make a signature or a byte order mark of these. */
    static boolean mayStart(byte[] head, int length) {
        return Stream.concat(
                        Stream.concat(KINDS.stream().map(kind -> kind.signature), Stream.of(GZIP, ZIP)),
                        ByteOrderMark.all().stream())
                .anyMatch(
                        signature -> length < signature.length && Arrays.equals(head, 0, length, signature, 0, length));
    }

    static byte[] bytes(int... values) {
        byte[] bytes = new byte[values.length];
        for (int at = 0; at < bytes.length; at++) {
            bytes[at] = (byte) values[at];
        }
        return bytes;
    }

    private static byte[] bytes(String letters) {
        return letters.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static boolean hasControl(byte[] head) {
        for (int at = 0; at < Math.min(head.length, LOOK_FOR_CONTROL); at++) {
            if (head[at] >= 0 && head[at] < ' ' && head[at] != '\t' && head[at] != '\n' && head[at] != '\r') {
                return true;
            }
        }
        return false;
    }
}
