package dev.recommender.csv;

import dev.recommender.ParsingReason;

/**
 * One line that was rejected or left out.
 *
 * @param reason what was wrong
 * @param file the file's bare name
 * @param line the physical line, from 1: where a malformed record starts, and where any other record ends
 * @param detail the field and the offending value, in words
 */
public record Problem(ParsingReason reason, String file, long line, String detail) {}
