package dev.recommender.spi;

import dev.recommender.internal.util.Arguments;

/**
 * What a training may take of its machine. Has no influence on the model.
 *
 * @param threads how many threads; at least 1
 * @param memoryBudget how much heap, in bytes; at least 1
 */
public record TrainingResources(int threads, long memoryBudget) {
    public TrainingResources {
        Arguments.requireAtLeast("threads", threads, 1);
        Arguments.requireAtLeast("memoryBudget", memoryBudget, 1);
    }

    /** All processors, and three quarters of the JVM's largest heap. */
    public static TrainingResources ofThisMachine() {
        return new TrainingResources(
                Runtime.getRuntime().availableProcessors(), Runtime.getRuntime().maxMemory() / 4 * 3);
    }

    /** These resources with another number of threads. */
    public TrainingResources threads(int count) {
        return new TrainingResources(count, memoryBudget);
    }

    /** These resources with another amount of heap, in bytes. */
    public TrainingResources memoryBudget(long bytes) {
        return new TrainingResources(threads, bytes);
    }
}
