package dev.recommender.storage.azure;

import com.azure.core.http.rest.PagedResponse;
import com.azure.storage.blob.BlobContainerClient;
import com.azure.storage.blob.models.BlobItem;
import com.azure.storage.blob.models.ListBlobsOptions;
import java.io.IOException;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The listing of a container from a name on, page by page, each page by a request that is repeated by itself. */
final class BlobPages {
    private final BlobContainerClient container;
    private final Calls calls;
    private final String prefix;
    private final String from;
    private @Nullable String token;
    private boolean ended;

    /**
     * Begins a listing of the blobs whose names start with a prefix.
     *
     * @param from where to begin, the prefix or a name that starts with it. A service that does not know how to begins at
     *     the prefix
     */
    BlobPages(BlobContainerClient container, Calls calls, String prefix, String from) {
        this.container = container;
        this.calls = calls;
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
        PagedResponse<BlobItem> page =
                calls.run("list container \"" + container.getBlobContainerName() + "\"", again -> {
                    Iterator<PagedResponse<BlobItem>> pages = container
                            .listBlobs(options, token, calls.timeout())
                            .iterableByPage()
                            .iterator();
                    return pages.next();
                });
        token = page.getContinuationToken();
        ended = token == null || token.isEmpty();
        return page.getValue();
    }
}
