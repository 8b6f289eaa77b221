package dev.recommender.cli;

import java.util.concurrent.CountDownLatch;

/**
 * Lets a command end well where the JVM is asked to end, as by Ctrl-C: it is told so, and the JVM waits until it is done.
 */
final class Interruption {
    private final CountDownLatch done = new CountDownLatch(1);
    private final Thread hook;
    private volatile boolean ending;

    private Interruption(Runnable asked) {
        this.hook = new Thread(
                () -> {
                    ending = true;
                    asked.run();
                    awaitDone();
                },
                "interruption");
    }

    /**
     * From now on until {@link #done}, the end of the JVM waits.
     *
     * @param asked is called, once at most, when the JVM is asked to end
     */
    static Interruption listen(Runnable asked) {
        Interruption interruption = new Interruption(asked);
        Runtime.getRuntime().addShutdownHook(interruption.hook);
        return interruption;
    }

    /** Whether the JVM was asked to end: then it says nothing more once this is done. */
    boolean isEnding() {
        return ending;
    }

    private void awaitDone() {
        try {
            done.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Lets the JVM end. */
    void done() {
        done.countDown();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The JVM is ending, and no longer waits for this.
        }
    }
}
