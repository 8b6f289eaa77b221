package dev.recommender.benchmarks.data;

import java.util.Arrays;
import java.util.Locale;

/**
 * The numbers that the cost of a training depends on. They count distinct pairs as long as no pair repeats, as in
 * generated events.
 *
 * @param events how many
 * @param users distinct users
 * @param items distinct items
 * @param squares the sum, over all users, of the squared number of events. It counts the pairs of items that meet, in
 *     both orders and with themselves
 * @param mean events per user
 * @param median events per user
 * @param p99 events that 99 % of the users do not exceed
 */
public record EventCounts(long events, int users, int items, double squares, double mean, int median, int p99) {
    /** Counts. */
    public static EventCounts of(SyntheticEvents events) {
        int[] lengths = histogram(events.user());
        Arrays.sort(lengths);
        double squares = 0;
        for (int length : lengths) {
            squares += (double) length * length;
        }
        return new EventCounts(
                events.size(),
                lengths.length,
                histogram(events.item()).length,
                squares,
                lengths.length == 0 ? 0 : (double) events.size() / lengths.length,
                quantile(lengths, 50),
                quantile(lengths, 99));
    }

    /** How often each number occurs that does occur. */
    private static int[] histogram(int[] numbers) {
        int[] counts = new int[Arrays.stream(numbers).max().orElse(-1) + 1];
        for (int number : numbers) {
            counts[number]++;
        }
        return Arrays.stream(counts).filter(count -> count > 0).toArray();
    }

    private static int quantile(int[] sorted, int percent) {
        return sorted.length == 0 ? 0 : sorted[(int) ((long) sorted.length * percent / 100)];
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "%,d events, %,d users, %,d items, sum of squared histories %.3e; history mean %.1f, median %,d, p99 %,d",
                events,
                users,
                items,
                squares,
                mean,
                median,
                p99);
    }
}
