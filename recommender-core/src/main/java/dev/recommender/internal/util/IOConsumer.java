package dev.recommender.internal.util;

import java.io.IOException;

/** Does something with a value, or fails to. */
@FunctionalInterface
public interface IOConsumer<A> {
    void accept(A argument) throws IOException;
}
