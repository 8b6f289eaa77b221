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
import java.util.List;
import java.util.Random;

/**
 * A plausible shop, made from a seed: products of a dozen themes, customers who care for one to three of them, some
 * products far more popular than others, a year of visits with their clicks, carts and purchases. The same numbers give
 * the same shop, byte for byte.
 */
public final class Shop {
    private static final Instant OPENED = Instant.parse("2025-11-01T08:00:00Z");
    private static final List<String> BRANDS =
            List.of("Alder", "Brightwater", "Corvid", "Dunmore", "Eastgate", "Fennel");
    private static final List<String> COLORS = List.of("black", "blue", "green", "natural", "red", "white");
    private static final List<String> QUALITIES =
            List.of("Classic", "Compact", "Large", "Light", "Premium", "Simple", "Travel", "Vintage");
    private static final List<Theme> THEMES = List.of(
            new Theme("hiking", "boots", "backpack", "trekking poles", "head lamp", "water bottle", "rain jacket"),
            new Theme("baking", "mixing bowl", "loaf tin", "rolling pin", "piping set", "oven mitts", "cake stand"),
            new Theme("cycling", "helmet", "bike lock", "pannier", "floor pump", "bike light", "repair kit"),
            new Theme("drawing", "sketchbook", "pencil set", "fineliners", "easel", "watercolours", "charcoal"),
            new Theme("gardening", "trowel", "pruning shears", "planter", "watering can", "seed tray", "gloves"),
            new Theme("coffee", "grinder", "kettle", "espresso cups", "milk frother", "filter cone", "scale"),
            new Theme("music", "guitar strings", "music stand", "metronome", "capo", "tuner", "practice book"),
            new Theme("swimming", "goggles", "swim cap", "kickboard", "towel", "fins", "swim bag"),
            new Theme("knitting", "merino yarn", "needle set", "stitch markers", "pattern book", "yarn bowl", "tote"),
            new Theme("camping", "tent", "sleeping bag", "camp stove", "folding chair", "lantern", "cool box"),
            new Theme("chess", "chess board", "chess clock", "opening book", "piece set", "score pad", "travel set"),
            new Theme("climbing", "harness", "chalk bag", "climbing rope", "carabiner", "climbing shoes", "brush"));

    private final List<CatalogItem> products;
    private final List<UsageEvent> events;

    private Shop(List<CatalogItem> products, List<UsageEvent> events) {
        this.products = products;
        this.events = events;
    }

    /** A shop of 2,000 customers and 432 products. */
    public static Shop open() {
        return open(2_000, 432, 7);
    }

    /**
     * A shop.
     *
     * @param customers how many customers; at least 1
     * @param products how many products, up to 576; at least 12
     * @param seed what the shop is made from
     */
    public static Shop open(int customers, int products, long seed) {
        Random random = new Random(seed);
        List<CatalogItem> catalog = catalog(products, random);
        List<UsageEvent> events = new ArrayList<>();
        for (int customer = 0; customer < customers; customer++) {
            visit(String.format("c%05d", customer), catalog, random, events);
        }
        return new Shop(List.copyOf(catalog), List.copyOf(events));
    }

    /** The products, with their names, themes as categories, and features. */
    public List<CatalogItem> products() {
        return products;
    }

    /** What the customers did. */
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
        if (count < THEMES.size() || count > THEMES.size() * 6 * QUALITIES.size()) {
            throw new IllegalArgumentException("products must be from 12 to 576: " + count);
        }
        List<CatalogItem> catalog = new ArrayList<>();
        for (int number = 0; number < count; number++) {
            Theme theme = THEMES.get(number % THEMES.size());
            int within = number / THEMES.size();
            String thing = theme.things().get(within % theme.things().size());
            String quality = QUALITIES.get((within / theme.things().size() + within) % QUALITIES.size());
            catalog.add(CatalogItem.of(String.format("p%04d", number))
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

    private static void visit(String customer, List<CatalogItem> catalog, Random random, List<UsageEvent> events) {
        List<Integer> themes = new ArrayList<>();
        for (int count = 1 + random.nextInt(3); count > 0; count--) {
            themes.add(random.nextInt(THEMES.size()));
        }
        int visits = 1 + (int) Math.min(30, -Math.log(1 - random.nextDouble()) * 5);
        for (int visit = 0; visit < visits; visit++) {
            // More visits towards the end of the year, as in any shop.
            double day = 365 * Math.sqrt(random.nextDouble());
            Instant now = OPENED.plus(Duration.ofSeconds((long) (day * 86_400)));
            int theme = themes.get(random.nextInt(themes.size()));
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

    /** A product of a theme, the first ones much more likely than the last. */
    private static String product(int theme, List<CatalogItem> catalog, Random random) {
        int inTheme = (catalog.size() - theme + THEMES.size() - 1) / THEMES.size();
        int rank = (int) (inTheme * Math.pow(random.nextDouble(), 2.2));
        return catalog.get(rank * THEMES.size() + theme).id();
    }

    private record Theme(String name, List<String> things) {
        Theme(String name, String... things) {
            this(name, List.of(things));
        }
    }
}
