package dev.recommender.internal.tasks;

import dev.recommender.Recommendations;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.BiConsumer;
import java.util.function.Function;

/**
 * Answers for many users on all processors. Users are taken in small groups, and a few groups per thread are in
 * progress at any time. Their answers are handed on in order. So memory does not depend on the number of users.
 */
public final class Batch {
    private static final int GROUP = 32;
    private static final int GROUPS_PER_THREAD = 4;

    private Batch() {}

    public static long run(
            Iterator<String> users,
            Function<String, Recommendations> answer,
            BiConsumer<String, Recommendations> sink) {
        int threads = Runtime.getRuntime().availableProcessors();
        ExecutorService executor = Executors.newFixedThreadPool(threads, task -> {
            Thread thread = new Thread(task, "recommender-batch");
            thread.setDaemon(true);
            return thread;
        });
        long answered = 0;
        Deque<Future<List<Answer>>> underWay = new ArrayDeque<>();
        try {
            while (users.hasNext() || !underWay.isEmpty()) {
                while (users.hasNext() && underWay.size() < threads * GROUPS_PER_THREAD) {
                    List<String> group = next(users);
                    underWay.add(executor.submit(() -> group.stream()
                            .map(user -> new Answer(user, answer.apply(user)))
                            .toList()));
                }
                for (Answer ready : await(underWay.remove())) {
                    sink.accept(ready.user, ready.recommendations);
                    answered++;
                }
            }
            return answered;
        } finally {
            underWay.forEach(group -> group.cancel(true));
            executor.shutdownNow();
        }
    }

    private static List<String> next(Iterator<String> users) {
        List<String> group = new ArrayList<>(GROUP);
        while (group.size() < GROUP && users.hasNext()) {
            group.add(users.next());
        }
        return group;
    }

    private static List<Answer> await(Future<List<Answer>> group) {
        try {
            return group.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while recommending for many users", e);
        } catch (ExecutionException e) {
            Throwable cause = Objects.requireNonNull(e.getCause());
            if (cause instanceof Error error) {
                throw error;
            }
            throw cause instanceof RuntimeException unchecked ? unchecked : new IllegalStateException(cause);
        }
    }

    private record Answer(String user, Recommendations recommendations) {}
}
