package dev.recommender.cli;

import dev.recommender.ModelTrainer;
import picocli.CommandLine.Mixin;

/** What a command trains on, what the training may take, and by which algorithm it is. */
final class InputOptions extends ReadingOptions {
    @Mixin
    AlgorithmOptions algorithm = new AlgorithmOptions();

    /**
     * The trainer.
     *
     * @throws UsageException naming every option that is wrong, without effect, or of another algorithm
     */
    ModelTrainer<?> trainer() {
        requireEffects();
        return algorithm.trainer(resources.read(), catalog.isGiven());
    }
}
