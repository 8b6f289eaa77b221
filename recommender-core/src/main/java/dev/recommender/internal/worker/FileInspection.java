package dev.recommender.internal.worker;

import dev.recommender.Catalog;
import dev.recommender.CatalogItem;
import dev.recommender.EventType;
import dev.recommender.InvalidParametersException;
import dev.recommender.ParsingException;
import dev.recommender.ParsingReason;
import dev.recommender.ParsingReport;
import dev.recommender.UsageEvent;
import dev.recommender.UsageEvents;
import dev.recommender.Violation;
import dev.recommender.csv.Problem;
import dev.recommender.registry.Inspection;
import dev.recommender.registry.Inspection.Fault;
import dev.recommender.registry.TrainingRequest;
import dev.recommender.storage.BlobInfo;
import dev.recommender.storage.BlobStore;
import dev.recommender.storage.UnreadableFileException;
import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads the files of a request as a training would, and says what it made of them. Used once. */
public final class FileInspection {
    /** How many bytes are read of the files; of a longer plain text its start is. */
    static final long STANDARD_LIMIT = 64L << 20;

    private static final int BUFFER = 1 << 16;

    private final TrainingRequest request;
    private final BlobStore inputs;
    private final Path folder;
    private final long limit;
    private final Map<FaultKind, FaultLines> faults = new LinkedHashMap<>();
    private final List<UsageEvent> shown = new ArrayList<>();
    private final Set<String> users = new HashSet<>();
    private final Set<String> items = new HashSet<>();
    private boolean whole = true;

    private FileInspection(TrainingRequest request, BlobStore inputs, Path folder, long limit) {
        this.request = request;
        this.inputs = inputs;
        this.folder = folder;
        this.limit = limit;
    }

    /**
     * What a training would make of the usage events of a request.
     *
     * @param parent where files are copied to, and deleted from before this returns
     * @throws InvalidParametersException if there are no such files, or they cannot be read as the request says
     */
    public static Inspection ofUsage(TrainingRequest request, BlobStore inputs, Path parent) throws IOException {
        return ofUsage(request, inputs, parent, STANDARD_LIMIT);
    }

    static Inspection ofUsage(TrainingRequest request, BlobStore inputs, Path parent, long limit) throws IOException {
        try (WorkFolder folder = WorkFolder.in(parent)) {
            return new FileInspection(request, inputs, folder.path(), limit).usage();
        }
    }

    /**
     * What a training would make of the catalog of a request.
     *
     * @param parent where the file is copied to, and deleted from before this returns
     * @throws InvalidParametersException if there is no such file, or it cannot be read as the request says
     */
    public static Inspection ofCatalog(TrainingRequest request, BlobStore inputs, Path parent) throws IOException {
        try (WorkFolder folder = WorkFolder.in(parent)) {
            return new FileInspection(request, inputs, folder.path(), STANDARD_LIMIT).catalog();
        }
    }

    private Inspection usage() throws IOException {
        requireFormat();
        List<Path> files = copies("usage", request.usage());
        UsageEvents events = RequestFiles.usage(request, files).onProblem(this::note);
        try {
            return inspected(events.forEach(this::count), Optional.empty(), List.of());
        } catch (ParsingException e) {
            return inspected(e.report(), Optional.of(firstLine(e)), List.of());
        }
    }

    private Inspection catalog() throws IOException {
        requireFormat();
        List<Path> files = copies("catalog", request.catalog().orElseThrow());
        try {
            Catalog catalog = RequestFiles.catalog(request, files.get(0))
                    .onProblem(this::note)
                    .load();
            catalog.items().forEach(item -> items.add(item.id()));
            List<CatalogItem> first =
                    catalog.items().stream().limit(Inspection.MAX_SHOWN).toList();
            return inspected(catalog.report(), Optional.empty(), first);
        } catch (ParsingException e) {
            return inspected(e.report(), Optional.of(firstLine(e)), List.of());
        }
    }

    private Inspection inspected(ParsingReport report, Optional<String> refused, List<CatalogItem> entries) {
        List<Fault> seen = new ArrayList<>();
        faults.forEach((kind, lines) -> seen.add(lines.of(kind)));
        return new Inspection(report, refused, whole, users.size(), items.size(), seen, shown, entries);
    }

    private boolean count(CharSequence user, CharSequence item, long time, EventType type, double weight) {
        users.add(user.toString());
        items.add(item.toString());
        if (shown.size() < Inspection.MAX_SHOWN) {
            UsageEvent event = UsageEvent.of(user.toString(), item.toString()).type(type);
            event = time == UsageEvents.NO_TIME ? event : event.at(Instant.ofEpochMilli(time));
            shown.add(Double.isNaN(weight) ? event : event.weight(weight));
        }
        return true;
    }

    private void note(Problem problem) {
        // Each repeated item has an id of its own, and the same is to be said of all.
        boolean alike = problem.reason() == ParsingReason.DUPLICATE_ITEM_ID;
        FaultKind kind = new FaultKind(problem.file(), problem.reason(), alike ? "" : problem.detail());
        FaultLines lines = faults.get(kind);
        if (lines == null && faults.size() < Inspection.MAX_FAULTS) {
            lines = new FaultLines(problem.detail());
            faults.put(kind, lines);
        }
        if (lines != null) {
            lines.add(problem);
        }
    }

    private void requireFormat() {
        List<Violation> violations = RequestFiles.violations(request);
        if (!violations.isEmpty()) {
            throw InvalidParametersException.of(violations);
        }
    }

    /** What follows is the report, which is there apart. */
    private String firstLine(ParsingException refusal) {
        String message =
                String.valueOf(refusal.getMessage()).lines().findFirst().orElse("");
        return InputFiles.withoutFolder(message, folder);
    }

    private List<Path> copies(String field, String path) throws IOException {
        Collection<BlobInfo> blobs;
        try {
            blobs = InputFiles.find(inputs, path);
        } catch (UnreadableFileException e) {
            throw unreadable(field, path, e);
        }
        if (blobs.isEmpty()) {
            throw InvalidParametersException.of(InputFiles.missing(field, path));
        }
        List<Path> files = new ArrayList<>();
        long left = limit;
        for (BlobInfo blob : blobs) {
            if (left <= 0) {
                whole = false;
                break;
            }
            Path file = place(field, blob);
            copy(blob, file, left);
            left -= Files.size(file);
            files.add(file);
        }
        return files;
    }

    private Path place(String field, BlobInfo blob) throws IOException {
        try {
            return InputFiles.place(folder, blob.key());
        } catch (UnreadableFileException e) {
            throw unreadable(field, blob.key(), e);
        }
    }

    /** Copies at most so many bytes of a file, to the end of a line if there are more. */
    private void copy(BlobInfo blob, Path file, long most) throws IOException {
        if (blob.size() <= most) {
            inputs.download(blob.key(), file);
            return;
        }
        whole = false;
        try (InputStream from = inputs.get(blob.key());
                RandomAccessFile to = new RandomAccessFile(file.toFile(), "rw")) {
            byte[] buffer = new byte[BUFFER];
            long copied = 0;
            long end = 0;
            while (copied < most) {
                int read = from.readNBytes(buffer, 0, (int) Math.min(BUFFER, most - copied));
                if (read == 0) {
                    break;
                }
                if (copied == 0) {
                    requirePlain(blob, buffer, read);
                }
                to.write(buffer, 0, read);
                end = lastLine(buffer, read, copied, end);
                copied += read;
            }
            to.setLength(end == 0 ? copied : end);
        }
    }

    private static long lastLine(byte[] buffer, int length, long before, long otherwise) {
        for (int at = length - 1; at >= 0; at--) {
            if (buffer[at] == '\n') {
                return before + at + 1;
            }
        }
        return otherwise;
    }

    /** The start of what is packed, or has two bytes for each character, cannot be cut at the end of a line. */
    private void requirePlain(BlobInfo blob, byte[] start, int length) {
        int first = length < 2 ? 0 : ((start[0] & 0xff) << 8) | (start[1] & 0xff);
        if (first == 0x1f8b || first == 0x504b || first == 0xfeff || first == 0xfffe) {
            throw InvalidParametersException.of(Violation.of("file \"" + blob.key()
                            + "\" is packed or UTF-16, and longer than the " + (limit >> 20)
                            + " MiB that are looked into; train on it, and read the report of the training")
                    .at(request.catalog().isPresent() ? "catalog" : "usage")
                    .value(blob.key())
                    .remedy("train on it, and read the report of the training"));
        }
    }

    private static InvalidParametersException unreadable(String field, String path, UnreadableFileException e) {
        return InvalidParametersException.of(
                Violation.of(field + ": " + e.getMessage()).at(field).value(path));
    }

    /** What lines have in common of which the same is to be said; without the detail where that does not matter. */
    private record FaultKind(String file, ParsingReason reason, String detail) {}

    /** The lines of one kind. */
    private static final class FaultLines {
        private final List<Long> first = new ArrayList<>();
        private final String detail;
        private boolean others;
        private long count;

        private FaultLines(String detail) {
            this.detail = detail;
        }

        private void add(Problem problem) {
            count++;
            others |= !problem.detail().equals(detail);
            if (first.size() < Inspection.MAX_LINES) {
                first.add(problem.line());
            }
        }

        private Fault of(FaultKind kind) {
            return new Fault(kind.file(), first, count, kind.reason(), others ? detail + ", and others" : detail);
        }
    }
}
