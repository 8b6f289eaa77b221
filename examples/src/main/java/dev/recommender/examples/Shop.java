package dev.recommender.examples;

import dev.recommender.CatalogItem;
import dev.recommender.EventType;
import dev.recommender.UsageEvent;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/**
 * A plausible shop, made from a seed. It has products of a dozen themes, and customers who care for one to three of
 * them. Some products are far more popular than others. A year of visits has their clicks, carts and purchases, more of
 * them in the season of a theme. What is paid together is paid at one instant. The same numbers give the same shop,
 * byte for byte.
 */
public final class Shop {
    /** What a visit comes to, on average. */
    private static final double EVENTS_PER_VISIT = 4.9;

    private static final int MOST_CUSTOMERS = 1_000_000;
    private static final int DAYS = 365;
    private static final Instant OPENED = Instant.parse("2025-11-01T08:00:00Z");
    private static final List<String> BRANDS =
            List.of("alder", "brightwater", "corvid", "dunmore", "eastgate", "fennel");
    private static final List<String> COLORS = List.of("black", "blue", "green", "natural", "red", "white");
    private static final List<String> QUALITIES =
            List.of("Classic", "Compact", "Large", "Light", "Premium", "Simple", "Travel", "Vintage");
    private static final int ALL_YEAR = -1;
    private static final List<Theme> THEMES = List.of(
            new Theme("hiking", 190, "boots", "backpack", "trekking poles", "head lamp", "water bottle", "rain jacket"),
            new Theme("baking", 40, "mixing bowl", "loaf tin", "rolling pin", "piping set", "oven mitts", "cake stand"),
            new Theme("cycling", 170, "helmet", "bike lock", "pannier", "floor pump", "bike light", "repair kit"),
            new Theme(
                    "drawing", ALL_YEAR, "sketchbook", "pencil set", "fineliners", "easel", "watercolours", "charcoal"),
            new Theme("gardening", 150, "trowel", "pruning shears", "planter", "watering can", "seed tray", "gloves"),
            new Theme("coffee", ALL_YEAR, "grinder", "kettle", "espresso cups", "milk frother", "filter cone", "scale"),
            new Theme(
                    "music", ALL_YEAR, "guitar strings", "music stand", "metronome", "capo", "tuner", "practice book"),
            new Theme("swimming", 240, "goggles", "swim cap", "kickboard", "towel", "fins", "swim bag"),
            new Theme(
                    "knitting", 20, "merino yarn", "needle set", "stitch markers", "pattern book", "yarn bowl", "tote"),
            new Theme("camping", 230, "tent", "sleeping bag", "camp stove", "folding chair", "lantern", "cool box"),
            new Theme(
                    "chess",
                    ALL_YEAR,
                    "chess board",
                    "chess clock",
                    "opening book",
                    "piece set",
                    "score pad",
                    "travel set"),
            new Theme(
                    "climbing", 200, "harness", "chalk bag", "climbing rope", "carabiner", "climbing shoes", "brush"));

    private static final int PRODUCTS = THEMES.size() * 6 * QUALITIES.size();

    private final List<CatalogItem> products;
    private final List<UsageEvent> events;

    private Shop(List<CatalogItem> products, List<UsageEvent> events) {
        this.products = products;
        this.events = events;
    }

    /** A shop of 2,000 customers, 432 products and some 50,000 events. */
    public static Shop open() {
        return open(2_000, 432, 50_000, 7);
    }

    /**
     * A shop.
     *
     * @param customers how many customers; at least 1
     * @param products how many products, up to 576; at least 12
     * @param events about how many events; of fewer than {@link #leastEvents} it has more, as each customer comes at least once
     * @param seed what the shop is made from
     * @throws IllegalArgumentException if a number is out of its range
     */
    public static Shop open(int customers, int products, int events, long seed) {
        requireBetween("customers", customers, 1, MOST_CUSTOMERS);
        requireBetween("products", products, THEMES.size(), PRODUCTS);
        requireBetween("events", events, 1, 20_000_000);
        double visits = Math.max(1, events / EVENTS_PER_VISIT / customers);
        Random random = new Random(seed);
        List<CatalogItem> catalog = catalog(products, random);
        List<UsageEvent> log = new ArrayList<>();
        for (int customer = 0; customer < customers; customer++) {
            visit(String.format(Locale.ROOT, "c%05d", customer), visits, catalog, random, log);
        }
        log.sort(Comparator.comparing(event -> event.time().orElseThrow()));
        return new Shop(List.copyOf(catalog), List.copyOf(log));
    }

    /**
     * About how many events a shop has at least.
     *
     * @param customers how many customers; at least 1
     * @throws IllegalArgumentException if the number is out of its range
     */
    public static int leastEvents(int customers) {
        requireBetween("customers", customers, 1, MOST_CUSTOMERS);
        return (int) Math.ceil(EVENTS_PER_VISIT * customers);
    }

    /** The products, with their names, themes as categories, and features. */
    public List<CatalogItem> products() {
        return products;
    }

    /** What the customers did, in the order of time. */
    public List<UsageEvent> events() {
        return events;
    }

    /** Writes {@code usage.csv} and {@code catalog.csv} into a folder. */
    public void write(Path folder) throws IOException {
        Files.createDirectories(folder);
        try (BufferedWriter usage = Files.newBufferedWriter(folder.resolve("usage.csv"))) {
            usage.write("user,item,time,type\n");
            for (UsageEvent event : events) {
                usage.write(String.join(
                        ",",
                        event.user(),
                        event.item(),
                        event.time().orElseThrow().toString(),
                        event.type().name()));
                usage.write('\n');
            }
        }
        try (BufferedWriter catalog = Files.newBufferedWriter(folder.resolve("catalog.csv"))) {
            for (CatalogItem product : products) {
                List<String> fields = new ArrayList<>(List.of(
                        product.id(),
                        product.name().orElseThrow(),
                        product.category().orElseThrow(),
                        ""));
                product.features().forEach((name, values) -> values.forEach(value -> fields.add(name + "=" + value)));
                catalog.write(String.join(",", fields));
                catalog.write('\n');
            }
        }
    }

    private static List<CatalogItem> catalog(int count, Random random) {
        List<CatalogItem> catalog = new ArrayList<>();
        for (int number = 0; number < count; number++) {
            Theme theme = THEMES.get(number % THEMES.size());
            int within = number / THEMES.size();
            String thing = theme.things().get(within % theme.things().size());
            String quality = QUALITIES.get((within / theme.things().size() + within) % QUALITIES.size());
            catalog.add(CatalogItem.of(String.format(Locale.ROOT, "p%04d", number))
                    .name(quality + " " + thing)
                    .category(theme.name())
                    .feature("theme", theme.name())
                    .feature("kind", thing)
                    .feature("brand", BRANDS.get(random.nextInt(BRANDS.size())))
                    .feature("color", COLORS.get(random.nextInt(COLORS.size())))
                    .feature("price", List.of("low", "middle", "high").get(random.nextInt(3))));
        }
        return catalog;
    }

    /** All visits of a customer, who makes so many on average. */
    private static void visit(
            String customer, double average, List<CatalogItem> catalog, Random random, List<UsageEvent> events) {
        List<Integer> themes = new ArrayList<>();
        for (int count = 1 + random.nextInt(3); count > 0; count--) {
            themes.add(random.nextInt(THEMES.size()));
        }
        // Half a visit less makes up for the rounding, and for the one that everybody makes.
        int visits = 1 + (int) (-Math.log(1 - random.nextDouble()) * Math.max(0, average - 0.5));
        for (int visit = 0; visit < visits; visit++) {
            int theme = themes.get(random.nextInt(themes.size()));
            Instant now = OPENED.plus(Duration.ofSeconds((long) (day(THEMES.get(theme), random) * 86_400)));
            List<String> cart = new ArrayList<>();
            for (int looks = 1 + random.nextInt(5); looks > 0; looks--) {
                boolean strays = random.nextInt(12) == 0;
                String item = product(strays ? random.nextInt(THEMES.size()) : theme, catalog, random);
                now = now.plusSeconds(20 + random.nextInt(240));
                events.add(UsageEvent.of(customer, item).at(now).type(EventType.CLICK));
                if (random.nextInt(3) == 0) {
                    events.add(
                            UsageEvent.of(customer, item).at(now.plusSeconds(9)).type(EventType.ADD_SHOP_CART));
                    cart.add(item);
                    if (random.nextInt(6) == 0) {
                        events.add(UsageEvent.of(customer, item)
                                .at(now.plusSeconds(17))
                                .type(EventType.REMOVE_SHOP_CART));
                        cart.remove(item);
                    }
                }
            }
            Instant paid = now.plusSeconds(60);
            cart.forEach(
                    item -> events.add(UsageEvent.of(customer, item).at(paid).type(EventType.PURCHASE)));
        }
    }

    /**
     * A day of the year. Later days are more likely, as in a shop that grows, and so are the days of the theme's
     * season.
     */
    private static double day(Theme theme, Random random) {
        while (true) {
            double day = DAYS * Math.sqrt(random.nextDouble());
            double season =
                    theme.peak() == ALL_YEAR ? 0.6 : 0.6 + 0.4 * Math.cos(2 * Math.PI * (day - theme.peak()) / DAYS);
            if (random.nextDouble() < season) {
                return day;
            }
        }
    }

    private static void requireBetween(String name, int value, int least, int most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(name + " must be from " + least + " to " + most + ": " + value);
        }
    }

    /** A product of a theme, the first ones much more likely than the last. */
    private static String product(int theme, List<CatalogItem> catalog, Random random) {
        int inTheme = (catalog.size() - theme + THEMES.size() - 1) / THEMES.size();
        int rank = (int) (inTheme * Math.pow(random.nextDouble(), 2.2));
        return catalog.get(rank * THEMES.size() + theme).id();
    }

    /** What some customers care for, and the day after the opening at which they do most. */
    private record Theme(String name, int peak, List<String> things) {
        Theme(String name, int peak, String... things) {
            this(name, peak, List.of(things));
        }
    }
}
