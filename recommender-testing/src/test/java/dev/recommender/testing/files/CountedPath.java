package dev.recommender.testing.files;

import java.io.IOException;
import java.net.URI;
import java.nio.file.FileSystem;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.WatchEvent;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import org.jspecify.annotations.Nullable;

/** A path of the default file system whose file is opened by {@link CountingFiles}. */
record CountedPath(CountingFiles files, Path inner) implements Path {
    private @Nullable Path counted(@Nullable Path path) {
        return path == null ? null : files.path(path);
    }

    private static Path plain(Path path) {
        return path instanceof CountedPath counted ? counted.inner : path;
    }

    @Override
    public FileSystem getFileSystem() {
        return files.system();
    }

    @Override
    public boolean isAbsolute() {
        return inner.isAbsolute();
    }

    @Override
    public @Nullable Path getRoot() {
        return counted(inner.getRoot());
    }

    @Override
    public @Nullable Path getFileName() {
        return counted(inner.getFileName());
    }

    @Override
    public @Nullable Path getParent() {
        return counted(inner.getParent());
    }

    @Override
    public int getNameCount() {
        return inner.getNameCount();
    }

    @Override
    public Path getName(int index) {
        return files.path(inner.getName(index));
    }

    @Override
    public Path subpath(int from, int to) {
        return files.path(inner.subpath(from, to));
    }

    @Override
    public boolean startsWith(Path other) {
        return inner.startsWith(plain(other));
    }

    @Override
    public boolean endsWith(Path other) {
        return inner.endsWith(plain(other));
    }

    @Override
    public Path normalize() {
        return files.path(inner.normalize());
    }

    @Override
    public Path resolve(Path other) {
        return files.path(inner.resolve(plain(other)));
    }

    @Override
    public Path relativize(Path other) {
        return files.path(inner.relativize(plain(other)));
    }

    @Override
    public URI toUri() {
        return inner.toUri();
    }

    @Override
    public Path toAbsolutePath() {
        return files.path(inner.toAbsolutePath());
    }

    @Override
    public Path toRealPath(LinkOption... options) throws IOException {
        return files.path(inner.toRealPath(options));
    }

    @Override
    public WatchKey register(WatchService watcher, WatchEvent.Kind<?>[] events, WatchEvent.Modifier... modifiers)
            throws IOException {
        return inner.register(watcher, events, modifiers);
    }

    @Override
    public int compareTo(Path other) {
        return inner.compareTo(plain(other));
    }

    @Override
    public String toString() {
        return inner.toString();
    }
}
