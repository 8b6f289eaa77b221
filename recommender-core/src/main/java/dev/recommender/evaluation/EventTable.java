package dev.recommender.evaluation;

import dev.recommender.EventType;
import dev.recommender.RecommenderException;
import dev.recommender.UsageEvents;
import dev.recommender.internal.rows.IdTable;
import dev.recommender.internal.util.IntSort;
import java.io.IOException;
import java.util.Arrays;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/** Grows the columns of {@link Events} while sources are read. */
final class EventTable {
    private static final int MAX_EVENTS = Integer.MAX_VALUE - 64;

    private final Predicate<String> known;
    private final IdTable users = new IdTable();
    private final IdTable items = new IdTable();
    private int[] user = new int[1024];
    private int[] item = new int[1024];
    private long[] time = new long[1024];
    private double[] weight = new double[1024];
    private EventType[] type = new EventType[1024];
    private byte[] source = new byte[1024];
    private String[] userIds = {};
    private String[] itemIds = {};
    private int size;
    private byte sources;
    private long rejected;

    /** Takes events of known items only. */
    EventTable(Predicate<String> known) {
        this.known = known;
    }

    void read(UsageEvents events) throws IOException {
        rejected += events.forEach(this::add).errorCount();
        sources++;
    }

    long rejected() {
        return rejected;
    }

    String[] userIds() {
        return userIds;
    }

    String[] itemIds() {
        return itemIds;
    }

    int user(int row) {
        return user[row];
    }

    int item(int row) {
        return item[row];
    }

    long time(int row) {
        return time[row];
    }

    double weight(int row) {
        return weight[row];
    }

    EventType type(int row) {
        return type[row];
    }

    byte source(int row) {
        return source[row];
    }

    /** Renumbers users and items by ascending id; returns the rows in the order that {@link Events} describes. */
    int[] canonicalOrder() {
        int[] userOrder = users.sorted(() -> {});
        int[] itemOrder = items.sorted(() -> {});
        userIds = ids(users, userOrder);
        itemIds = ids(items, itemOrder);
        int[] newUsers = IntSort.inverse(userOrder);
        int[] newItems = IntSort.inverse(itemOrder);
        int[] rows = new int[size];
        for (int row = 0; row < size; row++) {
            rows[row] = row;
            user[row] = newUsers[user[row]];
            item[row] = newItems[item[row]];
        }
        IntSort.sort(rows, this::compare);
        return rows;
    }

    private static String[] ids(IdTable table, int[] order) {
        return IntStream.of(order).mapToObj(table::text).toArray(String[]::new);
    }

    private int compare(int left, int right) {
        int result = Integer.compare(user[left], user[right]);
        result = result != 0 ? result : Integer.compare(item[left], item[right]);
        result = result != 0 ? result : Long.compare(time[left], time[right]);
        result = result != 0 ? result : type[left].compareTo(type[right]);
        result = result != 0 ? result : Double.compare(weight[left], weight[right]);
        return result != 0 ? result : Byte.compare(source[left], source[right]);
    }

    private boolean add(
            CharSequence userId, CharSequence itemId, long epochMillis, EventType eventType, double eventWeight) {
        String id = itemId.toString();
        if (!known.test(id)) {
            return false;
        }
        if (size == user.length) {
            grow();
        }
        user[size] = users.numberOf(userId);
        item[size] = items.numberOf(itemId);
        time[size] = epochMillis;
        weight[size] = eventWeight;
        type[size] = eventType;
        source[size++] = sources;
        return true;
    }

    private void grow() {
        if (size == MAX_EVENTS) {
            throw new RecommenderException("more than " + MAX_EVENTS + " events; evaluate on fewer");
        }
        int larger = (int) Math.min(MAX_EVENTS, size * 3L / 2);
        user = Arrays.copyOf(user, larger);
        item = Arrays.copyOf(item, larger);
        time = Arrays.copyOf(time, larger);
        weight = Arrays.copyOf(weight, larger);
        type = Arrays.copyOf(type, larger);
        source = Arrays.copyOf(source, larger);
    }
}
