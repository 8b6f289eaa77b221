/**
 * Models of any algorithm. {@link dev.recommender.models.Models} opens any model file and makes the trainer that a
 * model's metadata describe. {@link dev.recommender.models.RankedModel} is a model for algorithms of one's own, and {@link
 * dev.recommender.models.AbstractModel} holds what it has in common with the other kinds.
 */
@NullMarked
package dev.recommender.models;

import org.jspecify.annotations.NullMarked;
