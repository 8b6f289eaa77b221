package dev.recommender.testing.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recommender.registry.ModelId;
import dev.recommender.registry.ModelRecord;
import dev.recommender.registry.ModelStatus;
import dev.recommender.testing.service.FleetContract.Kind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * A service as a user understands it: each model has a fate, which is decided by what was asked for and in which order.
 * Only whether a training ended before its cancellation comes from outside.
 */
final class SequentialService {
    private final Map<ModelId, Model> models = new LinkedHashMap<>();
    private final List<ModelId> order = new ArrayList<>();
    private @Nullable ModelId chosen;

    private static final class Model {
        private final Kind kind;
        private boolean deleted;
        private boolean cancelled;
        private boolean ended;

        Model(Kind kind) {
            this.kind = kind;
        }
    }

    void requested(ModelId id, Kind kind) {
        assertThat(models.put(id, new Model(kind))).as("%s was used before", id).isNull();
        order.add(id);
    }

    /** One of the models that were ever requested, rather a late one. */
    ModelId any(Random random) {
        int back = (int) (order.size() * Math.pow(random.nextDouble(), 3));
        return order.get(order.size() - 1 - back);
    }

    boolean isDeleted(ModelId id) {
        return model(id).deleted;
    }

    /** Whether there is such a model to delete. */
    boolean delete(ModelId id) {
        boolean there = !model(id).deleted;
        model(id).deleted = true;
        if (id.equals(chosen)) {
            chosen = null;
        }
        return there;
    }

    /** Takes note of whether a cancellation came before the end. */
    void cancel(ModelId id, boolean cancelled) {
        Model model = model(id);
        assertThat(model.deleted).as("%s was deleted", id).isFalse();
        if (cancelled) {
            assertThat(model.cancelled || model.ended)
                    .as("%s was final already", id)
                    .isFalse();
            model.cancelled = true;
        } else {
            model.ended |= !model.cancelled;
        }
    }

    void makeDefault(ModelId id) {
        Model model = model(id);
        assertThat(model.deleted || model.cancelled || model.kind.end != ModelStatus.COMPLETED)
                .as("%s was made the default", id)
                .isFalse();
        model.ended = true;
        chosen = id;
    }

    /** The next model that completes may become the default. */
    void defaultChanged() {
        chosen = null;
    }

    /** The model that was made the default last, if it is sure to be it still. */
    Optional<ModelId> defaultModel() {
        return Optional.ofNullable(chosen);
    }

    List<ModelId> existing() {
        return order.stream().filter(id -> !model(id).deleted).toList();
    }

    /** Checks what is known of a model that exists. */
    void check(ModelRecord found, boolean atTheEnd) {
        Model model = model(found.id());
        String described = model.kind + " " + found;
        assertThat(model.deleted).as(described).isFalse();
        assertThat(found.changes().stream().filter(change -> change.status().isFinal()))
                .as(described)
                .hasSizeLessThanOrEqualTo(1);
        if (model.cancelled) {
            assertThat(found.status()).as(described).isEqualTo(ModelStatus.FAILED);
            assertThat(found.message()).as(described).isEqualTo("cancelled");
        } else if (model.ended || atTheEnd || found.status().isFinal()) {
            assertThat(found.status()).as(described).isEqualTo(model.kind.end);
            assertThat(found.statistics().orElse("none")).as(described).contains(model.kind.statistics);
            assertThat(found.file().isPresent()).as(described).isEqualTo(model.kind.end == ModelStatus.COMPLETED);
        }
    }

    private Model model(ModelId id) {
        return Objects.requireNonNull(models.get(id));
    }

    @Override
    public String toString() {
        return String.format(
                "%d models, %d deleted, %d cancelled, %d found final when they were to be cancelled",
                models.size(),
                models.values().stream().filter(model -> model.deleted).count(),
                models.values().stream().filter(model -> model.cancelled).count(),
                models.values().stream().filter(model -> model.ended).count());
    }
}
