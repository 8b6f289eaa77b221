/**
 * Threads: the threads of one training with its progress and cancellation, and the threads that answer for many users.
 */
@NullMarked
package dev.recommender.internal.tasks;

import org.jspecify.annotations.NullMarked;
