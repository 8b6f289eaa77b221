package dev.recommender.cli;

import dev.recommender.InvalidParametersException;
import dev.recommender.ItemSet;
import dev.recommender.ParsingReport;
import dev.recommender.Query;
import dev.recommender.Recency;
import dev.recommender.Recommendations;
import dev.recommender.Seed;
import dev.recommender.TrainedModel;
import dev.recommender.UsageEvents;
import dev.recommender.Verification;
import dev.recommender.csv.IdReader;
import dev.recommender.csv.UsageCsv;
import dev.recommender.json.QueryJson;
import dev.recommender.models.Models;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "recommend",
        description = "Recommends items for a user, for items, or for many users.",
        mixinStandardHelpOptions = true)
final class RecommendCommand implements Callable<Integer> {
    /** How the library's complaint starts if a model cannot follow an option of the query. */
    private static final Pattern OPTION = Pattern.compile("^(maxPerCategory|diversity|recency)\\b");

    private static final String UNTIMED =
            "a half-life has no effect on events without times; give their times, or a decay by position such as"
                    + " reciprocal";

    @Option(names = "--model", paramLabel = "FILE", required = true, description = "The model to ask.")
    Path model = Path.of("");

    @Option(names = "--user", paramLabel = "ID", description = "Recommend for this user.")
    @Nullable
    String user;

    @Option(
            names = "--items",
            paramLabel = "A,B,...",
            description = "Recommend what goes with these items, the newest last.")
    @Nullable
    String items;

    @Option(
            names = "--events",
            paramLabel = "FILE",
            description =
                    "Live events to add: item[,time[,type[,weight]]] on each line; a time may be blank. Where all have"
                            + " times, their lines may come in any order; else the newest is last.")
    @Nullable
    Path events;

    @Option(names = "--users-file", paramLabel = "FILE", description = "Recommend for the user on each line.")
    @Nullable
    Path usersFile;

    @Option(names = "--all-users", description = "Recommend for every user whose history the model holds.")
    boolean allUsers;

    @Option(
            names = "--recency",
            paramLabel = "NAME|HALFLIFE",
            description =
                    "Let earlier items or events count less: linear, quadratic, logarithmic or reciprocal by position,"
                            + " or a half-life such as 10m; default: all count alike.")
    @Nullable
    String recency;

    @Option(names = "--count", paramLabel = "K", description = "How many items; default: 10.")
    int count = 10;

    @Option(names = "--include-seen", description = "Allow items that the user has seen.")
    boolean includeSeen;

    @Option(names = "--no-backfill", description = "Do not fill up with popular items.")
    boolean noBackfill;

    @Option(names = "--explain", description = "Say which items each recommendation comes from.")
    boolean explain;

    @Option(names = "--only", paramLabel = "FILE", description = "Allow only the items in this file, one per line.")
    @Nullable
    Path only;

    @Option(names = "--exclude", paramLabel = "FILE", description = "Leave out the items in this file, one per line.")
    @Nullable
    Path exclude;

    @Option(
            names = "--boost",
            paramLabel = "FILE=FACTOR",
            description = "Multiply the scores of the items in a file; repeatable.")
    List<String> boosts = new ArrayList<>();

    @Option(names = "--min-score", paramLabel = "S", description = "Leave out items with a lower score.")
    @Nullable
    Double minScore;

    @Option(names = "--max-per-category", paramLabel = "N", description = "At most N items of each category.")
    @Nullable
    Integer maxPerCategory;

    @Option(
            names = "--query",
            paramLabel = "FILE",
            description = "Ask the query in this file, as JSON, instead of one made of options.")
    @Nullable
    Path query;

    @Mixin
    TextOptions text = new TextOptions();

    @Mixin
    OutputOptions output = new OutputOptions();

    @Spec
    CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws IOException {
        boolean many = usersFile != null || allUsers;
        int given = (user != null || items != null || events != null ? 1 : 0)
                + (query != null ? 1 : 0)
                + (usersFile != null ? 1 : 0)
                + (allUsers ? 1 : 0);
        if (given != 1 || (user != null && items != null)) {
            throw new UsageException("give one of --user, --items, --events, --users-file, --all-users or --query");
        }
        if (query != null) {
            UsageException.refuse(
                    spec,
                    "beside --query, which says it all",
                    "--recency",
                    "--count",
                    "--include-seen",
                    "--no-backfill",
                    "--explain",
                    "--only",
                    "--exclude",
                    "--boost",
                    "--min-score",
                    "--max-per-category");
        }
        if (query == null
                && usersFile == null
                && events == null
                && only == null
                && exclude == null
                && boosts.isEmpty()) {
            UsageException.refuse(spec, "without a file to read", "--charset");
        }
        if (items == null && events == null) {
            UsageException.refuse(spec, "without --items or --events, which it weighs", "--recency");
        }
        if (output.format == Format.CSV) {
            UsageException.refuse(spec, ResultWriter.NO_REASONS, "--explain");
        }
        try (TrainedModel opened = Models.open(model, many ? Verification.ON_OPEN : Verification.LAZY)) {
            Query asked = query == null ? fromOptions() : fromFile(query);
            if (many) {
                output.write(spec, writer -> all(opened, asked, writer));
            } else {
                Recommendations list = naming(() -> opened.recommender().recommend(asked));
                output.write(
                        spec,
                        writer -> results(writer, opened).write(asked.user().orElse(""), list));
                Notes.unknown(asked, list, opened.metadata(), spec);
            }
        }
        return 0;
    }

    private ResultWriter results(Writer writer, TrainedModel opened) throws IOException {
        boolean many = usersFile != null || allUsers;
        return new ResultWriter(writer, output.format, ResultWriter.Key.USER, many, opened::item);
    }

    /** Runs a query; if the model refuses one of the query's options, that is a wrong option. */
    private <T> T naming(Supplier<T> answer) {
        try {
            return answer.get();
        } catch (IllegalArgumentException e) {
            String message = String.valueOf(e.getMessage());
            if (!OPTION.matcher(message).find()) {
                throw e;
            }
            throw new UsageException(
                    query == null
                            ? message.replace("maxPerCategory", "--max-per-category")
                                    .replaceFirst("^recency", "--recency")
                            : "--query \"" + query + "\": " + message);
        }
    }

    private Query fromFile(Path file) throws IOException {
        String json = text.text(file).load();
        try {
            Query read = QueryJson.read(json);
            if (read.explains() && output.format == Format.CSV) {
                throw new InvalidParametersException(List.of("explain has no effect " + ResultWriter.NO_REASONS));
            }
            if (!read.withoutEffect().isEmpty()) {
                throw InvalidParametersException.of(read.withoutEffect());
            }
            return read;
        } catch (InvalidParametersException e) {
            throw new UsageException("--query \"" + file + "\": " + String.join("; ", e.violations()));
        }
    }

    /** Writes a list for each user; nothing, if the model refuses the query. */
    private void all(TrainedModel opened, Query asked, Writer writer) throws IOException {
        Lists lists = new Lists(opened, writer);
        if (usersFile == null) {
            ask(opened, opened.users(), asked, lists);
        } else {
            try (IdReader users = text.ids(usersFile).open()) {
                if (!users.hasNext()) {
                    Notes.holdsNoIds("--users-file", usersFile, spec);
                }
                ask(opened, users, asked, lists);
            }
        }
        lists.results();
        Notes.unmatched(lists.unmatched, spec);
        Notes.unknownUsers(lists.unknown, lists.unknownCount, lists.near, opened.metadata(), spec);
    }

    private void ask(TrainedModel opened, Iterator<String> users, Query asked, Lists lists) {
        naming(() -> {
            opened.recommender().recommendAll(users, asked, lists);
            return lists;
        });
    }

    /** The lists of many users. */
    private final class Lists implements BiConsumer<String, Recommendations> {
        private final TrainedModel opened;
        private final Writer writer;
        private final Set<String> unmatched = new LinkedHashSet<>();
        private final List<String> unknown = new ArrayList<>();
        private long unknownCount;
        private Optional<String> near = Optional.empty();
        private @Nullable ResultWriter results;

        Lists(TrainedModel opened, Writer writer) {
            this.opened = opened;
            this.writer = writer;
        }

        @Override
        public void accept(String user, Recommendations list) {
            unmatched.addAll(list.unmatched());
            if (list.unknownUser().isPresent()) {
                unknownCount++;
                near = near.or(list::nearUser);
                if (unknown.size() < Notes.NAMED) {
                    unknown.add(user);
                }
            }
            results().write(user, list);
        }

        /** Writing starts with the first list, when the model has taken the query. */
        private ResultWriter results() {
            ResultWriter started = results;
            if (started == null) {
                try {
                    started = RecommendCommand.this.results(writer, opened);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
                results = started;
            }
            return started;
        }
    }

    private Query fromOptions() throws IOException {
        Query start = items == null ? Query.popular() : UsageException.naming("--items", this::goesWith, items);
        start = user == null ? start : UsageException.naming("--user", start::forUser, user);
        Query query = UsageException.naming("--count", start::count, count);
        query = recency == null ? query : query.recency(recency(recency));
        query = includeSeen ? query.includeSeen() : query;
        query = noBackfill ? query.withoutBackfill() : query;
        query = explain ? query.explain() : query;
        query = only == null ? query : query.onlyItems(set("--only", only));
        query = exclude == null ? query : query.exclude(set("--exclude", exclude));
        query = minScore == null ? query : UsageException.naming("--min-score", query::minScore, minScore);
        query = maxPerCategory == null
                ? query
                : UsageException.naming("--max-per-category", query::maxPerCategory, maxPerCategory);
        for (String boost : boosts) {
            double factor = factor(boost);
            ItemSet boosted = set("--boost", Path.of(boost.substring(0, boost.lastIndexOf('='))));
            Query before = query;
            query = UsageException.naming("--boost", ignored -> before.boost(boosted, factor), boost);
        }
        return events == null ? query : withEvents(query, events);
    }

    /** Whether a recency by time is not given, or finds times. */
    private static boolean findsTimes(Query query) {
        return query.recency().filter(Recency.ByTime.class::isInstance).isEmpty()
                || query.seeds().stream().anyMatch(seed -> seed.time().isPresent());
    }

    private Query goesWith(String list) {
        return Query.items(Arrays.stream(list.split(",", -1)).map(String::strip).toList());
    }

    private Recency recency(String text) {
        Recency read = UsageException.naming("--recency", Recency::parse, text);
        if (events == null && read instanceof Recency.ByTime) {
            throw new UsageException(
                    "--recency \"" + text + "\": a half-life has no effect on --items, which have no times;"
                            + " give --events, or a decay by position");
        }
        return read;
    }

    private static double factor(String boost) {
        int equals = boost.lastIndexOf('=');
        try {
            if (equals < 1) {
                throw new NumberFormatException();
            }
            return Double.parseDouble(boost.substring(equals + 1));
        } catch (NumberFormatException e) {
            throw new UsageException("--boost \"" + boost + "\": give FILE=FACTOR, with a factor such as 1.5");
        }
    }

    /** Reads live events as the usage events that they are, of a user whose name does not matter. */
    private Query withEvents(Query query, Path file) throws IOException {
        List<Seed> seeds = new ArrayList<>();
        UsageCsv csv = UsageCsv.read(file).asUser("live").errorBudget(0);
        csv = text.charset == null ? csv : UsageException.naming("--charset", csv::charset, text.charset);
        ParsingReport report = csv.forEach((someone, item, time, type, weight) -> {
            Seed seed = Seed.of(item.toString()).type(type);
            seed = time == UsageEvents.NO_TIME ? seed : seed.at(Instant.ofEpochMilli(time));
            return seeds.add(Double.isNaN(weight) ? seed : seed.weight(weight));
        });
        Notes.read("events", report, spec);
        Query extended = query;
        for (Seed seed : seeds) {
            extended = extended.and(seed);
        }
        if (!findsTimes(extended)) {
            throw new UsageException("--recency \"" + recency + "\": " + UNTIMED);
        }
        return extended;
    }

    private ItemSet set(String option, Path file) throws IOException {
        List<String> ids = text.ids(file).load();
        if (ids.isEmpty()) {
            Notes.holdsNoIds(option, file, spec);
        }
        return ItemSet.of(ids);
    }
}
