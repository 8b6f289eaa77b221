package dev.recommender.storage.azure;

import com.azure.core.http.rest.PagedResponse;
import com.azure.storage.blob.BlobContainerClient;
import com.azure.storage.blob.models.BlobItem;
import com.azure.storage.blob.models.ListBlobsOptions;
import dev.recommender.storage.Attempts;
import java.io.IOException;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The listing of a container from a name on, page by page, each page by a request that is repeated on its own. */
final class BlobPages {
    private final BlobContainerClient container;
    private final Attempts attempts;
    private final String what;
    private final String prefix;
    private final String from;
    private @Nullable String token;
    private boolean ended;

    /**
     * Begins a listing of the blobs whose names start with a prefix.
     *
     * @param what what is attempted, to follow "cannot " in messages
     * @param from where to begin, the prefix or a name that starts with it. A service that cannot begins at the prefix
     */
    BlobPages(BlobContainerClient container, Attempts attempts, String what, String prefix, String from) {
        this.container = container;
        this.attempts = attempts;
        this.what = what;
        this.prefix = prefix;
        this.from = from;
    }

    boolean hasNext() {
        return !ended;
    }

    /** The next page, which may be empty even if more pages follow. */
    List<BlobItem> next(int size) throws IOException {
        ListBlobsOptions options = new ListBlobsOptions().setPrefix(prefix).setMaxResultsPerPage(size);
        if (!from.equals(prefix)) {
            options.setStartFrom(from);
        }
        PagedResponse<BlobItem> page = attempts.atLeastOnce(what, () -> {
            Iterator<PagedResponse<BlobItem>> pages = container
                    .listBlobs(options, token, attempts.timeout())
                    .iterableByPage()
                    .iterator();
            return pages.next();
        });
        token = page.getContinuationToken();
        ended = token == null || token.isEmpty();
        return page.getValue();
    }
}
