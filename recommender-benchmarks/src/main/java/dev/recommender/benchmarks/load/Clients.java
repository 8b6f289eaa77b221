package dev.recommender.benchmarks.load;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Clients that ask again as soon as they are answered, each over a connection of its own. They end after a time or a number of
 * requests, whatever comes first. Immutable.
 *
 * @param count how many clients
 * @param seconds how long they ask
 * @param most how many requests each sends at most
 */
record Clients(int count, double seconds, int most) {
    private static final double NANOS = 1e9;

    /** What one client has seen. */
    private static final class Seen {
        private long[] nanos = new long[1 << 12];
        private int answered;
        private long busy;
        private final Map<String, Long> others = new HashMap<>();
        private final Map<String, Long> models = new HashMap<>();

        void add(Connection.Answer answer, long time) {
            if (answer.status() == 200) {
                if (answered == nanos.length) {
                    nanos = Arrays.copyOf(nanos, 2 * answered);
                }
                nanos[answered++] = time;
                models.merge(model(answer.text()), 1L, Long::sum);
            } else if (answer.status() == 503 && answer.saysWhenToRetry()) {
                busy++;
            } else {
                others.merge("status " + answer.status(), 1L, Long::sum);
            }
        }
    }

    /** The model that an answer names first; empty if it names none. */
    private static String model(String json) {
        String field = "{\"model\":\"";
        return json.startsWith(field) ? json.substring(field.length(), json.indexOf('"', field.length())) : "";
    }

    /**
     * Sends requests.
     *
     * @param requests are sent by turns; each client begins at another one
     */
    Tally ask(int port, List<byte[]> requests) throws IOException {
        ExecutorService threads = Executors.newFixedThreadPool(count);
        long start = System.nanoTime();
        long end = start + (long) (seconds * NANOS);
        try {
            List<Future<Seen>> running = new ArrayList<>();
            for (int client = 0; client < count; client++) {
                int first = (int) ((long) requests.size() * client / count);
                running.add(threads.submit(() -> one(port, requests, first, end)));
            }
            return total(running, start);
        } finally {
            threads.shutdownNow();
        }
    }

    private Seen one(int port, List<byte[]> requests, int first, long end) throws IOException {
        Seen seen = new Seen();
        try (Connection connection = new Connection(port)) {
            for (int sent = 0; sent < most && System.nanoTime() < end; sent++) {
                byte[] request = requests.get((first + sent) % requests.size());
                long begun = System.nanoTime();
                seen.add(connection.ask(request), System.nanoTime() - begun);
            }
        } catch (IOException e) {
            // What a client would see as a failure; the others go on.
            seen.others.merge(String.valueOf(e.getMessage()), 1L, Long::sum);
        }
        return seen;
    }

    private static Tally total(List<Future<Seen>> running, long start) throws IOException {
        long busy = 0;
        int answered = 0;
        List<long[]> nanos = new ArrayList<>();
        Map<String, Long> others = new HashMap<>();
        Map<String, Long> models = new HashMap<>();
        for (Future<Seen> one : running) {
            Seen seen = get(one);
            nanos.add(Arrays.copyOf(seen.nanos, seen.answered));
            answered += seen.answered;
            busy += seen.busy;
            seen.others.forEach((what, count) -> others.merge(what, count, Long::sum));
            seen.models.forEach((model, count) -> models.merge(model, count, Long::sum));
        }
        double took = (System.nanoTime() - start) / NANOS;
        long[] all = new long[answered];
        int at = 0;
        for (long[] some : nanos) {
            System.arraycopy(some, 0, all, at, some.length);
            at += some.length;
        }
        return Tally.of(all, busy, others, models, took);
    }

    private static Seen get(Future<Seen> one) throws IOException {
        try {
            return one.get();
        } catch (ExecutionException e) {
            throw new IOException("a client failed: " + e.getCause(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while clients ask", e);
        }
    }
}
