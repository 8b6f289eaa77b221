/**
 * What a server tells of its work: {@link dev.recommender.web.telemetry.Telemetry} is what it calls, and there are bindings to
 * Micrometer and to OpenTelemetry. docs/watching.md lists metrics and spans.
 *
 * <p>What is easy to get wrong: the libraries are optional dependencies. A class that names their types may be loaded only where
 * {@link dev.recommender.web.telemetry.Telemetry#detect} has found them.
 */
@NullMarked
package dev.recommender.web.telemetry;

import org.jspecify.annotations.NullMarked;
