/**
 * What every package may use: checks of arguments, digests, JSON, numbers as text, sorting. Depends on no other package.
 */
@NullMarked
package dev.recommender.internal.util;

import org.jspecify.annotations.NullMarked;
