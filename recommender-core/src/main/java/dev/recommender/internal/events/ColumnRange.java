package dev.recommender.internal.events;

/**
 * The range of the numbers of a column, and the greatest step that divides their distances. They give the most bytes
 * that each number takes in a {@link PackedColumn}, however the numbers are spread over blocks.
 */
public final class ColumnRange {
    private long first;
    private long least = Long.MAX_VALUE;
    private long most = Long.MIN_VALUE;
    private long step;

    public void add(long value) {
        if (least > most) {
            first = value;
        }
        least = Math.min(least, value);
        most = Math.max(most, value);
        long distance = value - first;
        if (step != 1 && (step == 0 || distance % step != 0)) {
            step = Math.abs(PackedColumn.divisor(step, distance));
        }
    }

    /** Adds all numbers of another range. */
    public void add(ColumnRange other) {
        if (other.least <= other.most) {
            add(other.least);
            add(other.most);
            add(other.first);
            step = step == 0 ? other.step : PackedColumn.divisor(step, other.step);
        }
    }

    /** The most bytes that one number takes. */
    public int width() {
        return least >= most ? 0 : PackedColumn.width(most - least, Math.max(1, step));
    }
}
