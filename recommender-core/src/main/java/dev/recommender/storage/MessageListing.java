package dev.recommender.storage;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The messages of a folder, oldest first, listed page by page as far as they are asked for. For one thread. */
final class MessageListing {
    private static final int PAGE = 1000;

    private final BlobStore store;
    private final String folder;
    private final StoreClock clock;
    private List<BlobInfo> page = List.of();
    private Instant listed = Instant.MIN;
    private int at;
    private boolean isLastPage;

    /**
     * A message as it was listed.
     *
     * @param versions its blobs, ascending
     * @param readTime the local time after which they were there
     */
    record ListedMessage(List<BlobInfo> versions, Instant readTime) {
        BlobInfo newest() {
            return versions.get(versions.size() - 1);
        }

        /** Whether the first version, without which there is no message, was listed. */
        boolean isWhole() {
            return VersionChain.version(versions.get(0).key()) == 1;
        }
    }

    MessageListing(BlobStore store, String folder, StoreClock clock) {
        this.store = store;
        this.folder = folder;
        this.clock = clock;
    }

    /** The next message; empty after the last. */
    Optional<ListedMessage> next() throws IOException {
        List<BlobInfo> versions = new ArrayList<>();
        Instant readTime = listed;
        while (hasBlob()) {
            BlobInfo blob = page.get(at);
            if (VersionChain.version(blob.key()) > 0) {
                if (versions.isEmpty()) {
                    readTime = listed;
                } else if (!base(blob).equals(base(versions.get(0)))) {
                    break;
                }
                versions.add(blob);
            }
            at++;
        }
        return versions.isEmpty() ? Optional.empty() : Optional.of(new ListedMessage(versions, readTime));
    }

    private boolean hasBlob() throws IOException {
        while (at == page.size() && !isLastPage) {
            String after = page.isEmpty() ? "" : page.get(at - 1).key();
            listed = clock.local();
            page = store.list(folder + "/", after, PAGE);
            isLastPage = page.size() < PAGE;
            at = 0;
        }
        return at < page.size();
    }

    private static String base(BlobInfo blob) {
        return VersionChain.base(blob.key());
    }
}
