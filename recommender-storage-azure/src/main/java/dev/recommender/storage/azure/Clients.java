package dev.recommender.storage.azure;

import com.azure.core.http.policy.FixedDelayOptions;
import com.azure.core.http.policy.RetryOptions;
import com.azure.data.tables.TableClient;
import com.azure.data.tables.TableClientBuilder;
import com.azure.storage.blob.BlobContainerClient;
import com.azure.storage.blob.BlobContainerClientBuilder;
import com.azure.storage.common.policy.RequestRetryOptions;
import com.azure.storage.common.policy.RetryPolicyType;
import com.azure.storage.queue.QueueClient;
import com.azure.storage.queue.QueueClientBuilder;
import com.azure.storage.queue.QueueMessageEncoding;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The SDK's clients, which try once: {@link dev.recommender.storage.Attempts} repeats requests instead, because it knows
 * which of them may be repeated.
 */
final class Clients {
    private static final @Nullable RetryOptions NONE = null;

    private Clients() {}

    static BlobContainerClient build(BlobContainerClientBuilder builder) {
        return builder.retryOptions(NONE).retryOptions(once()).buildClient();
    }

    static QueueClient build(QueueClientBuilder builder) {
        return builder.retryOptions(NONE)
                .retryOptions(once())
                .messageEncoding(QueueMessageEncoding.NONE)
                .buildClient();
    }

    static TableClient build(TableClientBuilder builder) {
        return builder.retryPolicy(null)
                .retryOptions(new RetryOptions(new FixedDelayOptions(0, Duration.ofMillis(1))))
                .buildClient();
    }

    private static RequestRetryOptions once() {
        return new RequestRetryOptions(RetryPolicyType.FIXED, 1, (Duration) null, null, null, null);
    }
}
