package dev.recommender.web;

/**
 * How much one request may take.
 *
 * @param body the longest body of JSON, in bytes
 * @param part the longest part of an upload, in bytes
 * @param file the longest file that is sent in one piece, in bytes
 * @param requests how many requests are worked on at the same time
 * @param listeners how many clients may listen to the progress of trainings at the same time
 */
record Limits(int body, long part, long file, int requests, int listeners) {
    static final Limits STANDARD = new Limits(4 << 20, 64L << 20, 16L << 30, 128, 64);
}
