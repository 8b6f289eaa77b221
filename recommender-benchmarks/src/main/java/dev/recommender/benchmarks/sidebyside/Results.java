package dev.recommender.benchmarks.sidebyside;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.ToDoubleFunction;

/** What the contestants gave, turn by turn. */
final class Results {
    private final Map<String, List<Figures>> byName = new LinkedHashMap<>();

    /** Lets all run once, then all again, so often; a contestant that fails is reported, and left out from then on. */
    void takeTurns(List<Contestant> contestants, int rounds, Consumer<String> progress) {
        List<Contestant> left = new ArrayList<>(contestants);
        for (int round = 1; round <= rounds; round++) {
            for (Contestant contestant : List.copyOf(left)) {
                progress.accept("round " + round + " of " + rounds + ": " + contestant.name());
                try {
                    Figures figures = contestant.run();
                    add(contestant.name(), figures);
                } catch (IOException e) {
                    progress.accept(String.valueOf(e.getMessage()));
                    left.remove(contestant);
                }
            }
        }
    }

    void add(String contestant, Figures figures) {
        byName.computeIfAbsent(contestant, ignored -> new ArrayList<>()).add(figures);
    }

    List<String> names() {
        return List.copyOf(byName.keySet());
    }

    /** The sum of the named figures, by turn; empty if the contestant did not take part or does not give them. */
    Optional<Turns> turns(String contestant, String... figures) {
        return turns(contestant, run -> run.sum(figures), figures);
    }

    private Optional<Turns> turns(String contestant, ToDoubleFunction<Figures> figure, String... names) {
        List<Figures> runs = byName.getOrDefault(contestant, List.of());
        for (Figures run : runs) {
            for (String name : names) {
                if (!run.has(name)) {
                    return Optional.empty();
                }
            }
        }
        return runs.isEmpty() ? Optional.empty() : Optional.of(Turns.of(runs, figure));
    }
}
