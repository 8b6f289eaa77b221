package dev.recommender.storage;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Immutable blobs {@code base+0000000001}, {@code base+0000000002} … and the last one is in force. The only way to
 * change anything is to create the next one. The store lets only one writer do that.
 *
 * <p>The separator is less than any character that can follow in a longer base. So blobs sorted by their keys are
 * sorted by base first and then by version.
 */
final class VersionChain {
    /** Characters that a version adds to its base. */
    static final int SUFFIX = 11;

    private static final int DIGITS = 10;
    private static final long MAX_VERSION = 9_999_999_999L;
    private static final int PAGE = 1000;
    private static final int ATTEMPTS = 4;

    private VersionChain() {}

    static String key(String base, long version) {
        String digits = Long.toString(version);
        if (version > MAX_VERSION) {
            throw new IllegalArgumentException(base + " has had all its versions");
        }
        return base + "+" + "0".repeat(DIGITS - digits.length()) + digits;
    }

    /**
     * A key that is greater than the keys of all versions of a base, and less than the keys of any base that sorts
     * after it.
     */
    static String afterAll(String base) {
        return key(base, MAX_VERSION);
    }

    /** The base that a blob's key names a version of. */
    static String base(String key) {
        return key.substring(0, key.length() - SUFFIX);
    }

    /** The version that a blob's key names; -1 if it names none. */
    static long version(String key) {
        int separator = key.length() - SUFFIX;
        if (separator < 1 || key.charAt(separator) != '+') {
            return -1;
        }
        long version = 0;
        for (int at = separator + 1; at < key.length(); at++) {
            int digit = key.charAt(at) - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            version = version * 10 + digit;
        }
        return version;
    }

    /** All versions of a base above a given one that are there, ascending. */
    static List<BlobInfo> list(BlobStore store, String base, long above) throws IOException {
        List<BlobInfo> versions = new ArrayList<>();
        for (String after = above == 0 ? "" : key(base, above); ; ) {
            List<BlobInfo> page = store.list(base + "+", after, PAGE);
            versions.addAll(page);
            if (page.size() < PAGE) {
                versions.removeIf(info -> version(info.key()) < 1);
                return versions;
            }
            after = page.get(PAGE - 1).key();
        }
    }

    /**
     * Creates a version, and finds out whether this is what is there even when replies were lost, by the entry's nonce.
     *
     * @return whether the version's blob was created with this entry
     * @throws IOException if that could not be found out
     */
    static boolean create(BlobStore store, String key, ChainEntry entry) throws IOException {
        BlobContent content = entry.encode();
        @Nullable IOException failure = null;
        for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
            boolean there = false;
            try {
                if (store.create(key, content)) {
                    return true;
                }
                there = true;
            } catch (IOException e) {
                failure = add(failure, e);
            }
            try {
                return ChainEntry.read(store, key).nonce().equals(entry.nonce());
            } catch (BlobNotFoundException e) {
                if (there) {
                    // It is another's, and has been removed since.
                    return false;
                }
            } catch (IOException e) {
                failure = add(failure, e);
            }
        }
        throw new IOException("it is unknown whether \"" + key + "\" was written", failure);
    }

    /** Reads a version again when it came cut short. */
    static ChainEntry read(BlobStore store, String key) throws IOException {
        for (int attempt = 1; ; attempt++) {
            try {
                return ChainEntry.read(store, key);
            } catch (BlobNotFoundException e) {
                throw e;
            } catch (IOException e) {
                if (attempt == ATTEMPTS) {
                    throw e;
                }
            }
        }
    }

    /** The first failure, with the later ones added to it. */
    private static IOException add(@Nullable IOException first, IOException failure) {
        if (first == null) {
            return failure;
        }
        if (first != failure) {
            first.addSuppressed(failure);
        }
        return first;
    }
}
