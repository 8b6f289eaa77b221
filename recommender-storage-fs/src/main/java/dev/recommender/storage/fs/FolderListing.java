package dev.recommender.storage.fs;

import dev.recommender.storage.BlobInfo;
import dev.recommender.storage.BlobKeys;
import dev.recommender.storage.BlobNames;
import dev.recommender.storage.UnreadableFileException;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/**
 * One listing of the files below a folder in the order of their keys. It enters only folders that can hold what is asked
 * for, in that order, and stops when it has enough. Links and what has no key's name are passed over. For one thread.
 */
final class FolderListing {
    private final String prefix;
    private final String after;
    private final int limit;
    private final List<BlobInfo> found = new ArrayList<>();

    /** Something in a folder: at first by its name; if it turns out to be a folder, with a slash added. */
    private record Entry(String key, Path path) {
        boolean isFolder() {
            return key.endsWith("/");
        }
    }

    private FolderListing(String prefix, String after, int limit) {
        this.prefix = prefix;
        this.after = after;
        this.limit = limit;
    }

    static List<BlobInfo> list(Path root, String prefix, String after, int limit) throws IOException {
        FolderListing listing = new FolderListing(prefix, after, limit);
        String start = prefix.substring(0, prefix.lastIndexOf('/') + 1);
        Path folder = root;
        if (!start.isEmpty()) {
            if (!BlobKeys.isValid(start.substring(0, start.length() - 1))) {
                return List.of();
            }
            for (String segment : start.split("/")) {
                folder = folder.resolve(segment);
                if (!isFolder(folder)) {
                    return List.of();
                }
            }
        }
        listing.collect(folder, start);
        return List.copyOf(listing.found);
    }

    /** Whether there is such a folder. One that may not be looked at is no answer, but a failure. */
    private static boolean isFolder(Path path) throws IOException {
        try {
            return Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                    .isDirectory();
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    /** The input files directly in a folder; none if there is no such folder. */
    static List<BlobInfo> files(Path folder, String name) throws IOException {
        List<BlobInfo> found = new ArrayList<>();
        if (!isFolder(folder)) {
            return found;
        }
        try (DirectoryStream<Path> paths = Files.newDirectoryStream(folder)) {
            for (Path path : paths) {
                String key = name + "/" + path.getFileName();
                if (Files.isRegularFile(path) && BlobNames.isInput(key)) {
                    found.add(file(path, key));
                }
            }
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
        return found;
    }

    private static BlobInfo file(Path path, String key) throws IOException {
        BasicFileAttributes attributes =
                Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        if (!attributes.isRegularFile()) {
            throw new UnreadableFileException("the file \"" + key
                    + "\" is a symbolic link, which a store does not follow; put the file itself there");
        }
        return info(key, attributes);
    }

    static BlobInfo info(String key, BasicFileAttributes attributes) {
        return new BlobInfo(
                key, attributes.size(), attributes.lastModifiedTime().toInstant());
    }

    /** Looks only at as many of a folder's entries as it takes; a folder comes when all that sorts before its blobs has. */
    private void collect(Path folder, String start) throws IOException {
        PriorityQueue<Entry> entries = entries(folder, start);
        while (!entries.isEmpty() && found.size() < limit) {
            Entry entry = entries.remove();
            if (entry.isFolder()) {
                collect(entry.path(), entry.key());
                continue;
            }
            try {
                BasicFileAttributes attributes =
                        Files.readAttributes(entry.path(), BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
                if (attributes.isDirectory()) {
                    entries.add(new Entry(entry.key() + "/", entry.path()));
                } else if (attributes.isRegularFile() && isAskedFor(entry.key())) {
                    found.add(info(entry.key(), attributes));
                }
            } catch (NoSuchFileException e) {
                // Deleted since it was listed.
            }
        }
    }

    private PriorityQueue<Entry> entries(Path folder, String start) throws IOException {
        List<Entry> entries = new ArrayList<>();
        try (DirectoryStream<Path> paths = Files.newDirectoryStream(folder)) {
            for (Path path : paths) {
                String key = start + path.getFileName();
                if (mayHold(key)) {
                    entries.add(new Entry(key, path));
                }
            }
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        } catch (NoSuchFileException | NotDirectoryException e) {
            // Its last blob has been deleted since it was listed, and it with it.
        }
        PriorityQueue<Entry> sorted =
                new PriorityQueue<>(Math.max(1, entries.size()), Comparator.comparing(Entry::key));
        sorted.addAll(entries);
        return sorted;
    }

    private boolean isAskedFor(String key) {
        return key.startsWith(prefix) && key.compareTo(after) > 0;
    }

    /** Whether a file of this key is asked for, or one in a folder of this key can be. Other programs' files may be no keys. */
    private boolean mayHold(String key) {
        String folder = key + "/";
        return (key.startsWith(prefix) || prefix.startsWith(folder))
                && (folder.compareTo(after) > 0 || after.startsWith(folder))
                && BlobKeys.isValid(key);
    }
}
