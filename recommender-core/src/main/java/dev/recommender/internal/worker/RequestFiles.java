package dev.recommender.internal.worker;

import dev.recommender.InvalidValueException;
import dev.recommender.Violation;
import dev.recommender.csv.CatalogCsv;
import dev.recommender.csv.Header;
import dev.recommender.csv.TimeFormat;
import dev.recommender.csv.UsageCsv;
import dev.recommender.registry.FileFormat;
import dev.recommender.registry.TrainingRequest;
import dev.recommender.registry.UsagePart;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.stream.Collectors;

/** Reads files as a request says. An instance applies the options one by one, and so finds every violation at once. */
public final class RequestFiles {
    /** What to do about options of which the readers say only what is wrong. */
    private static final Map<String, String> REMEDIES = Map.of(
            "charset", "name a charset, such as UTF-8 or windows-1252",
            "catalogCharset", "name a charset, such as UTF-8 or windows-1252",
            "columns", "say what the columns hold, as in user,item,time or user=customer,item=sku",
            "catalogColumns", "say what the columns hold, as in id=sku,name=title",
            "timeFormat", "describe the times, as in yyyy-MM-dd HH:mm",
            "delimiter", "give the character between fields, such as ;",
            "catalogDelimiter", "give the character between fields, such as ;",
            "catalogValueSeparator", "give what is between values, such as |");

    private final FileFormat format;
    private final List<Violation> violations = new ArrayList<>();

    private RequestFiles(FileFormat format) {
        this.format = format;
    }

    /** What is wrong with the options of a request's files; empty if nothing is. */
    public static List<Violation> violations(TrainingRequest request) {
        return violations(request, Set.of());
    }

    /**
     * What is wrong with the options of a request's files; empty if nothing is.
     *
     * @param unread the fields of the request that may be meant otherwise than it has them
     */
    public static List<Violation> violations(TrainingRequest request, Set<String> unread) {
        RequestFiles files = new RequestFiles(request.files());
        files.usage(List.of());
        files.catalog(Path.of("catalog"));
        if (request.catalog().isEmpty() && !unread.contains("catalog")) {
            request.files().options().keySet().stream()
                    .filter(name -> name.startsWith("catalog"))
                    .forEach(name -> files.violations.add(Violation.withRemedy(
                                    "files." + name, "has no effect without a catalog", "add one, or leave it out")
                            .value(request.files().options().getOrDefault(name, ""))));
        }
        return files.violations.stream().distinct().toList();
    }

    /** What is wrong with the options of the files that usage is a part of; empty if nothing is. */
    public static List<Violation> violations(UsagePart part) {
        RequestFiles files = new RequestFiles(part.files());
        files.usage(List.of());
        part.files().options().forEach((name, value) -> {
            if (name.startsWith("catalog")) {
                files.violations.add(
                        Violation.withRemedy("files." + name, "has no effect on usage events", "leave it out")
                                .value(value));
            }
        });
        return files.violations.stream()
                .distinct()
                .map(violation ->
                        violation.detail("partOf." + violation.detail()).within("partOf"))
                .toList();
    }

    /**
     * The usage events of files, or those to evaluate with.
     *
     * @throws IllegalArgumentException naming what is wrong with the request's options
     */
    static UsageCsv usage(TrainingRequest request, Collection<Path> paths) {
        RequestFiles files = new RequestFiles(request.files());
        UsageCsv csv = files.usage(paths);
        files.requireSound();
        return request.isByServiceRules() ? csv.serviceRules() : csv;
    }

    /**
     * The catalog of a file.
     *
     * @throws IllegalArgumentException naming what is wrong with the request's options
     */
    static CatalogCsv catalog(TrainingRequest request, Path file) {
        RequestFiles files = new RequestFiles(request.files());
        CatalogCsv csv = files.catalog(file);
        files.requireSound();
        return request.isByServiceRules() ? csv.serviceRules() : csv;
    }

    private UsageCsv usage(Collection<Path> paths) {
        UsageCsv csv = UsageCsv.read(paths);
        csv = set(csv, "charset", format.charset(), UsageCsv::charset);
        csv = set(csv, "header", format.header(), (before, text) -> before.header(header(text)));
        csv = set(csv, "maxErrors", format.maxErrors().stream().boxed().findFirst(), UsageCsv::errorBudget);
        csv = set(csv, "delimiter", format.delimiter(), UsageCsv::delimiter);
        csv = set(csv, "timeFormat", format.timeFormat(), (before, text) -> before.times(TimeFormat.parse(text)));
        csv = format.isSkippingRowsWithoutUser() ? csv.skipRowsWithoutUser() : csv;
        return set(csv, "columns", format.columns(), UsageCsv::columns);
    }

    private CatalogCsv catalog(Path file) {
        CatalogCsv csv = CatalogCsv.read(file);
        String charset = format.options().containsKey("catalogCharset") ? "catalogCharset" : "charset";
        csv = set(csv, charset, format.catalogCharset(), CatalogCsv::charset);
        csv = set(
                csv,
                "catalogMaxErrors",
                format.catalogMaxErrors().stream().boxed().findFirst(),
                CatalogCsv::errorBudget);
        csv = set(csv, "catalogColumns", format.catalogColumns(), CatalogCsv::columns);
        csv = set(csv, "catalogDelimiter", format.catalogDelimiter(), CatalogCsv::delimiter);
        return set(csv, "catalogValueSeparator", format.catalogValueSeparator(), CatalogCsv::valueSeparator);
    }

    private <C, V> C set(C csv, String name, Optional<V> value, BiFunction<C, V, C> setter) {
        try {
            return value.isPresent() ? setter.apply(csv, value.get()) : csv;
        } catch (IllegalArgumentException | DateTimeException e) {
            Violation violation = e instanceof IllegalArgumentException refusal
                    ? Violation.of(refusal)
                    : Violation.of(String.valueOf(e.getMessage()));
            String field = "files." + name;
            String given = value.get().toString();
            violations.add(violation
                    .detail(field + " \"" + given + "\": " + violation.detail())
                    .at(field)
                    .value(given)
                    .remedy(violation
                            .remedy()
                            .orElseGet(() -> REMEDIES.getOrDefault(name, "correct it or leave it out"))));
            return csv;
        }
    }

    private void requireSound() {
        if (!violations.isEmpty()) {
            throw new IllegalArgumentException(
                    violations.stream().map(Violation::detail).collect(Collectors.joining("; ")));
        }
    }

    private static Header header(String text) {
        return Arrays.stream(Header.values())
                .filter(header -> header.name().equalsIgnoreCase(text))
                .findFirst()
                .orElseThrow(() -> {
                    String allowed =
                            "must be one of " + Arrays.toString(Header.values()).toLowerCase(Locale.ROOT);
                    return new InvalidValueException(Violation.of(allowed).remedy(allowed));
                });
    }
}
