/**
 * The library: training, the model file, recommendations, evaluation, and models as a service.
 */
module dev.recommender {
    requires static transitive org.jspecify;
    requires com.fasterxml.jackson.databind;
    requires com.github.benmanes.caffeine;
    requires de.siegmar.fastcsv;
    requires roaringbitmap;
    requires org.slf4j;

    exports dev.recommender;
    exports dev.recommender.als;
    exports dev.recommender.csv;
    exports dev.recommender.evaluation;
    exports dev.recommender.factors;
    exports dev.recommender.json;
    exports dev.recommender.models;
    exports dev.recommender.neighbors;
    exports dev.recommender.registry;
    exports dev.recommender.ridge;
    exports dev.recommender.sar;
    exports dev.recommender.service;
    exports dev.recommender.service.compat;
    exports dev.recommender.spi;
    exports dev.recommender.storage;
    exports dev.recommender.training;
    exports dev.recommender.tuning;

    opens dev.recommender.internal.model to
            com.fasterxml.jackson.databind;

    uses dev.recommender.spi.Algorithm;

    provides dev.recommender.spi.Algorithm with
            dev.recommender.sar.SarAlgorithm,
            dev.recommender.ridge.RidgeAlgorithm,
            dev.recommender.als.AlsAlgorithm;
}
