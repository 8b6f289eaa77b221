package dev.recommender.storage.s3;

import java.util.Optional;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.services.s3.model.DeleteObjectRequest;

/**
 * Gives deletions an empty body. When a connection breaks before the answer, the JDK's HTTP client sends a request
 * again unless it has a body of known length. That would delete what another process has written in the meantime.
 */
final class UnrepeatedDeletes implements ExecutionInterceptor {
    @Override
    public Optional<RequestBody> modifyHttpContent(Context.ModifyHttpRequest context, ExecutionAttributes attributes) {
        return isDeletion(context) ? Optional.of(RequestBody.empty()) : context.requestBody();
    }

    @Override
    public SdkHttpRequest modifyHttpRequest(Context.ModifyHttpRequest context, ExecutionAttributes attributes) {
        if (!isDeletion(context)) {
            return context.httpRequest();
        }
        return context.httpRequest()
                .copy(request ->
                        request.putHeader("Content-Length", "0").putHeader("Content-Type", Bucket.CONTENT_TYPE));
    }

    private static boolean isDeletion(Context.ModifyHttpRequest context) {
        return context.request() instanceof DeleteObjectRequest;
    }
}
