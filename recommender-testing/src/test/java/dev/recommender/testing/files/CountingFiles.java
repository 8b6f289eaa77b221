package dev.recommender.testing.files;

import java.io.IOException;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.AccessMode;
import java.nio.file.CopyOption;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileStore;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.StandardOpenOption;
import java.nio.file.WatchService;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileAttributeView;
import java.nio.file.attribute.UserPrincipalLookupService;
import java.nio.file.spi.FileSystemProvider;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.StreamSupport;

/**
 * The default file system, seen through paths that count how often each file is opened to be read and to be written, by its
 * name. Shared between threads.
 */
public final class CountingFiles extends FileSystemProvider {
    private final Map<String, Integer> reads = new ConcurrentHashMap<>();
    private final Map<String, Integer> writes = new ConcurrentHashMap<>();
    private volatile boolean listingsBreakOff;
    private final FileSystem system = new CountingSystem(this);

    /** The same path, through which every opening is counted. */
    public Path path(Path path) {
        return new CountedPath(this, path);
    }

    /** Lets all listings of folders break off from now on, as those of a failing disk do, or none any more. */
    public void listingsBreakOff(boolean breakOff) {
        listingsBreakOff = breakOff;
    }

    /** How often each file was opened to be read, by its name. */
    public Map<String, Integer> reads() {
        return new TreeMap<>(reads);
    }

    /** How often each file was opened to be written, by its name. */
    public Map<String, Integer> writes() {
        return new TreeMap<>(writes);
    }

    /** Counts from zero again. */
    public void reset() {
        reads.clear();
        writes.clear();
    }

    private void count(Path path, Set<? extends OpenOption> options) {
        boolean writing = options.contains(StandardOpenOption.WRITE) || options.contains(StandardOpenOption.APPEND);
        if (Files.isDirectory(inner(path))) {
            return;
        }
        (writing ? writes : reads).merge(path.getFileName().toString(), 1, Integer::sum);
    }

    private static Path inner(Path path) {
        return ((CountedPath) path).inner();
    }

    private static FileSystemProvider provider(Path path) {
        return inner(path).getFileSystem().provider();
    }

    @Override
    public SeekableByteChannel newByteChannel(
            Path path, Set<? extends OpenOption> options, FileAttribute<?>... attributes) throws IOException {
        count(path, options);
        return provider(path).newByteChannel(inner(path), options, attributes);
    }

    @Override
    public FileChannel newFileChannel(Path path, Set<? extends OpenOption> options, FileAttribute<?>... attributes)
            throws IOException {
        count(path, options);
        return provider(path).newFileChannel(inner(path), options, attributes);
    }

    @Override
    public DirectoryStream<Path> newDirectoryStream(Path folder, DirectoryStream.Filter<? super Path> filter)
            throws IOException {
        DirectoryStream<Path> stream =
                provider(folder).newDirectoryStream(inner(folder), entry -> filter.accept(path(entry)));
        return new DirectoryStream<>() {
            @Override
            public Iterator<Path> iterator() {
                if (listingsBreakOff) {
                    throw new DirectoryIteratorException(new IOException("injected: the listing broke off"));
                }
                return StreamSupport.stream(stream.spliterator(), false)
                        .map(CountingFiles.this::path)
                        .iterator();
            }

            @Override
            public void close() throws IOException {
                stream.close();
            }
        };
    }

    @Override
    public String getScheme() {
        return "counting";
    }

    @Override
    public FileSystem newFileSystem(URI uri, Map<String, ?> environment) {
        throw new UnsupportedOperationException();
    }

    @Override
    public FileSystem getFileSystem(URI uri) {
        return system;
    }

    @Override
    public Path getPath(URI uri) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void createDirectory(Path folder, FileAttribute<?>... attributes) throws IOException {
        provider(folder).createDirectory(inner(folder), attributes);
    }

    @Override
    public void delete(Path path) throws IOException {
        provider(path).delete(inner(path));
    }

    @Override
    public void copy(Path source, Path target, CopyOption... options) throws IOException {
        count(source, Set.of());
        provider(source).copy(inner(source), inner(target), options);
    }

    @Override
    public void move(Path source, Path target, CopyOption... options) throws IOException {
        provider(source).move(inner(source), inner(target), options);
    }

    @Override
    public boolean isSameFile(Path path, Path other) throws IOException {
        return provider(path).isSameFile(inner(path), inner(other));
    }

    @Override
    public boolean isHidden(Path path) throws IOException {
        return provider(path).isHidden(inner(path));
    }

    @Override
    public FileStore getFileStore(Path path) throws IOException {
        return provider(path).getFileStore(inner(path));
    }

    @Override
    public void checkAccess(Path path, AccessMode... modes) throws IOException {
        provider(path).checkAccess(inner(path), modes);
    }

    @Override
    public <V extends FileAttributeView> V getFileAttributeView(Path path, Class<V> type, LinkOption... options) {
        return provider(path).getFileAttributeView(inner(path), type, options);
    }

    @Override
    public <A extends BasicFileAttributes> A readAttributes(Path path, Class<A> type, LinkOption... options)
            throws IOException {
        return provider(path).readAttributes(inner(path), type, options);
    }

    @Override
    public Map<String, Object> readAttributes(Path path, String attributes, LinkOption... options) throws IOException {
        return provider(path).readAttributes(inner(path), attributes, options);
    }

    @Override
    public void setAttribute(Path path, String attribute, Object value, LinkOption... options) throws IOException {
        provider(path).setAttribute(inner(path), attribute, value, options);
    }

    FileSystem system() {
        return system;
    }

    /** The default file system with counting paths. */
    private static final class CountingSystem extends FileSystem {
        private final CountingFiles files;
        private final FileSystem inner = FileSystems.getDefault();

        CountingSystem(CountingFiles files) {
            this.files = files;
        }

        @Override
        public FileSystemProvider provider() {
            return files;
        }

        @Override
        public void close() {
            throw new UnsupportedOperationException();
        }

        @Override
        public boolean isOpen() {
            return true;
        }

        @Override
        public boolean isReadOnly() {
            return false;
        }

        @Override
        public String getSeparator() {
            return inner.getSeparator();
        }

        @Override
        public Iterable<Path> getRootDirectories() {
            return () -> StreamSupport.stream(inner.getRootDirectories().spliterator(), false)
                    .map(files::path)
                    .iterator();
        }

        @Override
        public Iterable<FileStore> getFileStores() {
            return inner.getFileStores();
        }

        @Override
        public Set<String> supportedFileAttributeViews() {
            return inner.supportedFileAttributeViews();
        }

        @Override
        public Path getPath(String first, String... more) {
            return files.path(inner.getPath(first, more));
        }

        @Override
        public PathMatcher getPathMatcher(String pattern) {
            PathMatcher matcher = inner.getPathMatcher(pattern);
            return path -> matcher.matches(inner(path));
        }

        @Override
        public UserPrincipalLookupService getUserPrincipalLookupService() {
            return inner.getUserPrincipalLookupService();
        }

        @Override
        public WatchService newWatchService() throws IOException {
            return inner.newWatchService();
        }
    }
}
