package dev.recommender.internal.worker;

import dev.recommender.EventType;
import dev.recommender.InvalidParametersException;
import dev.recommender.ParsingException;
import dev.recommender.TrainingMonitor;
import dev.recommender.UsageEvents;
import dev.recommender.Violation;
import dev.recommender.registry.FileExistsException;
import dev.recommender.registry.TrainingRequest;
import dev.recommender.registry.UsageSplit;
import dev.recommender.storage.BlobContent;
import dev.recommender.storage.BlobInfo;
import dev.recommender.storage.BlobStore;
import dev.recommender.storage.UnreadableFileException;
import java.io.BufferedInputStream;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Divides usage events by their times, so that the later ones can tell how well a model of the earlier ones would have done. */
public final class FileSplit {
    private static final int BUFFER = 1 << 16;
    private static final String HEADER = "user,item,time,type,weight\n";

    private final TrainingRequest request;
    private final BlobStore inputs;
    private final double share;

    private FileSplit(TrainingRequest request, BlobStore inputs, double share) {
        this.request = request;
        this.inputs = inputs;
        this.share = share;
    }

    /**
     * Writes the events of a request's usage into two files of the store.
     *
     * @param share the part of the events that is earlier, more than 0 and less than 1
     * @param parent where files are copied to, and deleted from before this returns
     * @param names the names of the file of earlier events and of that of later ones
     * @param existing what becomes of other files of these names
     * @throws InvalidParametersException if the events cannot be read as the request says, or cannot be divided
     * @throws FileExistsException if a file of these names is to stay and has another content
     */
    public static UsageSplit write(
            TrainingRequest request,
            BlobStore inputs,
            double share,
            Path parent,
            List<String> names,
            UsageSplit.Existing existing)
            throws IOException {
        try (WorkFolder folder = WorkFolder.in(parent)) {
            FileSplit split = new FileSplit(request, inputs, share);
            List<Path> parts =
                    List.of(folder.path().resolve("earlier.csv"), folder.path().resolve("later.csv"));
            UsageSplit done = split.divided(folder.path(), parts);
            if (existing == UsageSplit.Existing.REPLACE) {
                split.replace(names, parts);
            } else {
                split.create(names, parts);
            }
            return done;
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private UsageSplit divided(Path folder, List<Path> parts) throws IOException {
        try {
            return divide(folder, parts.get(0), parts.get(1));
        } catch (ParsingException e) {
            String message = InputFiles.withoutFolder(String.valueOf(e.getMessage()), folder);
            throw InvalidParametersException.of(refused(message));
        }
    }

    private void replace(List<String> names, List<Path> parts) throws IOException {
        for (int at = 0; at < names.size(); at++) {
            inputs.put(names.get(at), BlobContent.of(parts.get(at)));
        }
    }

    /** Stores the parts, unless there are others in their places. The same events divided again make the same parts. */
    private void create(List<String> names, List<Path> parts) throws IOException {
        for (int at = 0; at < names.size(); at++) {
            if (inputs.info(names.get(at)).isPresent()) {
                requireSame(names.get(at), parts.get(at));
            }
        }
        for (int at = 0; at < names.size(); at++) {
            if (!inputs.create(names.get(at), BlobContent.of(parts.get(at)))) {
                requireSame(names.get(at), parts.get(at));
            }
        }
    }

    private void requireSame(String name, Path part) throws IOException {
        Optional<BlobInfo> there = inputs.info(name);
        if (there.isPresent() && there.get().size() == Files.size(part)) {
            try (InputStream content = new BufferedInputStream(inputs.get(name), BUFFER);
                    InputStream ours = new BufferedInputStream(Files.newInputStream(part), BUFFER)) {
                int next = ours.read();
                while (next >= 0 && next == content.read()) {
                    next = ours.read();
                }
                if (next < 0) {
                    return;
                }
            }
        }
        throw new FileExistsException(name);
    }

    private UsageSplit divide(Path folder, Path earlier, Path later) throws IOException {
        List<Violation> violations = RequestFiles.violations(request);
        if (!violations.isEmpty()) {
            throw InvalidParametersException.of(violations);
        }
        UsageEvents events = RequestFiles.usage(request, files(folder));
        SampledTimes times = new SampledTimes();
        events.forEach((user, item, time, type, weight) -> times.add(time));
        Optional<Instant> moment = times.quantile(share);
        long[] counts = new long[2];
        try (BufferedWriter first = Files.newBufferedWriter(earlier);
                BufferedWriter second = Files.newBufferedWriter(later)) {
            first.write(HEADER);
            second.write(HEADER);
            events.forEach((user, item, time, type, weight) -> {
                boolean isLater = moment.isPresent()
                        ? time != UsageEvents.NO_TIME && time >= moment.get().toEpochMilli()
                        : drawn(user, item);
                counts[isLater ? 1 : 0]++;
                append(isLater ? second : first, line(user, item, time, type, weight));
                return true;
            });
        }
        if (counts[0] == 0 || counts[1] == 0) {
            throw InvalidParametersException.of(refused(
                            "the events of \"" + request.usage()
                                    + "\" cannot be divided, since they are too few or happened at one moment; evaluate with other events")
                    .remedy("evaluate with other events"));
        }
        return new UsageSplit(moment, counts[0], counts[1]);
    }

    private List<Path> files(Path folder) throws IOException {
        try {
            Retry retry = new Retry(Duration.ofSeconds(1), TrainingMonitor.none(), failure -> {});
            List<Path> files = InputFiles.download(inputs, request.usage(), folder.resolve("usage"), retry);
            if (files.isEmpty()) {
                throw InvalidParametersException.of(InputFiles.missing("usage", request.usage()));
            }
            return files;
        } catch (UnreadableFileException e) {
            throw InvalidParametersException.of(refused(e.getMessage()));
        }
    }

    /** Whether a pair is among those that are held back where there are no times: always the same ones. */
    private boolean drawn(CharSequence user, CharSequence item) {
        long hash = 31L * user.toString().hashCode() + item.toString().hashCode();
        hash = (hash ^ (hash >>> 32)) * 0x9E3779B97F4A7C15L;
        return (hash >>> 11) * 0x1.0p-53 >= share;
    }

    private static String line(CharSequence user, CharSequence item, long time, EventType type, double weight) {
        return quoted(user)
                + ','
                + quoted(item)
                + ','
                + (time == UsageEvents.NO_TIME ? "" : Instant.ofEpochMilli(time))
                + ','
                + (type.equals(EventType.CUSTOM) ? "" : quoted(type.name()))
                + ','
                + (Double.isNaN(weight) ? "" : Double.toString(weight))
                + '\n';
    }

    private static String quoted(CharSequence text) {
        return '"' + text.toString().replace("\"", "\"\"") + '"';
    }

    private static void append(BufferedWriter file, String line) {
        try {
            file.write(line);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Violation refused(@Nullable String why) {
        return Violation.of("usage: " + why).at("usage").value(request.usage());
    }
}
