package dev.recommender;

import java.nio.file.Path;

/**
 * A model file that was just written.
 *
 * @param file where it is
 * @param size its length in bytes
 * @param sha256 the SHA-256 of its content, computed while it was written: 64 hexadecimal digits in lower case
 */
public record SavedModel(Path file, long size, String sha256) {}
