package dev.recommender.cli;

import dev.recommender.ParsingReport;
import dev.recommender.registry.ModelRecord;
import dev.recommender.registry.ModelStatistics;
import dev.recommender.registry.ModelStatistics.Parsing;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a worker's training counted, read and noticed, as {@code train} says it. */
final class TrainingText {
    private TrainingText() {}

    /** A line for each; none before the training has ended, or if a newer version wrote the statistics. */
    static List<String> lines(ModelRecord model) {
        List<String> lines = new ArrayList<>();
        statistics(model).ifPresent(statistics -> {
            statistics.training().ifPresent(training -> {
                lines.add("training    " + training);
                if (!training.featureWeights().isEmpty()) {
                    lines.add("            feature weights " + training.featureWeights());
                }
            });
            statistics.usage().ifPresent(parsing -> read("usage", parsing, lines));
            statistics.catalog().ifPresent(parsing -> read("catalog", parsing, lines));
            statistics.evaluation().ifPresent(evaluated -> {
                read("evaluation", evaluated.events(), lines);
                if (!evaluated.words().isEmpty()) {
                    lines.add("evaluation  " + evaluated.words());
                }
                evaluated.notes().forEach(note -> lines.add("            " + note));
            });
            statistics.notes().forEach(note -> lines.add("note        " + AlgorithmOptions.ofCommands(note)));
        });
        return lines;
    }

    private static Optional<ModelStatistics> statistics(ModelRecord model) {
        try {
            return model.statistics().map(ModelStatistics::parse);
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static void read(String what, Parsing parsing, List<String> lines) {
        ParsingReport report = parsing.report();
        report.files().forEach(file -> lines.add("read        " + file));
        if (report.errorCount() + report.warningCount() > 0) {
            lines.add("            " + what + ": " + report);
        }
    }
}
