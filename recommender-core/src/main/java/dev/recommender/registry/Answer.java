package dev.recommender.registry;

import dev.recommender.Recommendations;

/**
 * What a model of a service recommends, and which model it was: under an alias that several models share, only the answer
 * knows.
 *
 * @param model the model that answered
 * @param items what it recommends, best first
 */
public record Answer(ModelId model, Recommendations items) {}
