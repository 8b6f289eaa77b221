package dev.recommender.benchmarks.sidebyside;

import dev.recommender.Query;
import dev.recommender.Recommendation;
import dev.recommender.Recommendations;
import dev.recommender.Recommender;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.BiConsumer;

/**
 * The vectors that Spark learnt, as a recommender for the users whom it learnt them of: the items with the largest inner
 * products, without those that the user has taken. Immutable.
 */
final class SparkVectors implements Recommender {
    private final NumberedEvents events;
    private final float[][] users;
    private final float[][] items;

    private SparkVectors(NumberedEvents events, float[][] users, float[][] items) {
        this.events = events;
        this.users = users;
        this.items = items;
    }

    /** Reads what the program wrote of these events. */
    static SparkVectors read(Path file, NumberedEvents events) throws IOException {
        try (DataInputStream in = new DataInputStream(new BufferedInputStream(Files.newInputStream(file)))) {
            return new SparkVectors(
                    events,
                    side(in, events.users().size()),
                    side(in, events.items().size()));
        }
    }

    /** The vectors by number; empty ones of numbers that are missing. */
    private static float[][] side(DataInputStream in, int count) throws IOException {
        float[][] vectors = new float[count][0];
        int written = in.readInt();
        int size = in.readInt();
        for (int row = 0; row < written; row++) {
            float[] vector = new float[size];
            int number = in.readInt();
            for (int at = 0; at < size; at++) {
                vector[at] = in.readFloat();
            }
            vectors[number] = vector;
        }
        return vectors;
    }

    @Override
    public Recommendations recommend(Query query) {
        String id = query.user().orElseThrow();
        Integer user = events.users().get(id);
        if (user == null) {
            return Recommendations.of(List.of(), Optional.of(id), List.of());
        }
        List<Recommendation> best = new ArrayList<>();
        events.items().forEach((item, number) -> {
            if (!events.took(user, number)) {
                best.add(new Recommendation(item, product(users[user], items[number]), Recommendation.Source.MODEL));
            }
        });
        best.sort(Comparator.comparingDouble(Recommendation::score).reversed().thenComparing(Recommendation::item));
        return Recommendations.of(best.subList(0, Math.min(query.count(), best.size())), Optional.empty(), List.of());
    }

    private static double product(float[] left, float[] right) {
        double sum = 0;
        for (int at = 0; at < Math.min(left.length, right.length); at++) {
            sum += (double) left[at] * right[at];
        }
        return sum;
    }

    @Override
    public OptionalDouble predict(String user, String item) {
        Integer row = events.users().get(user);
        Integer column = events.items().get(item);
        return row == null || column == null
                ? OptionalDouble.empty()
                : OptionalDouble.of(product(users[row], items[column]));
    }

    @Override
    public long recommendAll(Iterator<String> ids, Query query, BiConsumer<String, Recommendations> sink) {
        long answered = 0;
        for (; ids.hasNext(); answered++) {
            String id = ids.next();
            sink.accept(id, recommend(query.forUser(id)));
        }
        return answered;
    }
}
