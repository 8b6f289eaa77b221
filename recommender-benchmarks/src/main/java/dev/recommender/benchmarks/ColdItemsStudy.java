package dev.recommender.benchmarks;

import dev.recommender.Catalog;
import dev.recommender.EventType;
import dev.recommender.ItemSet;
import dev.recommender.ParsingReport;
import dev.recommender.Query;
import dev.recommender.Recommendation;
import dev.recommender.Recommender;
import dev.recommender.TrainingResult;
import dev.recommender.UsageEvents;
import dev.recommender.csv.CatalogCsv;
import dev.recommender.csv.UsageCsv;
import dev.recommender.neighbors.NeighborModel;
import dev.recommender.sar.SarTrainer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Measures the gain from placing cold items by their features. Hides all events of a tenth of the items and trains on
 * the rest. Asks for ten of the hidden items for every user who took hidden items. Prints the part of the users who get
 * at least one that they took (the hit rate at 10). Prints it with placement, without placement, and for the hidden
 * items that most users took, which nobody could know at that time.
 *
 * <pre>
 * java -cp recommender-benchmarks/target/benchmarks.jar dev.recommender.benchmarks.ColdItemsStudy \
 *     USAGE CATALOG CATALOG_COLUMNS [USAGE_COLUMNS|-] [VALUE_SEPARATOR|-] [SUPPORT_THRESHOLD]
 * </pre>
 */
public final class ColdItemsStudy {
    private static final int COUNT = 10;
    private static final int NEIGHBORS = 10;

    private final List<Event> events = new ArrayList<>();
    private final Set<String> hidden = new HashSet<>();
    private final Catalog catalog;
    private final int supportThreshold;

    private ColdItemsStudy(UsageEvents usage, Catalog catalog, int supportThreshold, long seed) throws IOException {
        this.catalog = catalog;
        this.supportThreshold = supportThreshold;
        usage.forEach((user, item, time, type, weight) ->
                events.add(new Event(user.toString(), item.toString(), time, type, weight)));
        Random random = new Random(seed);
        Set<String> items = new TreeSet<>();
        events.forEach(event -> items.add(event.item));
        items.stream()
                .filter(item -> catalog.item(item).isPresent() && random.nextInt(10) == 0)
                .forEach(hidden::add);
    }

    /** Runs the study for five seeds; ends with status 2 if the arguments are wrong. */
    public static void main(String[] arguments) throws IOException {
        if (arguments.length < 3
                || arguments.length > 6
                || given(arguments, 5) && !arguments[5].matches("[1-9][0-9]{0,8}")) {
            System.err.println("error: give USAGE CATALOG CATALOG_COLUMNS [USAGE_COLUMNS|-] [VALUE_SEPARATOR|-]"
                    + " [SUPPORT_THRESHOLD], the last a number from 1");
            System.exit(2);
        }
        UsageCsv usage = UsageCsv.read(Path.of(arguments[0]));
        usage = given(arguments, 3) ? usage.columns(arguments[3]) : usage;
        CatalogCsv catalog = CatalogCsv.read(Path.of(arguments[1])).columns(arguments[2]);
        catalog = given(arguments, 4) ? catalog.valueSeparator(arguments[4]) : catalog;
        int threshold = given(arguments, 5) ? Integer.parseInt(arguments[5]) : 6;
        Catalog loaded = catalog.load();
        for (long seed = 1; seed <= 5; seed++) {
            System.out.println(new ColdItemsStudy(usage, loaded, threshold, seed).run());
        }
    }

    private static boolean given(String[] arguments, int at) {
        return arguments.length > at && !arguments[at].equals("-");
    }

    private String run() {
        Map<String, Set<String>> wanted = new TreeMap<>();
        Map<String, Integer> popularity = new HashMap<>();
        Set<String> known = new HashSet<>();
        for (Event event : events) {
            if (!hidden.contains(event.item)) {
                known.add(event.user);
            } else if (wanted.computeIfAbsent(event.user, ignored -> new HashSet<>())
                    .add(event.item)) {
                popularity.merge(event.item, 1, Integer::sum);
            }
        }
        wanted.keySet().retainAll(known);
        List<String> mostTaken = hidden.stream()
                .sorted((a, b) -> popularity.getOrDefault(b, 0) - popularity.getOrDefault(a, 0))
                .limit(COUNT)
                .toList();
        SarTrainer.Builder builder =
                SarTrainer.builder().supportThreshold(supportThreshold).withoutDecay();
        TrainingResult<NeighborModel> placed =
                builder.coldItems(NEIGHBORS).build().train(visible(), catalog);
        double with = hitRate(placed.model().recommender(), wanted);
        TrainingResult<NeighborModel> plain = SarTrainer.builder()
                .supportThreshold(supportThreshold)
                .withoutDecay()
                .build()
                .train(visible(), catalog);
        double without = hitRate(plain.model().recommender(), wanted);
        double oracle = wanted.values().stream()
                .filter(items -> mostTaken.stream().anyMatch(items::contains))
                .count();
        return String.format(
                Locale.ROOT,
                "hidden %d items, %d users: with placement %.4f, without %.4f, most taken in hindsight %.4f; weights %s",
                hidden.size(),
                wanted.size(),
                with,
                without,
                oracle / wanted.size(),
                placed.statistics().featureWeights());
    }

    private double hitRate(Recommender recommender, Map<String, Set<String>> wanted) {
        Query query = Query.popular().onlyItems(ItemSet.of(hidden)).count(COUNT);
        double[] hits = new double[1];
        recommender.recommendAll(wanted.keySet().iterator(), query, (user, list) -> {
            Set<String> items = wanted.getOrDefault(user, Set.of());
            hits[0] += list.stream().map(Recommendation::item).anyMatch(items::contains) ? 1 : 0;
        });
        return hits[0] / wanted.size();
    }

    private UsageEvents visible() {
        return sink -> {
            long taken = 0;
            for (Event event : events) {
                if (!hidden.contains(event.item)) {
                    sink.event(event.user, event.item, event.time, event.type, event.weight);
                    taken++;
                }
            }
            return ParsingReport.clean(taken);
        };
    }

    private record Event(String user, String item, long time, EventType type, double weight) {}
}
