package dev.recommender.testing.service;

import dev.recommender.storage.BlobContent;
import dev.recommender.storage.BlobStore;
import java.io.IOException;
import java.util.Random;

/** Small files to train on, good ones and bad ones. */
public final class TrainingFiles {
    /** A folder with good usage events. */
    public static final String GOOD = "inputs/good";

    /** A folder with usage events; more than a hundred of them cannot be read. */
    public static final String BAD = "inputs/bad";

    /** A file without any usage event. */
    public static final String EMPTY = "inputs/empty.csv";

    /** The catalog of all items of {@link #GOOD}. */
    public static final String CATALOG = "inputs/catalog.csv";

    /** A catalog with more than a hundred lines that cannot be read. */
    public static final String BAD_CATALOG = "inputs/bad-catalog.csv";

    /** Usage events to evaluate with. */
    public static final String EVALUATION = "inputs/evaluation.csv";

    private static final int USERS = 60;
    private static final int ITEMS = 25;

    private TrainingFiles() {}

    /** Puts all of them into a store. */
    public static void put(BlobStore store) throws IOException {
        Random random = new Random(11);
        store.put(GOOD + "/2026-01.csv", BlobContent.of(usage(random, 500)));
        store.put(GOOD + "/2026-02.csv", BlobContent.of(usage(random, 500)));
        store.put(GOOD + "/below/not-read.csv", BlobContent.of("this is\nno usage file\n"));
        store.put(BAD + "/usage.csv", BlobContent.of(usage(random, 50) + "u1\n".repeat(101)));
        store.put(EMPTY, BlobContent.of("\n"));
        StringBuilder catalog = new StringBuilder();
        for (int item = 0; item < ITEMS; item++) {
            catalog.append("i").append(item).append(",Item ").append(item).append(",things,,color=");
            catalog.append(item % 2 == 0 ? "red" : "blue").append('\n');
        }
        store.put(CATALOG, BlobContent.of(catalog.toString()));
        store.put(BAD_CATALOG, BlobContent.of(catalog + "only-an-id\n".repeat(101)));
        store.put(EVALUATION, BlobContent.of(usage(random, 100)));
    }

    private static String usage(Random random, int events) {
        StringBuilder lines = new StringBuilder();
        for (int event = 0; event < events; event++) {
            int user = random.nextInt(USERS);
            int item = (int) (ITEMS * Math.pow(random.nextDouble(), 1.5));
            lines.append('u').append(user).append(",i").append(item).append(",2026-01-");
            lines.append(String.format("%02d", 1 + random.nextInt(28))).append("T12:00:00\n");
        }
        return lines.toString();
    }
}
