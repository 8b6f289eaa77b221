package dev.recommender.tuning;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.recommender.evaluation.Metric;
import dev.recommender.internal.util.Json;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The trials that have ended, in a file: a line of JSON that says of what, then a line for each trial. A line is written
 * in one piece and forced to the disk before the next trial begins. So a process that is killed leaves at most its last
 * line cut, which is dropped when the file is opened again. Any other file is refused and left as it is. Holds a lock on the file. Used by one thread, whose interruption
 * does not disturb it.
 */
final class Journal implements AutoCloseable {
    private static final String TUNING = "tuning";
    private static final int MOST_BYTES = 1 << 30;

    private final Optional<Path> file;
    private final @Nullable RandomAccessFile writer;
    private final Map<Candidate, Trial> trials = new HashMap<>();
    private final List<String> notes = new ArrayList<>();

    private Journal(Optional<Path> file, @Nullable RandomAccessFile opened) {
        this.file = file;
        this.writer = opened;
    }

    /**
     * Opens a journal, or makes one.
     *
     * @param file where it is; without one nothing is kept
     * @param identity what a tuning must have in common with it, by name
     * @throws JournalException if it cannot be used
     */
    static Journal open(Optional<Path> file, Map<String, String> identity, Metric metric) {
        if (file.isEmpty()) {
            return new Journal(file, null);
        }
        String name = file.get().toString();
        try {
            RandomAccessFile opened = new RandomAccessFile(file.get().toFile(), "rw");
            Journal journal = new Journal(file, opened);
            try {
                lock(opened, name);
                journal.read(opened, name, identity, metric);
                return journal;
            } catch (IOException | RuntimeException e) {
                opened.close();
                throw e;
            }
        } catch (IOException e) {
            throw new JournalException(name, "the journal cannot be read or written: " + e.getMessage(), List.of(), e);
        }
    }

    private static void lock(RandomAccessFile opened, String name) throws IOException {
        @Nullable FileLock lock;
        try {
            lock = opened.getChannel().tryLock();
        } catch (OverlappingFileLockException e) {
            // It is locked by another tuning of this process.
            lock = null;
        }
        if (lock == null) {
            throw new JournalException(
                    name, "another tuning is writing this journal; wait for it, or give another file", List.of(), null);
        }
    }

    private void read(RandomAccessFile opened, String name, Map<String, String> identity, Metric metric)
            throws IOException {
        byte[] bytes = bytes(opened, name);
        int start = 0;
        int number = 0;
        for (int at = 0; at < bytes.length; at++) {
            if (bytes[at] != '\n') {
                continue;
            }
            number++;
            JsonNode line = line(bytes, start, at, name, number);
            if (number == 1) {
                requireSame(name, identity, line);
            } else {
                add(line, name, number, metric);
            }
            start = at + 1;
        }
        ObjectNode header = Json.object();
        ObjectNode same = header.putObject(TUNING);
        identity.forEach(same::put);
        if (number == 0) {
            requireStartOf(bytes(header), bytes, name);
        }
        if (start < bytes.length) {
            notes.add("The last line of the journal " + name + " was cut off, probably when its process was killed."
                    + " It is dropped" + (number == 0 ? "." : ", and that trial is done again."));
            opened.setLength(start);
        }
        opened.seek(start);
        if (number == 0) {
            write(header);
        }
    }

    /** What is written anew where the first line is not whole must be no more than what was there: nothing of anyone is lost. */
    private static void requireStartOf(byte[] header, byte[] bytes, String name) {
        if (bytes.length > header.length || !Arrays.equals(bytes, Arrays.copyOf(header, bytes.length))) {
            throw new JournalException(
                    name,
                    "this is no journal of this tuning: its first line is not whole; give another file",
                    List.of(),
                    null);
        }
    }

    private static byte[] bytes(ObjectNode line) {
        return (Json.write(line) + "\n").getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] bytes(RandomAccessFile opened, String name) throws IOException {
        if (opened.length() > MOST_BYTES) {
            throw new JournalException(name, "this is no journal, it is too large; give another file", List.of(), null);
        }
        byte[] bytes = new byte[(int) opened.length()];
        opened.readFully(bytes);
        return bytes;
    }

    private static JsonNode line(byte[] bytes, int from, int to, String name, int number) {
        try {
            return Json.readObject(new String(bytes, from, to - from, StandardCharsets.UTF_8));
        } catch (IllegalArgumentException e) {
            throw damaged(name, number, e);
        }
    }

    private static void requireSame(String name, Map<String, String> identity, JsonNode header) {
        if (!header.path(TUNING).isObject()) {
            throw damaged(name, 1, new IllegalArgumentException("the field " + TUNING + " is missing"));
        }
        List<String> differences = new ArrayList<>();
        identity.forEach((key, value) -> {
            String then = header.path(TUNING).path(key).asText("");
            if (!then.equals(value)) {
                differences.add(key + " was " + (then.isEmpty() ? "none" : then) + ", and is "
                        + (value.isEmpty() ? "none" : value));
            }
        });
        if (!differences.isEmpty()) {
            throw new JournalException(
                    name,
                    "this is the journal of another tuning: " + String.join("; ", differences)
                            + "; give another file, or the same data and options",
                    differences,
                    null);
        }
    }

    private void add(JsonNode line, String name, int number, Metric metric) {
        try {
            Trial trial = TrialJson.read(line, metric);
            trials.put(trial.candidate(), trial);
        } catch (RuntimeException e) {
            throw damaged(name, number, e);
        }
    }

    private static JournalException damaged(String name, int line, RuntimeException cause) {
        return new JournalException(
                name,
                "line " + line + " is not one of a journal"
                        + (line == 1
                                ? ", so the file is another one; give the journal, or a file that is not there yet"
                                : ": " + cause.getMessage() + "; give another file, or remove the line"),
                List.of(),
                cause);
    }

    /**
     * How the trial of a candidate ended. Those that failed or did not fit in memory are not remembered: the reason may be
     * gone.
     */
    Optional<Trial> find(Candidate candidate) {
        return Optional.ofNullable(trials.get(candidate))
                .filter(trial -> trial.state() != Trial.State.FAILED && trial.state() != Trial.State.TOO_LARGE);
    }

    /** What readers should know of the journal. */
    List<String> notes() {
        return notes;
    }

    /**
     * Adds a trial.
     *
     * @throws JournalException if it cannot be written
     */
    void write(Trial trial) {
        if (writer == null) {
            return;
        }
        try {
            write(TrialJson.write(trial));
        } catch (IOException e) {
            throw new JournalException(
                    file.orElseThrow().toString(),
                    "the journal cannot be written: " + e + "; the trials before are in it",
                    List.of(),
                    e);
        }
    }

    private void write(ObjectNode line) throws IOException {
        if (writer != null) {
            writer.write(bytes(line));
            writer.getFD().sync();
        }
    }

    @Override
    public void close() {
        try {
            if (writer != null) {
                writer.close();
            }
        } catch (IOException e) {
            // Every line is on the disk already.
            return;
        }
    }
}
