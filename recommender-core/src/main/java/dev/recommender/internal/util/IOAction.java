package dev.recommender.internal.util;

import java.io.IOException;

/** Does something, or fails to. */
@FunctionalInterface
public interface IOAction {
    void run() throws IOException;
}
