package dev.recommender.internal.worker;

import dev.recommender.TrainingCancelledException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** Hears from a training what it does, and tells it when to give up. Safe for use by several threads. */
interface TrainingWatch {
    /** One that nobody hears from, and that never gives up. */
    TrainingWatch NONE = new TrainingWatch() {
        @Override
        public void step(String what) {}

        @Override
        public boolean cancelled() {
            return false;
        }
    };

    /** Tells what the training does now; returns at once. */
    void step(String what);

    /** Whether to give up; returns at once. */
    boolean cancelled();

    /** Throws if the training is to be given up. */
    default void check() {
        if (cancelled()) {
            throw new TrainingCancelledException();
        }
    }

    /** Waits, or throws as soon as the training is to be given up or the calling thread is interrupted. */
    default void pause(Duration time) {
        long end = System.nanoTime() + time.toNanos();
        for (long left = time.toNanos(); left > 0; left = end - System.nanoTime()) {
            check();
            try {
                TimeUnit.NANOSECONDS.sleep(Math.min(left, TimeUnit.MILLISECONDS.toNanos(50)));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new TrainingCancelledException();
            }
        }
    }

    /** A stream that ends with a {@link TrainingCancelledException} when the training is to be given up. */
    default InputStream watched(InputStream stream) {
        return new FilterInputStream(stream) {
            @Override
            public int read() throws IOException {
                check();
                return super.read();
            }

            @Override
            public int read(byte[] bytes, int from, int length) throws IOException {
                check();
                return super.read(bytes, from, length);
            }
        };
    }
}
