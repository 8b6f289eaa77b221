package dev.recommender.csv;

import dev.recommender.ParsingException;
import dev.recommender.ParsingReport;
import dev.recommender.UsageEvents;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/** The events of one file. */
final class UsageFile implements UsageEvents {
    /** A file is read in ranges of about so many bytes, for any number of threads. */
    static final long RANGE = 32L << 20;

    private final Path file;
    private final UsageFormat format;
    private final Problems.Budget budget;
    private final LineShare share = new LineShare(1);

    UsageFile(Path file, UsageFormat format, Problems.Budget budget) {
        this.file = file;
        this.format = format;
        this.budget = budget;
    }

    /** Ranges of this file of about so many bytes; the file itself if it cannot be divided. */
    List<UsageEvents> ranges(long bytes) throws IOException {
        // A small file is opened once, by whoever reads it.
        if (!Files.isRegularFile(file) || Files.size(file) <= bytes) {
            return List.of(this);
        }
        Optional<Integer> mark = Texts.markOfPlainUtf8(file, format.charset);
        if (mark.isEmpty()) {
            return List.of(this);
        }
        try (Text text = Texts.open(file, format.charset)) {
            Problems unreported =
                    new Problems(this, file, new Problems.Budget(OptionalInt.of(0), false, 1), problem -> {});
            UsageLayout layout = UsageLayouts.of(Head.of(text), format, unreported);
            if (layout.isJson()) {
                return List.of(this);
            }
            LineRanges cut = LineRanges.of(file, bytes, mark.get() + layout.start(), layout.linesBefore());
            LineShare shared = new LineShare(cut.count());
            return IntStream.range(0, cut.count())
                    .<UsageEvents>mapToObj(number -> sink -> read(layout, cut, number, shared, sink))
                    .toList();
        } catch (ParsingException e) {
            // Whoever reads the file meets it again.
            return List.of(this);
        }
    }

    @Override
    public ParsingReport forEach(Sink sink) throws IOException {
        Problems problems = new Problems(this, file, budget, format.listener);
        try (Text text = Texts.open(file, format.charset)) {
            Head head = Head.of(text);
            UsageLayout layout = UsageLayouts.of(head, format, problems);
            Records records = layout.open(head.from(layout.start()), layout::linesBefore);
            ParsingReport report = new UsageLines(layout, format, records, problems, sink).readAll(text.charset(), 1);
            problems.end(share, 0);
            return report;
        }
    }

    private ParsingReport read(UsageLayout layout, LineRanges ranges, int range, LineShare shared, Sink sink)
            throws IOException {
        Problems problems = new Problems(List.of(this, range), file, budget, format.listener);
        try (Records records = layout.open(ranges.open(range), () -> ranges.linesBefore(range))) {
            ParsingReport report = new UsageLines(layout, format, records, problems, sink)
                    .readAll(StandardCharsets.UTF_8.name(), range == 0 ? 1 : 0);
            ranges.counted(range, records.linesRead());
            problems.end(shared, range);
            return report;
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }
}
