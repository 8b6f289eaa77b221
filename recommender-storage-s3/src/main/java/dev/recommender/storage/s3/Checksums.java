package dev.recommender.storage.s3;

import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.zip.CRC32C;

/** CRC-32C, kept with each object to check what is read, and MD5, which the store checks on arrival. */
final class Checksums {
    private static final int BUFFER = 1 << 16;

    private Checksums() {}

    /** The CRC-32C of some bytes as eight hexadecimal digits. */
    static String crc32c(byte[] bytes) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, 0, bytes.length);
        return hex(crc);
    }

    /** The CRC-32C of all that a stream gives as eight hexadecimal digits. */
    static String crc32c(InputStream stream) throws IOException {
        CRC32C crc = new CRC32C();
        byte[] buffer = new byte[BUFFER];
        for (int count = stream.read(buffer); count >= 0; count = stream.read(buffer)) {
            crc.update(buffer, 0, count);
        }
        return hex(crc);
    }

    static String hex(CRC32C crc) {
        return String.format("%08x", crc.getValue());
    }

    /** The MD5 of the first bytes of an array, as the header has it. */
    static String md5(byte[] bytes, int length) {
        MessageDigest md5 = newMd5();
        md5.update(bytes, 0, length);
        return base64(md5);
    }

    static String base64(MessageDigest digest) {
        return Base64.getEncoder().encodeToString(digest.digest());
    }

    static MessageDigest newMd5() {
        try {
            return MessageDigest.getInstance("MD5");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this JVM has no MD5", e);
        }
    }
}
