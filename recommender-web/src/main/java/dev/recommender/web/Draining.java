package dev.recommender.web;

/** Whether the server is about to stop. Shared between threads. */
final class Draining {
    private volatile boolean begun;

    void begin() {
        begun = true;
    }

    boolean hasBegun() {
        return begun;
    }
}
