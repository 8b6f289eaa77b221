package dev.recommender.storage.s3;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/**
 * The file of a download, which stays as it is until something has arrived for it. After closing it can be opened again,
 * empty. Safe for use by several threads.
 */
final class DownloadedFile implements Closeable {
    private final Path file;
    private Optional<FileChannel> channel = Optional.empty();
    private boolean touched;

    DownloadedFile(Path file) {
        this.file = file;
    }

    /** The channel to write to; the first call after the start, or after closing, creates or empties the file. */
    synchronized FileChannel opened() throws IOException {
        if (channel.isEmpty()) {
            touched = true;
            channel = Optional.of(FileChannel.open(
                    file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING));
        }
        return channel.get();
    }

    /** Whether the file may have been changed. */
    synchronized boolean isTouched() {
        return touched;
    }

    @Override
    public synchronized void close() throws IOException {
        if (channel.isPresent()) {
            channel.get().close();
            channel = Optional.empty();
        }
    }
}
