package dev.recommender.internal.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import dev.recommender.EventType;
import dev.recommender.EventWeights;
import dev.recommender.ModelMetadata;
import dev.recommender.internal.events.Decay;
import dev.recommender.internal.events.Interactions;
import dev.recommender.internal.util.LibraryVersion;
import dev.recommender.internal.util.Numbers;
import dev.recommender.sar.SarOptions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** The metadata section: what a model was trained from and how, as JSON. Holds nothing that depends on when or where. */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonPropertyOrder({
    "libraryVersion",
    "parameters",
    "events",
    "pairs",
    "units",
    "users",
    "items",
    "referenceTime",
    "halfLifeMillis",
    "eventWeights",
    "weighted",
    "supportThreshold",
    "scale",
    "featureWeights"
})
public record ModelHeader(
        String libraryVersion,
        Map<String, String> parameters,
        long events,
        long pairs,
        int units,
        int users,
        int items,
        @Nullable Long referenceTime,
        @Nullable Long halfLifeMillis,
        Map<String, Double> eventWeights,
        boolean weighted,
        int supportThreshold,
        Scale scale,
        Map<String, Double> featureWeights) {
    private static final ObjectMapper JSON = JsonMapper.builder()
            .addModule(new SimpleModule()
                    .addSerializer(Double.class, new PortableDouble())
                    .addSerializer(Double.TYPE, new PortableDouble()))
            .build();

    public static ModelHeader of(
            SarOptions options, Interactions interactions, long events, Map<String, Double> featureWeights) {
        return of(
                options,
                events,
                interactions.pairs(),
                interactions.units(),
                interactions.users(),
                interactions.items(),
                interactions.referenceTime,
                featureWeights);
    }

    public static ModelHeader of(
            SarOptions options,
            long events,
            long pairs,
            int units,
            int users,
            int items,
            OptionalLong referenceTime,
            Map<String, Double> featureWeights) {
        Map<String, Double> weights = new LinkedHashMap<>();
        options.eventWeights().asMap().forEach((type, weight) -> weights.put(type.name(), weight));
        return new ModelHeader(
                LibraryVersion.current(),
                options.asMap(),
                events,
                pairs,
                units,
                users,
                items,
                referenceTime.isPresent() ? referenceTime.getAsLong() : null,
                options.halfLife().map(Duration::toMillis).orElse(null),
                weights,
                options.weighted(),
                options.supportThreshold(),
                Scale.RAW,
                featureWeights);
    }

    public ModelHeader withScale(Scale learnt) {
        return new ModelHeader(
                libraryVersion,
                parameters,
                events,
                pairs,
                units,
                users,
                items,
                referenceTime,
                halfLifeMillis,
                eventWeights,
                weighted,
                supportThreshold,
                learnt,
                featureWeights);
    }

    /** Reads the section; throws an {@link IOException} with the reason if it is not what this class writes. */
    public static ModelHeader parse(byte[] json) throws IOException {
        ModelHeader info = JSON.readValue(json, ModelHeader.class);
        boolean complete = info != null
                && info.libraryVersion != null
                && info.parameters != null
                && !info.parameters.containsValue(null)
                && info.eventWeights != null
                && !info.eventWeights.containsValue(null)
                && info.scale != null
                && info.scale.scoreScale() != null
                && info.scale.finite()
                && info.featureWeights != null
                && info.featureWeights.values().stream().allMatch(weight -> weight != null && Double.isFinite(weight))
                && (info.halfLifeMillis == null || info.halfLifeMillis > 0);
        if (!complete) {
            throw new IOException("metadata is incomplete");
        }
        return info;
    }

    public byte[] toJson() {
        try {
            return JSON.writeValueAsString(this).getBytes(StandardCharsets.UTF_8);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    public ModelMetadata metadata() {
        return new ModelMetadata(
                libraryVersion,
                parameters,
                events,
                users,
                items,
                Optional.ofNullable(referenceTime).map(Instant::ofEpochMilli));
    }

    public EventWeights weights() {
        EventWeights weights = EventWeights.standard();
        for (Map.Entry<String, Double> entry : eventWeights.entrySet()) {
            weights = weights.with(EventType.of(entry.getKey()), Objects.requireNonNull(entry.getValue()));
        }
        return weights;
    }

    public Decay decay() {
        return Decay.of(Optional.ofNullable(halfLifeMillis).map(Duration::ofMillis));
    }

    /** Doubles in {@link Numbers#text a form that every JDK writes alike}. */
    private static final class PortableDouble extends StdSerializer<Double> {
        private static final long serialVersionUID = 1;

        PortableDouble() {
            super(Double.class);
        }

        @Override
        public void serialize(Double value, JsonGenerator generator, SerializerProvider provider) throws IOException {
            generator.writeNumber(Numbers.text(value));
        }
    }
}
