package dev.recommender.benchmarks;

import dev.recommender.ModelTrainer;
import dev.recommender.Parameters;
import dev.recommender.csv.UsageCsv;
import dev.recommender.models.Models;
import dev.recommender.spi.TrainingResources;
import java.nio.file.Path;

/** How studies read their usage files, and train. */
final class StudyInput {
    private StudyInput() {}

    /** Events of the given columns, without lines that name no user. */
    static UsageCsv usage(String file, String columns) {
        UsageCsv usage = UsageCsv.read(Path.of(file)).skipRowsWithoutUser();
        return columns.equals("-") ? usage : usage.columns(columns);
    }

    /** A trainer of an installed algorithm. */
    static ModelTrainer<?> trainer(String algorithm, Parameters parameters) {
        return Models.algorithm(algorithm).trainer(parameters, TrainingResources.ofThisMachine());
    }
}
