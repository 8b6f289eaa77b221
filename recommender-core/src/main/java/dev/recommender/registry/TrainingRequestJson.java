package dev.recommender.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.recommender.InvalidParametersException;
import dev.recommender.Parameters;
import dev.recommender.Violation;
import dev.recommender.internal.util.Json;
import dev.recommender.internal.util.TimeSpans;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.function.Supplier;

/** Training requests as JSON. An instance reads one request, field by field, and so finds every violation at once. */
final class TrainingRequestJson {
    static final String USAGE = "usage";
    static final String CATALOG = "catalog";
    static final String EVALUATION = "evaluation";
    static final String ANSWERS = "answers";
    static final String INCLUDE_SEEN = "includeSeen";
    static final String BACKFILL = "backfill";
    static final String ALGORITHM = "algorithm";
    private static final String PARAMETERS = "parameters";
    private static final String DESCRIPTION = "description";
    private static final String FILES = "files";
    private static final String SERVICE_RULES = "serviceRules";
    private static final String KEEP_UNKNOWN_ITEMS = "keepUnknownItems";
    private static final String COLD_ITEMS_OPTIONAL = "coldItemsOptional";
    private static final List<String> FIELDS = List.of(
            USAGE,
            CATALOG,
            EVALUATION,
            ALGORITHM,
            PARAMETERS,
            ANSWERS,
            DESCRIPTION,
            FILES,
            SERVICE_RULES,
            KEEP_UNKNOWN_ITEMS,
            COLD_ITEMS_OPTIONAL,
            TuningPlan.FIELD,
            UsagePart.FIELD);
    private static final List<String> FILE_TEXTS = List.of(
            FileFormat.COLUMNS,
            FileFormat.CHARSET,
            FileFormat.HEADER,
            FileFormat.DELIMITER,
            FileFormat.TIME_FORMAT,
            FileFormat.CATALOG_CHARSET,
            FileFormat.CATALOG_COLUMNS,
            FileFormat.CATALOG_DELIMITER,
            FileFormat.CATALOG_VALUE_SEPARATOR);
    private static final List<String> FILE_NUMBERS = List.of(FileFormat.MAX_ERRORS, FileFormat.CATALOG_MAX_ERRORS);

    private final ObjectNode root;
    private final List<Violation> violations = new ArrayList<>();
    /** Fields of the request that may be meant otherwise than it has them. */
    private final Set<String> unread = new TreeSet<>();

    /** Its usage events are replaced, or missed in the end. */
    private TrainingRequest request = TrainingRequest.of(USAGE);

    private TrainingRequestJson(ObjectNode root) {
        this.root = root;
    }

    static String write(TrainingRequest request) {
        ObjectNode root = Json.object().put(USAGE, request.usage());
        request.catalog().ifPresent(path -> root.put(CATALOG, path));
        request.evaluation().ifPresent(path -> root.put(EVALUATION, path));
        if (request.tuning().isPresent()) {
            root.set(TuningPlan.FIELD, tuning(request.tuning().get()));
            request.givenAlgorithm().ifPresent(name -> root.put(ALGORITHM, name));
        } else {
            root.put(ALGORITHM, request.algorithm());
        }
        root.set(PARAMETERS, Json.readObject(request.parameters().toJson()));
        root.putObject(ANSWERS)
                .put(INCLUDE_SEEN, request.answers().includeSeen())
                .put(BACKFILL, request.answers().backfill());
        if (!request.description().isEmpty()) {
            root.put(DESCRIPTION, request.description());
        }
        putFiles(root, request.files());
        if (request.isByServiceRules()) {
            root.put(SERVICE_RULES, true);
        }
        if (request.isKeepingUnknownItems()) {
            root.put(KEEP_UNKNOWN_ITEMS, true);
        }
        if (request.isColdItemsOptional()) {
            root.put(COLD_ITEMS_OPTIONAL, true);
        }
        request.part().ifPresent(part -> {
            ObjectNode node = root.putObject(UsagePart.FIELD);
            node.put(USAGE, part.usage()).put(UsagePart.SHARE, part.share());
            part.before().ifPresent(moment -> node.put(UsagePart.BEFORE, moment.toString()));
            putFiles(node, part.files());
        });
        return Json.write(root);
    }

    private static void putFiles(ObjectNode parent, FileFormat format) {
        if (format.equals(FileFormat.STANDARD)) {
            return;
        }
        ObjectNode files = parent.putObject(FILES);
        format.options().forEach(files::put);
        format.maxErrors().ifPresent(lines -> files.put(FileFormat.MAX_ERRORS, lines));
        format.catalogMaxErrors().ifPresent(lines -> files.put(FileFormat.CATALOG_MAX_ERRORS, lines));
        if (format.isSkippingRowsWithoutUser()) {
            files.put(FileFormat.SKIP_ROWS_WITHOUT_USER, true);
        }
    }

    private static ObjectNode tuning(TuningPlan plan) {
        ObjectNode root = Json.object().put(TuningPlan.BUDGET, TimeSpans.text(plan.budget()));
        plan.maxTrials().ifPresent(count -> root.put(TuningPlan.MAX_TRIALS, count));
        if (!plan.algorithms().isEmpty()) {
            plan.algorithms().forEach(root.putArray(TuningPlan.ALGORITHMS)::add);
        }
        plan.split().ifPresent(name -> root.put(TuningPlan.SPLIT, name));
        return root;
    }

    static TrainingRequest read(String json) {
        return new TrainingRequestJson(InvalidParametersException.naming("the request is", () -> Json.readObject(json)))
                .read();
    }

    private TrainingRequest read() {
        if (root.path(USAGE).isMissingNode() || root.path(USAGE).isNull()) {
            violations.add(Violation.of(USAGE, "is required: a file or a folder of the store")
                    .remedy("name a file or a folder of the store"));
            unread.add(USAGE);
        }
        text(USAGE, TrainingRequest::usage);
        text(CATALOG, TrainingRequest::catalog);
        text(EVALUATION, TrainingRequest::evaluation);
        text(ALGORITHM, TrainingRequest::algorithm);
        object(PARAMETERS, (before, node) -> before.parameters(parameters(node)));
        object(ANSWERS, (before, node) -> before.answers(answers(node)));
        object(TuningPlan.FIELD, (before, node) -> before.tuning(tuning(node)));
        text(DESCRIPTION, TrainingRequest::description);
        object(FILES, (before, node) -> before.files(files(FILES + ".", node)));
        object(UsagePart.FIELD, (before, node) -> before.partOf(part(node)));
        if (flag(root, "", SERVICE_RULES).orElse(false)) {
            request = request.byServiceRules();
        }
        if (flag(root, "", KEEP_UNKNOWN_ITEMS).orElse(false)) {
            request = request.keepUnknownItems();
        }
        if (flag(root, "", COLD_ITEMS_OPTIONAL).orElse(false)) {
            request = request.coldItemsOptional();
        }
        refuseOthers(root, "", FIELDS);
        root.fieldNames().forEachRemaining(field -> {
            if (!FIELDS.contains(field)) {
                Violation.near(field, FIELDS).ifPresent(unread::add);
            }
        });
        if (root.hasNonNull(TuningPlan.FIELD) && root.path(ALGORITHM).isTextual()) {
            violations.add(TuningPlan.besideAlgorithm(root.path(ALGORITHM).textValue()));
        }
        if (!violations.isEmpty()) {
            throw new InvalidRequestException(violations, request, unread);
        }
        return request;
    }

    private void text(String field, BiFunction<TrainingRequest, String, TrainingRequest> setter) {
        JsonNode value = root.path(field);
        if (value.isTextual()) {
            set(field, () -> setter.apply(request, value.textValue()));
        } else if (!value.isMissingNode() && !value.isNull()) {
            violations.add(Violation.ofValue(field, "must be a text", Json.shown(value), Json.plain(value)));
            unread.add(field);
        }
    }

    private void object(String field, BiFunction<TrainingRequest, ObjectNode, TrainingRequest> setter) {
        JsonNode value = root.path(field);
        if (value instanceof ObjectNode object) {
            set(field, () -> setter.apply(request, object));
        } else if (!value.isMissingNode() && !value.isNull()) {
            violations.add(Violation.ofValue(field, "must be an object", Json.shown(value), Json.plain(value)));
            unread.add(field);
        }
    }

    /** The parameters; those that are of no form of a parameter are told and left out. */
    private Parameters parameters(ObjectNode node) {
        try {
            return Parameters.parse(node.toString());
        } catch (InvalidParametersException e) {
            ObjectNode readable = node.deepCopy();
            unread.add(PARAMETERS);
            for (Violation violation : e.details()) {
                violations.add(violation.within(PARAMETERS));
                violation.field().ifPresent(readable::remove);
            }
            return Parameters.parse(readable.toString());
        }
    }

    private AnswerDefaults answers(ObjectNode node) {
        String parent = ANSWERS + ".";
        refuseOthers(node, parent, List.of(INCLUDE_SEEN, BACKFILL));
        return new AnswerDefaults(
                flag(node, parent, INCLUDE_SEEN).orElse(AnswerDefaults.STANDARD.includeSeen()),
                flag(node, parent, BACKFILL).orElse(AnswerDefaults.STANDARD.backfill()));
    }

    private UsagePart part(ObjectNode node) {
        String parent = UsagePart.FIELD + ".";
        refuseOthers(node, parent, List.of(USAGE, UsagePart.SHARE, UsagePart.BEFORE, FILES));
        JsonNode usage = node.path(USAGE);
        JsonNode share = node.path(UsagePart.SHARE);
        JsonNode files = node.path(FILES);
        List<Violation> wrong = new ArrayList<>();
        if (!usage.isTextual()) {
            wrong.add(refused(parent + USAGE, "must be a text", usage));
        } else {
            wrong.addAll(TrainingRequest.pathViolations(parent + USAGE, usage.textValue()));
        }
        if (!share.isNumber()) {
            wrong.add(refused(parent + UsagePart.SHARE, "must be a number", share));
        } else {
            wrong.addAll(UsagePart.shareViolations(share.doubleValue()));
        }
        Optional<Instant> moment = moment(parent + UsagePart.BEFORE, node.path(UsagePart.BEFORE), wrong);
        FileFormat format = FileFormat.STANDARD;
        if (files instanceof ObjectNode object) {
            format = files(parent + FILES + ".", object);
        } else if (!files.isMissingNode() && !files.isNull()) {
            wrong.add(refused(parent + FILES, "must be an object", files));
        }
        if (!wrong.isEmpty()) {
            throw InvalidParametersException.of(wrong);
        }
        return new UsagePart(usage.textValue(), share.doubleValue(), moment, format);
    }

    private static Optional<Instant> moment(String field, JsonNode value, List<Violation> wrong) {
        if (value.isMissingNode() || value.isNull()) {
            return Optional.empty();
        }
        try {
            return Optional.of(Instant.parse(value.asText()));
        } catch (DateTimeParseException e) {
            wrong.add(refused(field, "must be a moment such as 2026-11-28T12:00:00Z", value));
            return Optional.empty();
        }
    }

    private static Violation refused(String field, String allowed, JsonNode value) {
        return value.isMissingNode() || value.isNull()
                ? Violation.of(field, allowed).detail(field + " " + allowed + ": it is missing")
                : Violation.ofValue(field, allowed, Json.shown(value), Json.plain(value));
    }

    private FileFormat files(String parent, ObjectNode node) {
        FileFormat files = FileFormat.STANDARD;
        for (String field : FILE_TEXTS) {
            JsonNode value = node.path(field);
            if (value.isTextual()) {
                files = files.with(field, value.textValue());
            } else if (!value.isMissingNode() && !value.isNull()) {
                violations.add(
                        Violation.ofValue(parent + field, "must be a text", Json.shown(value), Json.plain(value)));
            }
        }
        for (String field : FILE_NUMBERS) {
            JsonNode value = node.path(field);
            if (value.canConvertToInt() && value.isIntegralNumber()) {
                files = files.with(field, value.asText());
            } else if (!value.isMissingNode() && !value.isNull()) {
                violations.add(Violation.ofValue(
                        parent + field, "must be a whole number", Json.shown(value), Json.plain(value)));
            }
        }
        if (flag(node, parent, FileFormat.SKIP_ROWS_WITHOUT_USER).orElse(false)) {
            files = files.skipRowsWithoutUser();
        }
        List<String> known = new ArrayList<>(FILE_TEXTS);
        known.addAll(FILE_NUMBERS);
        known.add(FileFormat.SKIP_ROWS_WITHOUT_USER);
        refuseOthers(node, parent, known);
        return files;
    }

    private TuningPlan tuning(ObjectNode node) {
        String parent = TuningPlan.FIELD + ".";
        refuseOthers(
                node,
                parent,
                List.of(TuningPlan.BUDGET, TuningPlan.MAX_TRIALS, TuningPlan.ALGORITHMS, TuningPlan.SPLIT));
        Duration budget = budget(node, violations).orElse(TuningPlan.LONGEST);
        OptionalInt maxTrials = maxTrials(node, violations);
        Optional<String> split = split(node, violations);
        List<Violation> wrong = new ArrayList<>();
        List<String> algorithms = algorithms(node, wrong);
        violations.addAll(wrong);
        if (!wrong.isEmpty()) {
            unread.add(TuningPlan.FIELD + "." + TuningPlan.ALGORITHMS);
        }
        return new TuningPlan(budget, maxTrials, algorithms, split);
    }

    private static Optional<String> split(ObjectNode node, List<Violation> wrong) {
        JsonNode value = node.path(TuningPlan.SPLIT);
        if (value.isMissingNode() || value.isNull()) {
            return Optional.empty();
        }
        if (!value.isTextual()) {
            wrong.add(Violation.ofValue(
                    TuningPlan.FIELD + "." + TuningPlan.SPLIT, "must be a text", Json.shown(value), Json.plain(value)));
        }
        return Optional.ofNullable(value.textValue());
    }

    private static Optional<Duration> budget(ObjectNode node, List<Violation> wrong) {
        String field = TuningPlan.FIELD + "." + TuningPlan.BUDGET;
        JsonNode value = node.path(TuningPlan.BUDGET);
        if (value.isMissingNode() || value.isNull()) {
            wrong.add(Violation.of(field, "must be " + TimeSpans.FORM)
                    .detail(field + " must be " + TimeSpans.FORM + ": it is missing"));
            return Optional.empty();
        }
        try {
            Duration budget = TimeSpans.parse(Json.plain(value));
            if (TuningPlan.isAllowed(budget)) {
                return Optional.of(budget);
            }
            wrong.add(Violation.ofValue(field, TuningPlan.BUDGET_RANGE, Json.shown(value), Json.plain(value)));
        } catch (IllegalArgumentException e) {
            wrong.add(Violation.ofValue(field, "must be " + TimeSpans.FORM, Json.shown(value), Json.plain(value)));
        }
        return Optional.empty();
    }

    private static OptionalInt maxTrials(ObjectNode node, List<Violation> wrong) {
        JsonNode value = node.path(TuningPlan.MAX_TRIALS);
        if (value.isIntegralNumber() && value.canConvertToInt() && value.intValue() >= 1) {
            return OptionalInt.of(value.intValue());
        }
        if (!value.isMissingNode() && !value.isNull()) {
            wrong.add(Violation.ofValue(
                    TuningPlan.FIELD + "." + TuningPlan.MAX_TRIALS,
                    "must be a whole number from 1 on",
                    Json.shown(value),
                    Json.plain(value)));
        }
        return OptionalInt.empty();
    }

    private static List<String> algorithms(ObjectNode node, List<Violation> wrong) {
        String field = TuningPlan.FIELD + "." + TuningPlan.ALGORITHMS;
        JsonNode value = node.path(TuningPlan.ALGORITHMS);
        if (value.isMissingNode() || value.isNull()) {
            return List.of();
        }
        List<String> names = new ArrayList<>();
        if (!value.isArray() || value.isEmpty()) {
            wrong.add(Violation.ofValue(field, "must be a list of algorithms", Json.shown(value), Json.plain(value)));
        }
        for (int at = 0; value.isArray() && at < value.size(); at++) {
            JsonNode name = value.get(at);
            if (!name.isTextual() || name.textValue().isBlank() || names.contains(name.textValue())) {
                wrong.add(Violation.ofValue(
                        field + "[" + at + "]",
                        "must be the name of an installed algorithm, each once",
                        Json.shown(name),
                        Json.plain(name)));
            } else {
                names.add(name.textValue());
            }
        }
        return names;
    }

    private Optional<Boolean> flag(ObjectNode node, String parent, String field) {
        JsonNode value = node.path(field);
        if (value.isBoolean()) {
            return Optional.of(value.booleanValue());
        }
        if (!value.isMissingNode() && !value.isNull()) {
            violations.add(
                    Violation.ofValue(parent + field, "must be true or false", Json.shown(value), Json.plain(value)));
        }
        return Optional.empty();
    }

    private void refuseOthers(ObjectNode node, String parent, List<String> known) {
        node.fieldNames().forEachRemaining(field -> {
            if (!known.contains(field)) {
                Violation unknown = Violation.unknown(field, "is not a field of a request", known);
                violations.add(unknown.at(parent + field).detail(parent + unknown.detail()));
            }
        });
    }

    private void set(String field, Supplier<TrainingRequest> changed) {
        try {
            request = changed.get();
        } catch (InvalidParametersException e) {
            violations.addAll(e.details());
            unread.add(field);
        }
    }
}
